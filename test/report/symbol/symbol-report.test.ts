import type { SymbolReport } from '../../../src/model/report/symbol-report.js';
import { symbolAsHtml } from '../../../src/report/html/symbol-page.js';
import { symbolAsMarkdown } from '../../../src/report/symbol/parts.js';
import { symbolAsText } from '../../../src/report/symbol/terminal.js';
import { golden } from '../../golden/golden.js';
import { assets } from '../html/page-assets.js';
import { noTicks } from '../sample-reports.js';
import { symbolReport } from '../sample-symbol.js';

const HOSTILE = `</script><img src=x onerror='alert(1)'> & | \`b\` \u001b[31mred\u001b[0m \u202egnp.exe`;

const bare: SymbolReport = {
  ...symbolReport,
  program: noTicks.program,
  slowest: [],
  orders: [],
  feed: [],
  profile: undefined as never,
  notes: [],
};

const LOOK = { columns: 80, colours: false };

it.each([
  ['symbol.txt', symbolAsText(symbolReport, LOOK)],
  ['symbol-60-columns.txt', symbolAsText(symbolReport, { ...LOOK, columns: 60 })],
  ['symbol.md', symbolAsMarkdown(symbolReport)],
  ['symbol.html', symbolAsHtml(symbolReport, assets)],
  ['symbol-bare.txt', symbolAsText(bare, LOOK)],
])('%s', (name, text) => {
  expect(text).toBe(golden(name, text));
});

/** An escape, and what turns the direction of writing. */
const unsafeIn = (text: string): string[] => ['\u001b', '\u202e'].filter((character) => text.includes(character));

describe('a symbol that attacks', () => {
  const hostile = {
    ...symbolReport,
    symbol: HOSTILE,
    profile: { ...symbolReport.profile!, name: HOSTILE },
    limits: [HOSTILE],
  };

  it('is text on the page', () => {
    const page = symbolAsHtml(hostile, assets);
    expect([page.split('<script').length, page.split('</script>').length, page.includes('<img')]).toEqual([
      3,
      3,
      false,
    ]);
    expect(unsafeIn(page)).toEqual([]);
  });

  it('is one line in a terminal, and code or text in Markdown', () => {
    for (const text of [symbolAsText(hostile, LOOK), symbolAsMarkdown(hostile)]) {
      expect(unsafeIn(text)).toEqual([]);
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
