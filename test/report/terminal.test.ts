import * as fc from 'fast-check';
import type { Report } from '../../src/model/report/report.js';
import type { Bytes, Nanoseconds } from '../../src/model/units.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { noTicks, overloaded, rich, warmUpOnly } from './sample-reports.js';

/** From EastAsianWidth.txt of Unicode 16, W and F; written by hand so that nothing of the renderer judges itself. */
const WIDE =
  /[\u1100-\u115F\u231A\u231B\u2329\u232A\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2630-\u2637\u2648-\u2653\u267F\u268A-\u268F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55\u2E80-\u303E\u3041-\u3247\u3250-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18CFF}\u{1AFF0}-\u{1B2FF}\u{1D300}-\u{1D376}\u{1F004}\u{1F0CF}\u{1F18E}\u{1F191}-\u{1F19A}\u{1F200}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F7E0}-\u{1F7EB}\u{1F7F0}\u{1F90C}-\u{1F9FF}\u{1FA70}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

function widthOf(line: string): number {
  let width = 0;
  for (const character of line) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** What names may hold: other scripts, emoji, control sequences, marks, tricks with the direction of writing, 10 KB. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('比', '特', '币', 'ド', '🚀', '👩‍👩‍👧', '🫠', '中文 ', 'a'), maxLength: 90 }),
  fc.string({
    unit: fc.constantFrom('\u0000', '\u001b[31m', '\u001b[2J', '\n', '\r', '\t', '\u009b', 'x'),
    maxLength: 60,
  }),
  fc.string({
    unit: fc.constantFrom('\u0301', '\u202e', '\u200d', '\ufe0f', '\u2066', '\u2028', '\u3000', 'é'),
    maxLength: 90,
  }),
  fc.constantFrom('', ' ', '   ', 'x'.repeat(10_000), '中'.repeat(10_000), 'a \u0301'.repeat(3_000)),
);

const FREE_TEXT = new Set(
  'name node startedAt text scope evidence ruleText why cause location title advice symbol traceId notes'.split(' '),
);
const FREE_NUMBERS = /Nanos|Bytes|bytes|[cC]ount|failed|late|started|calls|Ticks$/;

/** The report with other texts and numbers in the same places. */
function withOthers(value: unknown, nextText: () => string, nextNumber: () => number, key = ''): unknown {
  if (typeof value === 'string') return FREE_TEXT.has(key) ? nextText() : value;
  if (typeof value === 'number') return FREE_NUMBERS.test(key) ? nextNumber() : value;
  if (Array.isArray(value)) return value.map((item) => withOthers(item, nextText, nextNumber, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, withOthers(field, nextText, nextNumber, name)]),
  );
}

function cycle<Item>(items: readonly Item[], otherwise: Item): () => Item {
  let position = 0;
  return () => items[position++ % items.length] ?? otherwise;
}

const anyReport = fc
  .tuple(
    fc.constantFrom(rich, overloaded, warmUpOnly, noTicks),
    fc.array(anyName, { minLength: 1, maxLength: 12 }),
    fc.array(fc.oneof(fc.nat(), fc.maxSafeNat()), { minLength: 1, maxLength: 12 }),
  )
  .map(([report, names, numbers]) => ({
    ...(withOthers(report, cycle(names, ''), cycle(numbers, 0)) as Report),
    histograms: report.histograms,
  }));

it('is never wider than the page, whatever stands in the report', () => {
  fc.assert(
    fc.property(anyReport, fc.integer({ min: 60, max: 200 }), (report, columns) => {
      const tooWide = renderTerminal(report, { columns, colours: false })
        .split('\n')
        .filter((line) => widthOf(line) > Math.min(120, columns));
      expect(tooWide).toEqual([]);
    }),
    { seed: 1, numRuns: 200 },
  );
});

it('has no spaces at the ends of lines, no control characters, and no halves of characters', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const text = renderTerminal(report, { columns: 80, colours: false });
      expect(text).not.toMatch(/\s\n(?<!\n\n)/);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }),
    { seed: 2, numRuns: 100 },
  );
});

