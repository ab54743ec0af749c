// Whether a program noticed anything, and where its record says that its ticks and spans are.

/** V8 and the C library print addresses and process ids. */
const PRINTS_A_STACK = new Set(['abort', 'out of memory']);
/** What a collector took so shortly before the end of a program, the program may not have read. */
const UNREAD_MILLIS = 1_000;
/** A program that ran for so long has left something, however it ended and wherever it was stopped meanwhile. */
const LONG_MILLIS = 2_500;
const LOST_SPANS = /^spans_(?:beyond_queue|not_exported|not_sent_at_exit|rejected)$/;

const sumOf = (list, valueOf) => list.reduce((sum, item) => sum + valueOf(item), 0);

/** @returns {object} where the ticks are, by the record of the thread that has them, and what is wrong with that */
exports.placesOf = ({ segments, report, why }, { own, stderr }, { inWorker, isOrderly, disk, fileBlocks }) => {
  const segmentsOfBot = segments.filter(({ processes: [process] }) => (process.threadId !== undefined) === inWorker);
  const measured = sumOf(segmentsOfBot, ({ ticks }) => ticks.count);
  const lost = sumOf(segmentsOfBot, ({ losses }) =>
    sumOf(losses, ({ cause, count }) => (cause === 'ticks_in_missing_segments' ? count : 0)),
  );
  const until = Math.max(-Infinity, ...segmentsOfBot.map(({ toUnixMillis }) => toUnixMillis));
  const isFinal = segmentsOfBot.some(({ final }) => final === true);
  const [least, most] = own.until(until);
  const problems = [];
  if (measured + lost < least || measured + lost > most) {
    problems.push(
      `${measured} measured + ${lost} lost is not ${least} to ${most}, as the program had counted until then`,
    );
  }
  for (const { number, ticksBefore, ticks, toUnixMillis } of segmentsOfBot) {
    if (ticksBefore === undefined) continue;
    const [fewest, highest] = own.until(toUnixMillis);
    const count = ticksBefore + ticks.count;
    if (count < fewest || count > highest) {
      problems.push(
        `segment ${number} ends after ${count} ticks, where the program had counted ${fewest} to ${highest}`,
      );
    }
  }
  const isSaid = why !== undefined || report.notes.some((note) => / covers /.test(note)) || leftNothing(report);
  if (!isFinal && !isSaid) problems.push('nothing says until when the record covers');
  const isSaidThere = /^tickscope: cannot (?:write to|keep a record in) /m.test(stderr);
  const hasDisk = disk === undefined && fileBlocks === undefined;
  if (isOrderly && !isFinal && (hasDisk || !isSaidThere)) problems.push('an orderly end without a last segment');
  const lastedMillis = (own.begun.at(-1) ?? 0) - (own.begun[0] ?? 0);
  if (hasDisk && measured + lost === 0 && lastedMillis > LONG_MILLIS) problems.push('nothing of it is there');
  return { measured, lost, beyond: own.begun.length - most, until, isFinal, problems };
};

function leftNothing({ coverage }) {
  return coverage.notSeen.some(({ why }) => /left nothing|left no record/.test(why));
}

/** Every span of an orderly program has arrived, or is counted as lost. */
exports.spanProblems = ({ report }, { own, endedAt }, collector) => {
  const lost = sumOf(report?.losses ?? [], ({ cause, count }) => (LOST_SPANS.test(cause) ? count : 0));
  const taken = [...collector.takenAt.values()];
  const surely = taken.filter((time) => time < endedAt - UNREAD_MILLIS).length;
  const isCounted = lost + surely <= own.spans && own.spans <= lost + taken.length;
  return isCounted ? [] : [`${taken.length} spans taken + ${lost} lost is not ${own.spans}`];
};

/** @returns {string[]} what the program noticed */
exports.differences = (schedule, bare, recorded) => {
  const withoutLines = recorded.stderr.replaceAll(/^tickscope: .*\n/gm, '');
  return [
    ...(bare.stdout === recorded.stdout ? [] : ['stdout differs']),
    ...(bare.code === recorded.code && bare.signal === recorded.signal
      ? []
      : [`ends with ${recorded.code ?? recorded.signal} instead of ${bare.code ?? bare.signal}`]),
    ...(PRINTS_A_STACK.has(schedule.end.how) || bare.stderr === withoutLines ? [] : ['stderr differs']),
  ];
};
