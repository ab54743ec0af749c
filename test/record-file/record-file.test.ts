import { readFileSync, truncateSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { encodeHeader } from '../../src/record-file/encode.js';
import { LONGEST_LINE_BYTES } from '../../src/record-file/file-lines.js';
import { readNewSegments } from '../../src/record-file/scan-file.js';
import { UnusableSourceError } from '../../src/model/unusable-source-error.js';
import { anySegment, BOT, sampleSegment, START } from './sample-segments.js';
import { readRecordFile, recordText, writeFile } from './record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const first = sampleSegment({ warmup: true });
const second = sampleSegment({ atUnixMillis: START + 10_000 });
const third = sampleSegment({ atUnixMillis: START + 20_000 });

const read = (content: string | Uint8Array): ReturnType<typeof readRecordFile> =>
  readRecordFile(writeFile(folder, 'bot.tks', content));

it('reads back what was written', () => {
  fc.assert(
    fc.property(fc.array(anySegment, { minLength: 1, maxLength: 3 }), (any) => {
      const segments = any.map((segment, number) => ({ ...segment, number }));
      expect(read(recordText(segments))).toEqual({ segments, notes: [] });
    }),
    { numRuns: 50 },
  );
});

it('reads up to the last whole segment of a file that is cut off, and says where', () => {
  const whole = Buffer.byteLength(recordText([first, second]));
  const path = writeFile(folder, 'cut.tks', recordText([first, second, third]));
  truncateSync(path, whole + 700);
  const { segments, notes } = readRecordFile(path);
  expect(segments).toEqual([first, second]);
  expect(notes).toEqual([
    `cut.tks is cut off at byte ${whole.toLocaleString('en-US')} of ${(whole + 700).toLocaleString('en-US')} ` +
      '(the program was killed while writing, or is still writing). The report covers everything up to 2026-11-23 14:02:20 UTC.',
  ]);
});

it('says until when it covers a process that wrote no last segment', () => {
  const { segments, notes } = read(recordText([first, sampleSegment({ atUnixMillis: START + 10_000, final: false })]));
  expect(segments).toHaveLength(2);
  expect(notes).toEqual([
    'bot.js (process 4711) was killed before its last write, could not write it, or is still running: ' +
      'the report covers it up to 2026-11-23 14:02:20 UTC.',
  ]);
});

it('tells whose file it is that has no segment', () => {
  expect(read(recordText([]))).toEqual({ segments: [], notes: [], withoutSegment: expect.objectContaining(BOT) });
});

it('says which worker thread it is that wrote no last segment', () => {
  const process = { ...BOT, threadId: 3 };
  const { notes } = read(recordText([sampleSegment({ process, final: false })]));
  expect(notes).toEqual([expect.stringMatching(/^bot\.js \(process 4711, worker thread 3\) was killed before/)]);
});

it('says that nothing is whole where the cut is in the first segment', () => {
  const { segments, notes } = read(recordText([first]).slice(0, 500));
  expect(segments).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('Nothing in it is whole.')]);
});

it('leaves out a segment with a flipped byte, and finds the next one', () => {
  const bytes = Buffer.from(recordText([first, second, third]));
  const from = Buffer.byteLength(recordText([first]));
  const to = Buffer.byteLength(recordText([first, second]));
  bytes[from + 900]! ^= 1;
  const { segments, notes } = read(bytes);
  expect(segments).toEqual([first, third]);
  expect(notes).toEqual([
    `bot.tks is damaged from byte ${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')} of ` +
      `${bytes.length.toLocaleString('en-US')}. The segment there is left out; all others are used.`,
  ]);
});

it('leaves out a segment whose end line is lost', () => {
  const bytes = recordText([first, second]).replace('{"part":"end"', '{"part":"ena"');
  expect(read(bytes).segments).toEqual([second]);
});

it('lists three damaged stretches and counts the others', () => {
  const text = recordText(Array.from({ length: 6 }, () => second)).replaceAll('"symbol"', '"sXmbol"');
  const { notes } = read(text);
  expect(notes).toHaveLength(4);
  expect(notes[3]).toBe('bot.tks has 3 more damaged segments, which are left out too.');
});

it('does without the rest of a damaged first line', () => {
  const text = recordText([first]).replace('"pid":4711', '"pid":"47"');
  expect(read(text)).toEqual({
    segments: [first],
    notes: ['The first line of bot.tks is damaged. Its segments are complete without it.'],
  });
});

