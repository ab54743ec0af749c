// `tickscope doctor -- node bot.js`: what of a program is measured, what is not, and the line that would change it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildReport } from '../../analysis/build-report.js';
import { diagnose } from '../../analysis/doctor/diagnose.js';
import { notADuration, parseDuration } from '../../config/duration.js';
import { readObservations } from '../../record-file/read-observations.js';
import { readSources } from '../../record-file/read-sources.js';
import { holdsRecord } from '../../record-file/run-folder.js';
import { UnusableSourceError } from '../../record-file/unusable-source-error.js';
import type { Diagnosis } from '../../model/report/diagnosis.js';
import { MILLISECOND } from '../../model/units.js';
import { renderDiagnosis } from '../../report/diagnosis.js';
import { checkEndpoints } from '../doctor/check-endpoints.js';
import { UsageError } from '../exit-codes.js';
import { loadConfig } from '../load-config.js';
import { type OutputOptions, write } from '../output.js';
import { addOutputOptions } from '../output-options.js';
import { TICKSCOPE_VERSION } from '../../model/version.js';
import { type ChildEnd, runChild } from '../run/child.js';
import { childEnvironment, REGISTER } from '../run/child-environment.js';

type DoctorOptions = OutputOptions & { readonly for: string };

/** What was seen is written so often; a program that is ended from outside loses no more than this. */
const SEGMENT_MILLIS = 500;

const EXAMPLES = `
Every call is looked at, so the program is slower than it is under tickscope run. What it prints goes to stderr. Lines that
are right belong into tickscope.config.json.

Examples:
  tickscope doctor -- node bot.js
  tickscope doctor --for 1m -- npm start
  tickscope doctor --format json --output doctor.json -- node bot.js`;

export function defineDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description('run a program for a moment and tell what of it is measured and what is not')
    .usage('[options] -- <program> [arguments...]')
    .argument('[program...]', 'the program and its arguments')
    .option('--for <duration>', 'end the program after so long, if it does not end before', '10s');
  addOutputOptions(command).passThroughOptions().addHelpText('after', EXAMPLES).action(doctor);
}

async function doctor([command, ...args]: readonly string[], options: DoctorOptions): Promise<void> {
  if (command === undefined) {
    throw new UsageError('doctor needs a program. Give it behind --, for example: tickscope doctor -- node bot.js');
  }
  const limitNanos = parseDuration(options.for);
  if (limitNanos === undefined) throw new UsageError(notADuration('--for', options.for));
  const runFolder = mkdtempSync(join(tmpdir(), 'tickscope-doctor-'));
  try {
    const preload = childEnvironment(process.env, { register: REGISTER, runFolder, segmentMillis: SEGMENT_MILLIS });
    const environment = { ...preload, TICKSCOPE_DOCTOR: 'true' };
    const end = await runChild(command, args, environment, { limitMillis: limitNanos / MILLISECOND, isQuiet: true });
    const diagnosis = await diagnosisOf(runFolder, endedAs(end, options.for), command);
    write(options, process.stdout, (look) =>
      options.format === 'json' ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : renderDiagnosis(diagnosis, look),
    );
  } finally {
    rmSync(runFolder, { recursive: true, force: true });
  }
}

/** @throws UnusableSourceError where the preload left nothing */
async function diagnosisOf(runFolder: string, ended: string, command: string): Promise<Diagnosis> {
  if (!holdsRecord(runFolder)) {
    const isOff = loadConfig().disabled;
    throw new UnusableSourceError(
      isOff
        ? 'Nothing was seen: TICKSCOPE_DISABLED or OTEL_SDK_DISABLED is set. Unset it.'
        : `Nothing was seen: ${command} is no Node.js program, or it ended before the preload could start.`,
    );
  }
  const { segments, notes } = readSources([runFolder], { directory: runFolder });
  return diagnose({
    report: buildReport(segments, notes),
    observations: readObservations(runFolder),
    ended,
    tickscopeVersion: TICKSCOPE_VERSION,
    endpoints: await checkEndpoints(process.env),
  });
}

function endedAs({ isOverdue, ...end }: ChildEnd, limit: string): string {
  if (isOverdue) return `ended after ${limit}`;
  if ('signal' in end) return `ended by ${end.signal}`;
  return end.code === 0 ? 'ended by itself' : `ended with exit code ${end.code}`;
}
