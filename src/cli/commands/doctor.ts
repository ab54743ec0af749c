// `tickscope doctor -- node bot.js`: what of a program is measured, what is not, and the line that would change it.

import type { Command } from 'commander';
import { proposedNames, tickCandidates } from '../../analysis/doctor/candidates.js';
import { diagnose } from '../../analysis/doctor/diagnose.js';
import { hasMarketEvents } from '../../analysis/doctor/market-events.js';
import { triedIn, type TrialRun, withTrial } from '../../analysis/doctor/trial.js';
import { notADuration, parseDuration } from '../../config/duration.js';
import type { Candidate, Diagnosis } from '../../model/report/diagnosis.js';
import { MILLISECOND } from '../../model/units.js';
import { TICKSCOPE_VERSION } from '../../model/version.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { renderDiagnosis } from '../../report/diagnosis.js';
import { checkEndpoints } from '../doctor/check-endpoints.js';
import { type LookedAtRun, type Program, runLookedAt } from '../doctor/looked-at-run.js';
import { withConfigOf } from '../doctor/proposed-config.js';
import type { Patience } from '../doctor/watch-for-events.js';
import { UsageError } from '../exit-codes.js';
import { loadConfig } from '../load-config.js';
import { printMessage } from '../messages.js';
import { type OutputOptions, write } from '../output.js';
import { addOutputOptions } from '../output-options.js';
import type { ChildEnd } from '../run/child.js';

type DoctorOptions = Pick<OutputOptions, 'output'> & {
  readonly format: 'terminal' | 'json';
  readonly for: string;
  readonly wait: string;
  readonly try?: true;
};

/** Candidates for ticks that are tried, the likeliest first, until one gives ticks. */
const MOST_TRIALS = 3;

const EXAMPLES = `
Every call is looked at, so the program is slower than it is under tickscope run. What it prints goes to stderr. Lines that
are right belong into tickscope.config.json. With --try the program runs again, with all that it does: give it a paper account.

Examples:
  tickscope doctor -- node bot.js
  tickscope doctor --wait 10m --for 1m -- npm start
  tickscope doctor --try -- node backtest.js
  tickscope doctor --format json --output doctor.json -- node bot.js`;

export function defineDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description('run a program for a moment and tell what of it is measured and what is not')
    .usage('[options] -- <program> [arguments...]')
    .argument('[program...]', 'the program and its arguments')
    .option(
      '--for <duration>',
      'end the program so long after its first market events, if it does not end before',
      '10s',
    )
    .option('--wait <duration>', 'end it where none has come after so long', '1m')
    .option('--try', 'run it again with the proposed lines, and tell what they measured');
  addOutputOptions(command, ['terminal', 'json']).passThroughOptions().addHelpText('after', EXAMPLES).action(doctor);
}

async function doctor([command, ...args]: readonly string[], options: DoctorOptions): Promise<void> {
  if (command === undefined) {
    throw new UsageError('doctor needs a program. Give it behind --, for example: tickscope doctor -- node bot.js');
  }
  const program = { command, args };
  const looked = await runLookedAt(program, patienceOf(options), { TICKSCOPE_DOCTOR: 'true' });
  if (!looked.wasReached) throw notReached(command, endedAs(looked, options));
  const { report, observations, end } = looked;
  const diagnosis = diagnose({
    // That the record has no last segment is doctor's own doing.
    report: end.wasAsked ? { ...report, notes: [] } : report,
    observations,
    ended: endedAs(looked, options),
    noEvents: noEventsText(end, program, options),
    tickscopeVersion: TICKSCOPE_VERSION,
    endpoints: await checkEndpoints(process.env),
  });
  const isTried = options.try === true && !end.wasInterrupted;
  const shown = isTried ? await tried(diagnosis, looked, program, options) : diagnosis;
  write(options, process.stdout, (look) =>
    options.format === 'json' ? `${JSON.stringify(shown, undefined, 2)}\n` : renderDiagnosis(shown, look),
  );
}

function patienceOf(options: DoctorOptions): Patience {
  return { waitMillis: millisOf('--wait', options.wait), forMillis: millisOf('--for', options.for) };
}

function millisOf(option: string, text: string): number {
  const nanos = parseDuration(text);
  if (nanos === undefined) throw new UsageError(notADuration(option, text));
  return nanos / MILLISECOND;
}

/** Runs the program with the lines, until a candidate for ticks has given some. */
async function tried(
  diagnosis: Diagnosis,
  { report }: LookedAtRun,
  program: Program,
  options: DoctorOptions,
): Promise<Diagnosis> {
  const { candidates } = diagnosis;
  const ticks: readonly (Candidate | undefined)[] = tickCandidates(candidates, report.ticks.count).slice(
    0,
    MOST_TRIALS,
  );
  const runs: TrialRun[] = [];
  for (const tick of ticks.length > 0 ? ticks : [undefined]) {
    const names = proposedNames(candidates, tick);
    if (Object.keys(names).length === 0) break;
    printMessage(`Running it again with ${JSON.stringify(names)}`);
    const run = await withConfigOf(names, (file) =>
      runLookedAt(program, patienceOf(options), { TICKSCOPE_CONFIG: file }),
    );
    runs.push({ report: run.report, ended: endedAs(run, options), tick });
    if (run.end.wasInterrupted || tick === undefined || triedIn(run.report, tick).calls > 0) break;
  }
  return withTrial(diagnosis, report.ticks.count, runs);
}

function notReached(command: string, ended: string): UnusableSourceError {
  const isOff = loadConfig().disabled;
  return new UnusableSourceError(
    isOff
      ? 'Nothing was seen: TICKSCOPE_DISABLED or OTEL_SDK_DISABLED is set. Unset it.'
      : `Nothing was seen: ${command} is no Node.js program, or it ended before the preload could start (${ended}).`,
  );
}

function noEventsText({ wasAsked }: ChildEnd, { command, args }: Program, { wait }: DoctorOptions): string {
  const nothing = 'nothing was called again and again with what looks like a market event';
  if (!wasAsked) return `No market event was seen before the program ended: ${nothing}.`;
  const again = ['tickscope doctor --wait 10m --', command, ...args].join(' ');
  return `No market event was seen in ${wait}: ${nothing}. If they come later, give it more time: ${again}`;
}

function endedAs({ end, report, observations }: LookedAtRun, options: DoctorOptions): string {
  if (end.wasAsked)
    return hasMarketEvents(report, observations)
      ? `ended ${options.for} after its first market events`
      : `ended after ${options.wait}`;
  if ('signal' in end) return `ended by ${end.signal}`;
  return end.code === 0 ? 'ended by itself' : `ended with exit code ${end.code}`;
}
