import { SYMBOL_SCHEMA, type SymbolReport } from '../../../src/model/report/symbol-report.js';
import type { ReportProfileRow } from '../../../src/model/report/profile-report.js';
import type { Nanoseconds, Share } from '../../../src/model/units.js';
import { symbolAsHtml } from '../../../src/report/html/symbol-page.js';
import { symbolAsMarkdown } from '../../../src/report/symbol/parts.js';
import { symbolAsText } from '../../../src/report/symbol/terminal.js';
import { golden } from '../../golden/golden.js';
import { assets } from '../html/page-assets.js';
import { noTicks, rich } from '../sample-reports.js';

const SYMBOL = 'BTC/USDT';
const HOSTILE = `</script><img src=x onerror='alert(1)'> & | \`b\` \u001b[31mred\u001b[0m \u202egnp.exe`;

const profile: ReportProfileRow = {
  scope: 'symbol',
  name: SYMBOL,
  samples: 400,
  share: 0.4 as Share,
  collecting: 0,
  frames: [
    {
      name: 'sign',
      location: 'src/sign.js:12',
      within: 'node:crypto',
      samples: 300,
      share: 0.75 as Share,
      lowShare: 0.7 as Share,
      highShare: 0.79 as Share,
    },
  ],
};

const isOfSymbol = (row: { readonly symbol?: string }): boolean => row.symbol === SYMBOL;

const full: SymbolReport = {
  schema: SYMBOL_SCHEMA,
  program: rich.program,
  symbol: SYMBOL,
  ticks: {
    count: 4_000,
    failed: 3,
    p50Nanos: 210_000 as Nanoseconds,
    p95Nanos: 1_310_000 as Nanoseconds,
    p99Nanos: 2_400_000 as Nanoseconds,
    maxNanos: 9_100_000 as Nanoseconds,
    underTargetShare: 0.91 as Share,
  },
  allTicks: rich.ticks,
  slowest: rich.slowest.filter(isOfSymbol),
  orders: rich.orders.filter(isOfSymbol),
  feed: rich.feed.filter(isOfSymbol),
  profile,
  histograms: rich.histograms,
  limits: ['What it does not tell.'],
  notes: ['bot.tks is cut off.'],
};

const bare: SymbolReport = {
  ...full,
  program: noTicks.program,
  slowest: [],
  orders: [],
  feed: [],
  profile: undefined as never,
  notes: [],
};

const LOOK = { columns: 80, colours: false };

it.each([
  ['symbol.txt', symbolAsText(full, LOOK)],
  ['symbol-60-columns.txt', symbolAsText(full, { ...LOOK, columns: 60 })],
  ['symbol.md', symbolAsMarkdown(full)],
  ['symbol.html', symbolAsHtml(full, assets)],
  ['symbol-bare.txt', symbolAsText(bare, LOOK)],
])('%s', (name, text) => {
  expect(text).toBe(golden(name, text));
});

describe('a symbol that attacks', () => {
  const hostile = { ...full, symbol: HOSTILE, profile: { ...profile, name: HOSTILE }, limits: [HOSTILE] };

  it('is text on the page', () => {
    const page = symbolAsHtml(hostile, assets);
    expect([page.split('<script').length, page.split('</script>').length, page.includes('<img')]).toEqual([
      3,
      3,
      false,
    ]);
    expect(page).not.toMatch(/[\u001b\u202e]/);
  });

  it('is one line in a terminal, and code or text in Markdown', () => {
    for (const text of [symbolAsText(hostile, LOOK), symbolAsMarkdown(hostile)]) {
      expect(text).not.toMatch(/[\u001b\u202e]/);
    }
    expect(symbolAsMarkdown(hostile)).not.toMatch(/<img|<\/script/);
    expect(
      Math.max(
        ...symbolAsText(hostile, LOOK)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });
});
