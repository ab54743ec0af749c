import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildReport } from '../../src/analysis/build-report.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { encodeHeader } from '../../src/record-file/encode.js';
import { readSources, readSourcesInto } from '../../src/record-file/read-sources.js';
import { UnusableSourceError } from '../../src/model/unusable-source-error.js';
import { MINUTE, SECOND, type Nanoseconds, type UnixMilliseconds } from '../../src/model/units.js';
import { BOT, sampleSegment, START } from './sample-segments.js';
import { recordText, writeFile } from './record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const segments = [0, 1, 2, 3].map((position) => sampleSegment({ atUnixMillis: START + position * 10_000 }));
const [first, second, third, fourth] = segments as [
  (typeof segments)[0] & {},
  (typeof segments)[0] & {},
  (typeof segments)[0] & {},
  (typeof segments)[0] & {},
];

const runs = join(folder, 'runs');
writeFile(runs, 'run-20261123-140000-aaaa/1-a.tks', recordText([first]));
writeFile(runs, 'run-20261123-150000-0000/1-a.tks', recordText([second]));
writeFile(runs, 'run-20261123-150000-0000/2-b.tks', recordText([third]));
writeFile(runs, 'run-20261123-150000-0000/notes.txt', 'not ours');
mkdirSync(join(runs, 'run-20261123-160000-0000'));
mkdirSync(join(runs, 'elsewhere'));

describe('which files', () => {
  it('takes every process of the newest run that holds a record', () => {
    expect(readSources([], { directory: runs })).toEqual({ segments: [second, third], notes: [] });
  });

  it('takes a run folder, a file, a folder of runs, and several of them, each file once', () => {
    const older = join(runs, 'run-20261123-140000-aaaa');
    expect(readSources([older], { directory: 'x' }).segments).toEqual([first]);
    expect(readSources([runs], { directory: 'x' }).segments).toEqual([second, third]);
    expect(readSources([older, join(older, '1-a.tks'), runs], { directory: 'x' }).segments).toEqual([
      first,
      second,
      third,
    ]);
  });

  it('takes the folder that was written last where two runs began in the same second', () => {
    const twins = join(folder, 'twins');
    writeFile(twins, 'run-20261123-140000-ffff/1-a.tks', recordText([first]));
    writeFile(twins, 'run-20261123-140000-0000/1-a.tks', recordText([second]));
    utimesSync(join(twins, 'run-20261123-140000-ffff'), 1_700_000_000, 1_700_000_000);
    expect(readSources([], { directory: twins }).segments).toEqual([second]);
  });

  it('goes on without an unusable file of a run, and says so', () => {
    const run = join(folder, 'run-20261123-170000-0000');
    writeFile(run, '1-a.tks', '');
    writeFile(run, '2-b.tks', recordText([first]));
    expect(readSources([run], { directory: 'x' })).toEqual({
      segments: [first],
      notes: ['1-a.tks is empty: its program was killed before it could write. Run it again.'],
    });
  });
});

it('reads a run anew where a file is gone that was there a moment ago', () => {
  const run = join(folder, 'run-20261123-200000-0000');
  const [fine, minute] = [
    { ...first, number: 0 },
    { ...first, numbers: { first: 0, last: 0 } },
  ];
  writeFile(run, '4711-a.minutes-1.tks', recordText([minute]));
  const gone = writeFile(run, '4711-a.tks', recordText([fine]));
  const taken: StoredSegment[][] = [];
  const notes = readSourcesInto([run], { directory: 'x' }, () => {
    const begun: StoredSegment[] = [];
    taken.push(begun);
    // What was found in it is not read yet.
    if (taken.length === 1) rmSync(gone);
    return (segment) => begun.push(segment);
  });
  expect([taken, notes]).toEqual([[[], [minute]], []]);
});

it('says of a link to nowhere in a run that it does not exist', () => {
  const run = join(folder, 'run-20261123-210000-0000');
  writeFile(run, '4711-a.tks', recordText([first]));
  symlinkSync(join(folder, 'nowhere'), join(run, 'link.tks'));
  expect(readSources([run], { directory: 'x' })).toEqual({
    segments: [first],
    notes: [expect.stringMatching(/^link\.tks does not exist\./)],
  });
});

describe('a segment that is there more than once', () => {
  const numbered = segments.map((segment, number) => ({ ...segment, number }));
  const text = recordText(numbered);
  const run = join(folder, 'run-20261123-180000-0000');
  const file = writeFile(run, '4711-a.tks', text);
  const elsewhere = join(folder, 'elsewhere-run');
  mkdirSync(elsewhere);
  symlinkSync(run, join(folder, 'linked-run'));
  symlinkSync(file, join(elsewhere, 'link.tks'));
  linkSync(file, join(elsewhere, 'hard.tks'));
  const copy = writeFile(folder, 'copy.tks', text);
  const beginning = writeFile(folder, 'beginning.tks', recordText(numbered.slice(0, 2)));
  const doubled = writeFile(folder, 'doubled.tks', recordText([...numbered, numbered[1] as StoredSegment]));
  const old = [
    writeFile(folder, 'old.tks', recordText(segments)),
    writeFile(folder, 'old-copy.tks', recordText(segments)),
  ];

  const FOUR = '4 segments are there more than once, and count once.';

  it.each<[what: string, sources: string[], ...said: string[]]>([
    ['by two paths', [file, join(folder, 'runs', '..', 'run-20261123-180000-0000', '4711-a.tks')]],
    ['by a run and its file', [run, file]],
    ['by a link to the run', [run, join(folder, 'linked-run')]],
    ['by links to the file', [file, elsewhere]],
    ['as a copy', [file, copy], FOUR],
    ['as a copy of its beginning', [file, beginning], FOUR.replace('4', '2')],
    ['twice in one file', [doubled], 'One segment is there twice, and counts once.'],
    ['as a copy of a record without numbers', old, FOUR],
  ])('%s counts once', (_what, sources, ...said) => {
    const { segments: read, notes } = readSources(sources, { directory: 'x' });
    expect(read.map(({ fromUnixMillis }) => fromUnixMillis)).toEqual(
      segments.map(({ fromUnixMillis }) => fromUnixMillis),
    );
    expect(notes).toEqual(said);
  });

  it('is another one of another process, whatever its number', () => {
    const other = { ...(numbered[0] as StoredSegment), processes: [{ ...BOT, id: '4711-0ther000' }] };
    const { segments: read } = readSources([file, writeFile(folder, 'other.tks', recordText([other]))], {
      directory: 'x',
    });
    expect(read).toHaveLength(5);
  });
});

