// Calls of Node.js that hold the event loop until the disk, another process or the processor has done its work.

import { formatDuration, formatMean } from '../../model/format-units.js';
import type { Detector } from './detector.js';
import { gainWithout, meanOf, placeOf, shareEvidence } from './in-ticks.js';

interface Kind {
  readonly name: RegExp;
  readonly advice: string;
}

const KINDS: readonly Kind[] = [
  {
    name: /^fs\.(?:write|append)/,
    advice:
      'Write behind the tick: put what is to be written into a list, and append the list with fs.promises or a stream.',
  },
  {
    name: /^fs\.f(?:data)?sync/,
    advice:
      'Flush to the disk behind the tick, with fs.promises and once for many events: a tick waits for the disk itself.',
  },
  {
    name: /^fs\.(?:open|close|mkdir)/,
    advice: 'Do it once, before the first tick, and keep what it opened or made.',
  },
  {
    name: /^fs\.(?!read|exists|access|f?l?stat|realpath|opendir|glob)/,
    advice: 'Change files behind the tick, with fs.promises, one after the other, and once for many events.',
  },
  {
    name: /^fs\./,
    advice: 'Read it once before the first tick, or with fs.promises where the tick need not wait for it.',
  },
  {
    name: /^child_process\./,
    advice: 'Start the process with spawn or execFile, outside the tick, and keep it running if every tick needs it.',
  },
  {
    name: /^zlib\./,
    advice: 'Compress with the asynchronous function of zlib, which works on the thread pool, or behind the tick.',
  },
  {
    name: /^crypto\./,
    advice: 'Derive the key once and keep it, or call the asynchronous function, which works on the thread pool.',
  },
];

export const synchronousCalls: Detector = {
  id: 'synchronous-calls',
  title: 'A tick stands still in a synchronous call',
  titleOfNone: 'No tick stands still in a synchronous call of Node.js',
  needsAllTicks: false,

  detect({ rows, whatIf }) {
    return rows.flatMap(({ row, share, callsPerTick }) => {
      const kind = row.kind === 'internal' ? KINDS.find(({ name }) => name.test(row.name)) : undefined;
      if (kind === undefined) return [];
      return [
        {
          share,
          ...gainWithout(whatIf, row, 1),
          ...placeOf(row),
          evidence: {
            call: row.name,
            'calls in a tick': formatMean(callsPerTick),
            mean: formatDuration(meanOf(row)),
            ...shareEvidence({ share }),
          },
          advice: `${kind.advice} Every other tick waits for it too.`,
        },
      ];
    });
  },
};
