import { crc32 as crc32OfZlib } from 'node:zlib';
import * as fc from 'fast-check';
import { crc32 } from '../../src/record-file/crc32.js';
import { SEED } from '../aggregate/random-trace.js';

it('gives what zlib gives, over one text and over its parts', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(text, text, (first, second) => {
      expect(crc32(first, 0)).toBe(crc32OfZlib(first));
      expect(crc32(second, crc32(first, 0))).toBe(crc32OfZlib(second, crc32OfZlib(first)));
    }),
    { seed: SEED },
  );
});