it('says the same with colours as without', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const coloured = renderTerminal(report, { columns: 80, colours: true });
      // oxlint-disable-next-line no-control-regex -- the colours themselves
      expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderTerminal(report, { columns: 80, colours: false }));
    }),
    { seed: 3, numRuns: 50 },
  );
});

it('shows 60 columns at least, whatever the terminal says', () => {
  const at60 = renderTerminal(rich, { columns: 60, colours: false });
  expect(renderTerminal(rich, { columns: 0, colours: false })).toBe(at60);
});

it('shows the tick that was asked for by the beginning of its trace id, and nothing else', () => {
  const text = renderTerminal(rich, { columns: 80, colours: false, tick: '4bf9' });
  expect(text).toContain('trace 4bf92f3577b34da6a3ce929d0e0e4736');
  expect(text).not.toContain('Targets');
});

it('keeps every row that fails, and three of each target that pass', () => {
  const statement = (scope: string, status: 'pass' | 'fail'): Report['targets'][number] => ({
    id: 'P5',
    scope,
    status,
    value: 1,
    limit: 10_000_000,
    unit: 'nanoseconds',
    evidence: 'x',
  });
  const targets = ['a', 'b', 'c', 'd', 'e'].map((name) => statement(`good ${name}`, 'pass'));
  const text = renderTerminal(
    { ...rich, targets: [...targets, statement('bad f', 'fail')] },
    { columns: 80, colours: false },
  );
  expect(text.match(/good \w|bad \w|and \d more that pass/g)).toEqual([
    'good a',
    'good b',
    'good c',
    'bad f',
    'and 2 more that pass',
  ]);
});

it('survives a tree as deep as a program recurses', () => {
  const spans = Array.from({ length: 50_000 }, (_, position) => ({
    kind: 'internal' as const,
    name: 'recurse',
    parent: position - 1,
    startNanos: rich.ticks.p50Nanos,
    durationNanos: rich.ticks.p50Nanos,
  }));
  const slowest = rich.slowest.map((tick) => ({ ...tick, spans }));
  expect(renderTerminal({ ...rich, slowest }, { columns: 80, colours: false })).toContain('and 49,991 more');
});

it('says nothing of memory where nobody sampled the process', () => {
  const memory = { rssBytes: 0 as Bytes, peakRssBytes: 0 as Bytes };
  const options = { columns: 80, colours: false };
  expect(renderTerminal(rich, options)).toContain('\nMemory\n');
  expect(renderTerminal({ ...rich, memory }, options)).not.toContain('Memory');
});

const micros = (amount: number): Nanoseconds => (amount * 1_000) as Nanoseconds;

describe('what if an operation were faster', () => {
  const whatIf = rich.whatIf as NonNullable<Report['whatIf']>;
  const textOf = (report: Partial<Report>): string =>
    renderTerminal({ ...rich, ...report }, { columns: 200, colours: false }).replace(/\s+/g, ' ');

  it('says from what to what p95 would fall with the first of the ranking', () => {
    expect(textOf({})).toContain('LIMIT 200 it would fall from 41.3 ms to 28.7 ms.');
  });

  it('says that ticks behind gain too, where most of response time is waiting', () => {
    const queued = 'Most of it is the wait before ticks, which shorter ticks would shorten too';
    expect(textOf({})).not.toContain(queued);
    expect(textOf({ ticks: { ...rich.ticks, p95Nanos: micros(20_000) } })).toContain(queued);
  });

  it('calls waiting what it is, and says where nothing would help alone', () => {
    const [first] = rich.ranking as [Report['ranking'][number]];
    const untraced = textOf({ ranking: [{ ...first, kind: 'untraced', name: 'onTick' }] });
    expect(untraced).toContain('With half of the untraced waiting in onTick it would fall from 41.3 ms to 28.7 ms.');
    const nothing = textOf({ ranking: [{ ...first, gainNanos: micros(0) }] });
    expect(nothing).toContain('No single operation would bring it below 41.3 ms.');
  });

  it('is left out where it is not known', () => {
    const { whatIf: _, ...without } = rich;
    const text = renderTerminal(without, { columns: 200, colours: false });
    expect(whatIf.operations.length).toBeGreaterThan(0);
    expect(text).not.toContain('halved');
  });
});
