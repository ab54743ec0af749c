import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { encodeHeader, encodeSegment } from '../../src/record-file/encode.js';
import { KEPT_OPERATIONS_PER_LINE } from '../../src/record-file/lines.js';
import type { KeptOperation } from '../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { anySegment, BOT, sampleSegment } from './sample-segments.js';

const parse = (line: string): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>;

describe('encodeHeader', () => {
  it('begins with the format, so that the first bytes tell what the file is', () => {
    expect(encodeHeader(BOT)).toMatch(/^\{"format":"tickscope\.record\/2","id":"4711-c0ffee00",.*\}\n$/);
  });
});

describe('encodeSegment', () => {
  it('writes the sums first, then a line for each row, then the end', () => {
    const parts = [...encodeSegment(sampleSegment())].map((line) => parse(line)['part']);
    expect(parts).toEqual([
      'segment',
      'group',
      'group',
      'feed',
      'order',
      'operation',
      'sample',
      'kept',
      'kept',
      'kept',
      'cache',
      'cache',
      'external',
      'instrumented',
      'notSeen',
      'profile',
      'profile',
      'memory',
      'loss',
      'end',
    ]);
  });

  it('ends with the number of rows and the checksum of everything before', () => {
    fc.assert(
      fc.property(anySegment, (segment) => {
        const lines = [...encodeSegment(segment)];
        const end = lines.pop() ?? '';
        expect(parse(end)).toEqual({ part: 'end', rows: lines.length - 1, crc32: crc32(lines.join('')) });
      }),
    );
  });

  it('makes each line only when it is asked for', () => {
    let asked = 0;
    const rows = {
      *[Symbol.iterator]() {
        for (const row of sampleSegment().groups) {
          asked++;
          yield row;
        }
      },
    };
    const lines = encodeSegment({ ...sampleSegment(), groups: rows });
    lines.next();
    expect(asked).toBe(0);
    lines.next();
    expect(asked).toBe(1);
  });

  it('splits the tree of a large tick, so that no line takes long to make', () => {
    const operation: KeptOperation = {
      kind: 'query',
      name: 'q',
      parent: -1,
      startNanos: 0 as Nanoseconds,
      durationNanos: 1 as Nanoseconds,
    };
    const [tick] = sampleSegment().kept;
    const operations = Array.from({ length: 2 * KEPT_OPERATIONS_PER_LINE + 1 }, () => operation);
    const lines = [...encodeSegment({ ...sampleSegment(), kept: [{ ...tick!, operations }] })].map(parse);
    const sizes = lines.flatMap((line) => (Array.isArray(line['operations']) ? [line['operations'].length] : []));
    expect(sizes).toEqual([KEPT_OPERATIONS_PER_LINE, KEPT_OPERATIONS_PER_LINE, 1]);
  });
});
