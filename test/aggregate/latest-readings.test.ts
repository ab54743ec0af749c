import * as fc from 'fast-check';
import { latestReadings } from '../../src/aggregate/latest-readings.js';
import { type MemoryReading, READINGS_MERGED } from '../../src/model/record/memory-rows.js';
import type { Bytes, UnixMilliseconds } from '../../src/model/units.js';

const anyReadings = fc.array(
  fc.record({ process: fc.constantFrom('p1', 'p2'), at: fc.nat({ max: 1_000 }), isLook: fc.boolean() }),
  { maxLength: 150 },
);

it('gives the same however readings are put together', () => {
  fc.assert(
    fc.property(anyReadings, fc.nat({ max: 150 }), (drawn, cut) => {
      const readings = drawn.map(({ process, at, isLook }, place): MemoryReading => ({
        process,
        // No process has two at once.
        atUnixMillis: (at * 1_000 + place) as UnixMilliseconds,
        heapBytes: place as Bytes,
        externalBytes: 0 as Bytes,
        limitBytes: 0 as Bytes,
        sites: isLook ? [{ name: 'onTick', bytes: 1 as Bytes }] : [],
      }));
      const inParts = latestReadings([
        ...latestReadings(readings.slice(cut)),
        ...latestReadings(readings.slice(0, cut)),
      ]);
      expect(inParts).toEqual(latestReadings(readings));
      expect(inParts.length).toBeLessThanOrEqual(READINGS_MERGED);
    }),
  );
});
