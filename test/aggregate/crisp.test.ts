// The traces of uber-research/CRISP (Apache-2.0) with the critical path that is expected of them. The files are not part of
// this repository; see ../shared/data/README.md.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CriticalPath } from '../../src/aggregate/critical-path.js';
import { buildTrace, type PlannedOperation } from './trace-builder.js';

const FOLDER = join(__dirname, '../../../shared/data/crisp');
/** These hold only where an overlap below 1 % of the parent counts as happened-before; on one clock an overlap is real. */
const NEED_TOLERANCE = ['19.json', '20.json'];
const TOLERANCE = 0.01;

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
  const files = readdirSync(FOLDER);

  describe('the CRISP traces', () => {
    it('are all here', () => {
      expect(files).toHaveLength(20);
    });

    it.each(NEED_TOLERANCE)('%s differs without the tolerance, so that it is tested', (file) => {
      const { data, testing } = read(file);
      expect(withoutZeros(exclusiveTimes(data[0], 0))).not.toEqual(withoutZeros(expectedOf(testing)));
    });

    it.each(files)('%s has the expected critical path', (file) => {
      const { data, testing } = read(file);
      expect(withoutZeros(exclusiveTimes(data[0], TOLERANCE))).toEqual(withoutZeros(expectedOf(testing)));
    });
  });
} else {
  it('the CRISP traces are not here: their critical paths were not checked', () => {
    console.warn(`not run: the CRISP traces are not in ${FOLDER}`);
    expect(existsSync(FOLDER)).toBe(false);
  });
}

function read(file: string): CrispFile {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as CrispFile;
}

function expectedOf(testing: CrispFile['testing']): ExclusiveTimes {
  return 'opTimeExclusive' in testing ? testing.opTimeExclusive : testing[0];
}

function exclusiveTimes({ processes, spans }: CrispFile['data'][0], tolerance: number): Record<string, number> {
  const kept = withoutSkew(sanitised(spans), tolerance);
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

/**
 * The other thing that an import has to do: of two siblings that overlap by less than the tolerance, as a share of their parent, and
 * while nothing else begins or ends, one clock was ahead. The earlier one moves before the later one, and so on from the last to the first.
 */
function withoutSkew(spans: readonly CrispSpan[], tolerance: number): CrispSpan[] {
  const moved = new Map(spans.map((span) => [span.spanID, span]));
  const move = (span: CrispSpan, micros: number): void => {
    const now = moved.get(span.spanID) as CrispSpan;
    moved.set(span.spanID, { ...now, startTime: now.startTime - micros });
    for (const child of spans) if (parentOf(child) === span.spanID) move(child, micros);
  };
  for (const parent of spans) {
    const children = spans.filter((span) => parentOf(span) === parent.spanID);
    const byEnd = children.toSorted((left, right) => endOf(right) - endOf(left));
    let later = byEnd[0];
    for (const child of byEnd.slice(1)) {
      if (later === undefined) break;
      // As the clocks have it: what was moved must not make the next overlap larger.
      const overlap = endOf(child) - later.startTime;
      const isQuiet = children.every(
        (other) =>
          other === child ||
          other === later ||
          [other.startTime, endOf(other)].every((at) => at <= (later as CrispSpan).startTime || at >= endOf(child)),
      );
      if (overlap > 0 && (overlap >= tolerance * parent.duration || !isQuiet)) continue;
      const movedLater = moved.get(later.spanID) as CrispSpan;
      const movedOverlap = endOf(child) - movedLater.startTime;
      if (overlap > 0) move(child, movedOverlap);
      later = child;
    }
  }
  return [...moved.values()];
}

function endOf({ startTime, duration }: CrispSpan): number {
  return startTime + duration;
}

function parentOf(span: CrispSpan): string | undefined {
  return span.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
}

function withoutZeros(times: ExclusiveTimes): ExclusiveTimes {
  return Object.fromEntries(Object.entries(times).filter(([, micros]) => micros !== 0));
}