it('takes a line beyond the limit for damage, and holds on to none of it', () => {
  const text =
    recordText([first]) +
    'x'.repeat(LONGEST_LINE_BYTES + 1) +
    '\n' +
    recordText([second]).slice(encodeHeader(BOT).length);
  const { segments, notes } = read(text);
  expect(segments).toEqual([first, second]);
  expect(notes).toEqual([expect.stringMatching(/^bot\.tks is damaged from byte/)]);
});

it('leaves out a segment whose checksum is right and whose content is not a segment', () => {
  const odd = { ...first, ticks: { ...first.ticks, started: 'many' } } as unknown as typeof first;
  const childBeforeParent = {
    ...first,
    kept: [{ ...first.kept[0]!, operations: [{ ...first.kept[0]!.operations[0]!, parent: 5 }] }],
  };
  expect(read(recordText([odd, childBeforeParent, second])).segments).toEqual([second]);
});

it('passes over parts that a later version has added', () => {
  const later = { ...first, losses: [{ part: 'timeline', cause: 'x', count: 1 }] } as unknown as typeof first;
  expect(read(recordText([later])).segments).toEqual([{ ...first, losses: [] }]);
});

it.each([
  ['a CSV file', 'time,price\n1,2\n', 'bot.tks is not a Tickscope record: it begins with "time,price". Give'],
  ['another JSON file', '{"resourceSpans":[]}\n', 'it begins with "{\\"resourceSpans\\":[]}"'],
  ['bytes', new Uint8Array([0, 255, 10, 10]), 'is not a Tickscope record'],
  ['an empty file', '', 'bot.tks is empty: its program was killed before it could write. Run it again.'],
  [
    'a newer version',
    '{"format":"tickscope.record/3"}\n',
    'bot.tks is in the format "tickscope.record/3", and this Tickscope reads tickscope.record/2. ',
  ],
  [
    'an older version',
    '{"format":"tickscope.record/1"}\n',
    'bot.tks is in the format "tickscope.record/1", and this Tickscope reads tickscope.record/2. ',
  ],
])('refuses %s in one line that says what to do', (_, content, message) => {
  expect(() => read(content)).toThrow(UnusableSourceError);
  expect(() => read(content)).toThrow(message);
  expect(() => read(content)).toThrow(/^[^\n]+$/);
});

it('refuses a file that is not there', () => {
  expect(() => readRecordFile(`${folder}/none.tks`)).toThrow(/^none\.tks does not exist\. Give a \.tks file/);
});

it('goes on reading where it left off', () => {
  const path = writeFile(folder, 'growing.tks', recordText([first]) + recordText([second]).slice(-200, -100));
  const { segments, endByte } = readNewSegments(path, 0);
  expect(segments).toEqual([first]);
  writeFile(folder, 'growing.tks', recordText([first, second]));
  expect(readNewSegments(path, endByte)).toEqual({ segments: [second], endByte: readFileSync(path).length });
});

describe('with any damage, only an UnusableSourceError leaves, and no segment that was not written', () => {
  const written = [first, second, third];
  const valid = Buffer.from(recordText(written));

  function notWritten(bytes: Uint8Array): unknown[] {
    try {
      return read(bytes).segments.filter((segment) => !written.some((known) => isDeepStrictEqual(segment, known)));
    } catch (error) {
      if (error instanceof UnusableSourceError) return [];
      throw error;
    }
  }

  const position = fc.nat({ max: valid.length - 1 });
  const cut = position.map((length) => valid.subarray(0, length));
  const flips = fc.array(fc.tuple(position, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 });
  const flipped = flips.map((changes) => {
    const bytes = Buffer.from(valid);
    for (const [at, mask] of changes) bytes[at]! ^= mask;
    return bytes;
  });
  const shuffled = fc.array(position, { minLength: 2, maxLength: 6 }).map((cuts) => {
    const pieces = cuts.map((from, index) => valid.subarray(from, cuts[index + 1] ?? valid.length));
    return Buffer.concat([valid.subarray(0, encodeHeader(BOT).length), ...pieces]);
  });

  it.each<[string, fc.Arbitrary<Uint8Array>]>([
    ['cut off anywhere', cut],
    ['with flipped bytes', flipped],
    ['with pieces in the wrong order', shuffled],
    ['of any bytes', fc.uint8Array({ maxLength: 500 })],
  ])('%s', (_, anyBytes) => {
    fc.assert(
      fc.property(anyBytes, (bytes) => expect(notWritten(bytes)).toEqual([])),
      { seed: 20_261_123, numRuns: 400 },
    );
  });
});