it('has a row for a process of the run that left nothing, and what its parent knows of it where it does', () => {
  const run = join(folder, 'run-20261123-190000-0000');
  const worker = { ...BOT, id: '4711-1', threadId: 1 };
  const child = { ...BOT, id: '4712-1', pid: 4712 };
  const known = { name: 'bot.js (process 4712)', why: 'it left nothing: SIGKILL ended it', leftNothing: true as const };
  writeFile(run, '4711-a.tks', recordText([{ ...first, notSeen: [known] }]));
  writeFile(run, '4711.1-a.tks', encodeHeader(worker));
  writeFile(run, '4712-a.tks', encodeHeader(child));
  const { segments: read, notes } = readSources([run], { directory: 'x' });
  const report = buildReport(read, notes);
  expect([report.notes, report.program.processes, report.ticks.count]).toEqual([[], 3, first.ticks.count]);
  expect(report.coverage.notSeen).toEqual([
    {
      name: 'bot.js (process 4711, worker thread 1)',
      why: expect.stringMatching(/^it left nothing: /),
      leftNothing: true,
    },
    known,
  ]);
  expect(report.program.byProcess?.map(({ pid, threadId, ticksStarted }) => [pid, threadId, ticksStarted])).toEqual([
    [4711, undefined, first.ticks.started],
    [4711, 1, undefined],
    [4712, undefined, undefined],
  ]);
});

describe('what it refuses, and what it says to do', () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  mkdirSync(join(folder, 'piped'));
  const pipe = join(folder, 'piped', 'pipe.tks');
  execFileSync('mkfifo', [pipe]);

  it.each([
    [
      'no folder of runs',
      [],
      join(folder, 'none'),
      /^There is no .*none here\. Make a record first: tickscope run -- node bot\.js$/,
    ],
    ['a folder without runs', [], empty, /empty holds no run\. Make a record first: tickscope run -- node bot\.js$/],
    [
      'a source that is not there',
      [join(folder, 'x.tks')],
      runs,
      /x\.tks does not exist\. Give a \.tks file or a run folder/,
    ],
    ['a folder without records', [empty], runs, /empty holds no \.tks file\. Make a record first/],
    ['a foreign file', [writeFile(folder, 'prices.csv', 'a,b\n')], runs, /^prices\.csv is not a Tickscope record/],
    [
      'a foreign file beside a good one',
      [writeFile(folder, 'prices.csv', 'a,b\n'), runs],
      runs,
      /^prices\.csv is not a Tickscope record/,
    ],
    ['a device', ['/dev/zero'], runs, /^zero is no file, but a pipe or a device\. Give /],
    ['a pipe', [pipe], runs, /^pipe\.tks is no file, but a pipe or a device\. Give /],
    ['a pipe in a run', [dirname(pipe)], runs, /^pipe\.tks is no file, but a pipe or a device\. Give /],
    [
      'a record with no segment yet',
      [writeFile(folder, 'new.tks', recordText([]))],
      runs,
      /^bot\.js \(process 4711\) left nothing: it ended before its first segment, .*\.$/,
    ],
    [
      'a record of nothing whole',
      [writeFile(folder, 'cut.tks', recordText([first]).slice(0, 400))],
      runs,
      /^cut\.tks is cut off at byte .* Nothing in it is whole\.$/,
    ],
  ])('%s', (_, sources, directory, message) => {
    expect(() => readSources(sources, { directory })).toThrow(UnusableSourceError);
    expect(() => readSources(sources, { directory })).toThrow(message);
  });
});

describe('a window of time', () => {
  const all = writeFile(folder, 'all.tks', recordText(segments));
  const last = (lastNanos: number): ReturnType<typeof readSources> =>
    readSources([all], { directory: 'x', window: { option: '--last', lastNanos: lastNanos as Nanoseconds } });

  it('counts the last stretch back from the end of the record', () => {
    expect(last(10 * SECOND).segments).toEqual([fourth]);
    expect(last(MINUTE).segments).toEqual(segments);
  });

  it('takes a segment that is only partly inside, and says that windows are whole segments', () => {
    expect(last(11 * SECOND)).toEqual({
      segments: [third, fourth],
      notes: ['--last takes whole segments: the report begins at 2026-11-23 14:02:20 UTC.'],
    });
  });

  it('begins at a moment', () => {
    const window = { option: '--since', sinceUnixMillis: (START + 20_000) as UnixMilliseconds };
    expect(readSources([all], { directory: 'x', window }).segments).toEqual([third, fourth]);
  });

  it('refuses a moment after the record', () => {
    const window = { option: '--since 1m', sinceUnixMillis: (START + 40_000) as UnixMilliseconds };
    expect(() => readSources([all], { directory: 'x', window })).toThrow(
      '--since 1m holds nothing: the record covers 2026-11-23 14:02:00 UTC to 2026-11-23 14:02:40 UTC. Ask for an earlier time.',
    );
  });
});
