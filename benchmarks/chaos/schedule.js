// What happens to a program, and when: in rounds of the program, so that it is the same for the bare one and the recorded one.

const { randomOf } = require('./random.js');

const ROUND_MILLIS = 10;
/** A bot with sockets to a collector, and a thread that sends, needs more to begin with. */
const DESCRIPTORS = { alone: 64, sending: 128 };
/** Blocks of 512 bytes: from less than a segment to a few. */
const FILE_BLOCKS = [4, 40, 400];
const DISK_FAULTS = ['ENOSPC', 'EIO', 'EDQUOT', 'short', 'slow', 'mixed'];
const ANSWERS = ['200', 'partial', '400', '429', '503', 'reset', 'hang', 'slow', 'away'];

const ENDS = ['end', 'exit', 'throw', 'SIGINT', 'SIGTERM', 'SIGTERM, handled', 'SIGKILL', 'abort', 'out of memory'];
const ENDS_OF_A_WORKER = ['end', 'exit', 'terminate', 'SIGKILL'];
/** The program comes to its exit listeners. */
exports.ORDERLY = new Set(['end', 'exit', 'throw', 'SIGTERM, handled']);

/** Steps in pairs: what holds for some rounds. */
function steps(random, rounds, kinds) {
  const list = [];
  for (const kind of kinds) {
    const round = random.between(1, Math.max(1, rounds - 10));
    if (kind === 'descriptors') {
      list.push({ round, what: 'take descriptors' });
      list.push({ round: random.between(round + 1, rounds), what: 'give descriptors back' });
    } else if (kind === 'pause') list.push({ round, what: 'pause', millis: random.between(50, 1_500) });
    else if (kind === 'clock') {
      list.push({
        round,
        what: 'step the clock',
        millis: random.between(-1, 1) * 86_400_000 + random.between(-9e6, 9e6),
      });
    } else if (kind === 'hold') list.push({ round, what: 'hold', ticks: random.between(500, 20_000) });
    else list.push({ round, what: kind });
  }
  return list;
}

/** Some operations on files go well, then some do not, and so on. */
function diskPhases(random) {
  const phases = [];
  for (let phase = random.between(1, 4); phase > 0; phase--) {
    phases.push({ operations: random.between(0, 60), fault: 'none' });
    phases.push({ operations: random.between(1, 60), fault: random.oneOf(DISK_FAULTS) });
  }
  // Once in a while for good.
  if (random.chance(0.3)) phases.push({ operations: Infinity, fault: random.oneOf(['ENOSPC', 'EIO']) });
  return phases;
}

/** @returns {object} the schedule of a seed */
exports.scheduleOf = (seed, seconds) => {
  const random = randomOf(seed);
  const rounds = Math.round((seconds * 1_000) / ROUND_MILLIS);
  const inWorker = random.chance(0.15);
  const end = { how: random.oneOf(inWorker ? ENDS_OF_A_WORKER : ENDS), round: random.between(rounds >> 1, rounds) };
  // A process that is gone before its first second, too.
  if (random.chance(0.1)) end.round = random.between(0, 80);
  const sends = !inWorker && random.chance(0.45) && { by: random.oneOf(['thread', 'worker']) };
  const kinds = ['descriptors', 'pause', 'pause', 'clock', 'hold'].filter(() => random.chance(0.35));
  const disk = random.chance(0.45) ? random.oneOf(['faults', 'faults', 'limit']) : 'fine';
  // Where nobody writes any more, nobody can say what was in the folder that is gone.
  if (disk === 'fine' && exports.ORDERLY.has(end.how) && random.chance(0.25)) kinds.push('remove the record');
  const schedule = {
    seed,
    end,
    inWorker,
    isOrderly: exports.ORDERLY.has(end.how),
    rounds,
    roundMillis: ROUND_MILLIS,
    ticksPerRound: random.between(1, 20),
    segmentMillis: random.oneOf([100, 300, 1_000, 10_000]),
    steps: steps(random, Math.max(12, end.round), kinds),
    disk: disk === 'faults' ? { seed: random.below(1e9), phases: diskPhases(random) } : undefined,
    fileBlocks: disk === 'limit' ? random.oneOf(FILE_BLOCKS) : undefined,
    descriptors: kinds.includes('descriptors') ? DESCRIPTORS[sends ? 'sending' : 'alone'] : undefined,
    network: sends ? { ...sends, seed: random.below(1e9), answers: answersOf(random) } : undefined,
  };
  return { ...schedule, kinds: kindsOf(schedule, kinds) };
};

function answersOf(random) {
  const faults = ANSWERS.filter((answer) => answer !== '200' && random.chance(0.3));
  return random.chance(0.2) && faults.length > 0 ? faults : ['200', '200', ...faults];
}

/** @returns {string[]} what happens, each as one row of the table over all schedules */
function kindsOf({ end, disk, fileBlocks, network, inWorker }, kinds) {
  return [
    ...new Set(kinds),
    ...(disk === undefined && fileBlocks === undefined ? ['disk: fine'] : []),
    ...(disk === undefined
      ? []
      : [...new Set(disk.phases.map(({ fault }) => fault))].slice(1).map((fault) => `disk: ${fault}`)),
    ...(fileBlocks === undefined ? [] : [`files of ${fileBlocks / 2} kB at most`]),
    ...(network === undefined ? [] : [...new Set(network.answers)].map((answer) => `collector: ${answer}`)),
    ...(inWorker ? ['in a worker'] : []),
    `ends by: ${end.how}`,
  ];
}
