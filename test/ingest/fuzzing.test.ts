// Whatever bytes a source has, its reader ends with a report or with an error that names it, and holds no more than it may.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { DamagedMessage } from '../../src/ingest/otlp/bytes.js';
import { readTraceFiles } from '../../src/ingest/read-trace-files.js';
import { TraceIngest } from '../../src/ingest/trace-ingest.js';
import { UnusableSourceError } from '../../src/model/unusable-source-error.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { jaegerJson, madeTick, otlpJson, otlpProtobuf } from './made-traces.js';
import { framed } from './stored-requests.js';

const file = join(temporaryFolder(), 'traces');
const spans = [...madeTick(0, [500_000, 1_500_000]), ...madeTick(1, [700_000])];
const protobuf = otlpProtobuf(spans);
const frames = framed([protobuf, protobuf]);

const SOURCES: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['one message', protobuf],
  ['messages behind lengths', frames],
  ['JSON lines', Buffer.from(`${otlpJson(spans)}\n${otlpJson(spans)}\n`)],
  ['Jaeger’s JSON', Buffer.from(jaegerJson(spans))],
  ['gzip', gzipSync(frames)],
  ['zstd', zstdCompressSync(frames)],
  ['messages that are compressed', framed([zstdCompressSync(protobuf), gzipSync(protobuf)])],
];

/** @returns `n ticks` and the notes, or the message of the only error that there may be */
async function read(bytes: Uint8Array): Promise<string> {
  writeFileSync(file, bytes);
  try {
    const { segment, notes } = await readTraceFiles([file], { roots: [] });
    return [`${segment.ticks.count} ticks`, ...notes].join('\n');
  } catch (error) {
    if (error instanceof UnusableSourceError) return error.message;
    throw error;
  }
}

/** Every line names the file. */
const UNDERSTOOD = /^(?:\d+ ticks|traces .+)(?:\ntraces.+)*$/;

it.each(SOURCES)('reads all of %s', async (_what, bytes) => {
  expect(await read(bytes)).toBe('2 ticks');
});

it.each(SOURCES)('ends for %s with any bytes changed', async (_what, bytes) => {
  const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const changed = Buffer.from(bytes);
      for (const { at, byte } of changes) changed[at] = byte;
      expect(await read(changed)).toMatch(UNDERSTOOD);
    }),
    { numRuns: 25 },
  );
});

/** Whether a file of so many of its bytes holds whole messages. */
function endsWithMessage(bytes: Buffer, length: number): boolean {
  const lineBreak = bytes.indexOf('}\n{');
  if (lineBreak !== -1) return length === lineBreak + 1 || length === lineBreak + 2;
  return bytes.readUInt32BE(0) + 4 === length;
}

it.each(SOURCES)('says of %s that it is cut off, wherever', async (_what, bytes) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 5, max: bytes.length - 3 }), async (length) => {
      // Between two messages nothing is missing that anybody could know of.
      fc.pre(!endsWithMessage(bytes, length));
      writeFileSync(file, bytes.subarray(0, length));
      const said = await readTraceFiles([file], { roots: [] }).then(
        ({ notes, losses }) => [...notes, ...losses.map(({ text }) => text)].join('\n'),
        (error: Error) => error.message,
      );
      expect(said).not.toBe('');
    }),
    { numRuns: 12 },
  );
});

it('ends for any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => expect(await read(bytes)).toMatch(UNDERSTOOD)),
    { numRuns: 40 },
  );
});

/** @returns -1 where there is none */
function placeOfDamage(ingest: TraceIngest, message: Buffer): number {
  try {
    ingest.protobufRequest(message);
    return -1;
  } catch (error) {
    if (error instanceof DamagedMessage) return error.atByte;
    throw error;
  }
}

it('reads a message of protobuf with any bytes changed, or says where it is damaged', () => {
  const change = fc.record({ at: fc.nat(protobuf.length - 1), byte: fc.nat(255) });
  const ingest = new TraceIngest({ roots: [] });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const changed = Buffer.from(protobuf);
      for (const { at, byte } of changes) changed[at] = byte;
      expect(placeOfDamage(ingest, changed)).toBeLessThanOrEqual(changed.length);
    }),
    { numRuns: 2_000 },
  );
});

it('reads any object in the place of a trace, or of spans', () => {
  const named = fc.constantFrom(
    'spans',
    'processes',
    'traceID',
    'scopeSpans',
    'resource',
    'attributes',
    'resourceSpans',
    'tags',
    'key',
    'value',
  );
  const anything = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(named, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const ingest = new TraceIngest({ roots: [] });
  fc.assert(
    fc.property(fc.dictionary(named, anything), (element) =>
      expect([true, false]).toContain(ingest.jsonElement('data', element)),
    ),
    { numRuns: 2_000 },
  );
});
