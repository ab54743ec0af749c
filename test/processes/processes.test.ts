// A run of several processes and threads: what the preload follows is added up exactly, what it does not follow is told.

import { fixture, REGISTER, run, runBare, runRecorded, type Recorded } from '../support/programs.js';
import { readSources } from '../../src/record-file/read-sources.js';
import { buildReport } from '../../src/analysis/build-report.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Both count on their fingers: the loops of the two programs. */
const PARENT_TICKS = 3;
const CHILD_TICKS = 5;

const PROGRAM = fixture('processes/parent.cjs');

/** The preload by its flag, or by the environment. */
function recorded(by: 'flag' | 'NODE_OPTIONS', kinds: readonly string[]): Promise<Pick<Recorded, 'report' | 'stderr'>> {
  if (by === 'flag') return runRecorded([PROGRAM, ...kinds]);
  return byEnvironment(kinds);
}

async function byEnvironment(kinds: readonly string[]): Promise<Pick<Recorded, 'report' | 'stderr'>> {
  const folder = temporaryFolder();
  const environment = { NODE_OPTIONS: `--require ${REGISTER}`, TICKSCOPE_DIR: folder };
  const { stderr } = await run([process.execPath, PROGRAM, ...kinds], { environment });
  const { segments, notes } = readSources([], { directory: folder });
  return { stderr, report: buildReport(segments, notes) };
}

const SCRIPT = 'child process child.cjs';

it.each<[kind: string, byFlag: string | undefined, byEnvironmentAlone: string | undefined]>([
  ['fork', undefined, undefined],
  ['fork without flags', SCRIPT, undefined],
  ['spawn', SCRIPT, undefined],
  ['spawn without NODE_OPTIONS', SCRIPT, SCRIPT],
  ['exec', 'a shell command that starts node', undefined],
  ['cluster', undefined, undefined],
  ['worker', undefined, undefined],
  ['worker with shared environment', undefined, undefined],
  ['worker with heap enough', undefined, undefined],
  ['worker with a small heap', 'worker thread 1', 'worker thread 1'],
  ['worker without flags', 'worker thread 1', undefined],
  ['worker without environment', undefined, 'worker thread 1'],
])('%s', async (kind, ...missing) => {
  const runs = await Promise.all([recorded('flag', [kind]), recorded('NODE_OPTIONS', [kind])]);
  for (const [index, { report, stderr }] of runs.entries()) {
    const notSeen = missing[index];
    expect(stderr).toBe('');
    expect(report.ticks.count).toBe(PARENT_TICKS + (notSeen === undefined ? CHILD_TICKS : 0));
    expect(report.coverage.notSeen.map(({ name }) => name)).toEqual(notSeen === undefined ? [] : [notSeen]);
  }
});

describe('a worker of a cluster that a signal ends without a handler', () => {
  it('is in the report up to its last write, and that is said', async () => {
    const { report } = await recorded('flag', ['cluster, ended by a signal when it is written']);
    expect(report.ticks.count).toBe(PARENT_TICKS + CHILD_TICKS);
    expect(report.notes).toEqual([expect.stringMatching(/ report covers (?:it|everything) up to /i)]);
  });

  it('is named where it had written nothing', async () => {
    const { report } = await recorded('flag', ['cluster, ended by a signal']);
    expect(report.ticks.count).toBe(PARENT_TICKS);
    expect(report.coverage.notSeen).toEqual([
      {
        name: expect.stringMatching(/^child\.cjs \(process \d+\)$/),
        why: expect.stringMatching(/^it left nothing: SIGTERM ended it before its first segment/),
        leftNothing: true,
      },
    ]);
    expect([report.notes, report.program.processes]).toEqual([[], 2]);
  });
});

describe('process.exit() in the main thread', () => {
  it('lets a worker thread write what it has measured', async () => {
    const { report } = await recorded('flag', ['worker that goes on']);
    expect(report.ticks.count).toBe(PARENT_TICKS + CHILD_TICKS);
    expect(report.notes).toEqual([
      expect.stringMatching(/^worker \(process \d+, worker thread 1\) was killed before its last write, /),
    ]);
  });

  it('says of a worker thread that does not come to it that nothing of it is there', async () => {
    const { report } = await recorded('flag', ['worker that is held']);
    expect(report.ticks.count).toBe(PARENT_TICKS);
    expect(report.coverage.notSeen).toEqual([
      {
        name: expect.stringMatching(/^worker \(process \d+, worker thread 1\)$/),
        why: expect.stringMatching(/^it left nothing: it ended before its first segment/),
        leftNothing: true,
      },
    ]);
  });
});

it('says of a worker thread with a small heap that it was left alone', async () => {
  const { report } = await recorded('flag', ['worker with a small heap', 'worker without flags']);
  expect(report.coverage.notSeen).toEqual([
    {
      name: 'worker thread 1',
      why: expect.stringMatching(/^its resourceLimits.maxOldGenerationSizeMb is below 32, /),
      leftNothing: true,
    },
    { name: 'worker thread 2', why: expect.stringMatching(/^it left no record in this run/), leftNothing: true },
  ]);
});

it.each([
  [
    'that terminate() ends when it has had ticks',
    'worker that is terminated',
    /^worker \(process \d+, worker thread 1\)$/,
    /^it left nothing: it was ended by terminate\(\)/,
  ],
  [
    'that terminate() ends at once',
    'worker that is terminated at once',
    /^worker thread 1$/,
    /^it left no record in this run: .*ended at once/,
  ],
])('names a worker thread %s, and does not say that there were no handlers', async (_what, kind, name, why) => {
  const { report, stderr } = await recorded('flag', ['no ticks', kind]);
  expect([stderr, report.ticks.started]).toEqual(['', 0]);
  expect(report.coverage.notSeen).toEqual([
    { name: expect.stringMatching(name), why: expect.stringMatching(why), leftNothing: true },
  ]);
  expect(report.verdict).toEqual({
    kind: 'no-ticks',
    text: expect.stringMatching(/^No ticks were measured, but worker .* is not in the record: it left /),
  });
});

it('adds up all of them in one run, and says which had how many', async () => {
  const kinds = ['fork', 'worker', 'cluster', 'worker without environment', 'fork'];
  const [bare, { report, ...outcome }] = await Promise.all([
    runBare([PROGRAM, ...kinds]),
    runRecorded([PROGRAM, ...kinds]),
  ]);
  expect([outcome.stdout, outcome.stderr, outcome.code]).toEqual([bare.stdout, '', bare.code]);
  expect(report.program.processes).toBe(1 + kinds.length);
  expect(report.ticks.count).toBe(PARENT_TICKS + kinds.length * CHILD_TICKS);
  const parts = report.program.byProcess?.map(({ name, threadId, ticksStarted, ticksEnded }) => [
    name,
    threadId,
    ticksStarted,
    ticksEnded,
  ]);
  expect(parts?.toSorted(([left], [right]) => String(left).localeCompare(String(right)))).toEqual([
    ['child.cjs', undefined, CHILD_TICKS, CHILD_TICKS],
    ['child.cjs', undefined, CHILD_TICKS, CHILD_TICKS],
    ['child.cjs', undefined, CHILD_TICKS, CHILD_TICKS],
    ['parent.cjs', undefined, PARENT_TICKS, PARENT_TICKS],
    ['worker', expect.any(Number), CHILD_TICKS, CHILD_TICKS],
    ['worker', expect.any(Number), CHILD_TICKS, CHILD_TICKS],
  ]);
});
