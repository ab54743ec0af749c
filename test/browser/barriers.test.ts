// The HTML report has no barrier: for those who read it with other means, without its script, on a telephone, with the keyboard.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { formatDuration } from '../../src/model/format-units.js';
import type { Report } from '../../src/model/report/report.js';
import { symbolHeadline } from '../../src/report/symbol/parts.js';
import type { SymbolReport } from '../../src/model/report/symbol-report.js';
import { large } from '../report/html/large-report.js';
import { noTicks, overloaded, rich, warmUpOnly } from '../report/sample-reports.js';
import { symbolReport } from '../report/sample-symbol.js';
import { browserForTests, pageText } from './page-file.js';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

const open = browserForTests();

/** Evaluated, and not put into the page: its policy lets no script run but its own. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate<Violation[]>(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.each<[string, Report | SymbolReport]>([
  ['rich', rich],
  ['without ticks', noTicks],
  ['overloaded', overloaded],
  ['of a warm-up', warmUpOnly],
  ['large', large],
  ['of one symbol', symbolReport],
])('the report that is %s', (_, report) => {
  it.each(['light', 'dark'] as const)(
    'has no barrier in %s',
    async (colorScheme) => {
      const { page } = await open(report, { colorScheme });
      expect(await violations(page)).toEqual([]);
    },
    60_000,
  );

  it('has none without its script', async () => {
    const { page } = await open(report, { javaScriptEnabled: false });
    expect(await page.locator('details.numbers:not([open])').count()).toBe(0);
    expect(await page.locator('svg.bar, canvas').count()).toBe(0);
    await expect(page.locator('.verdict').textContent()).resolves.toBe(
      'symbol' in report ? symbolHeadline(report) : report.verdict.text,
    );
  });

  it('is as wide as a telephone', async () => {
    const { page } = await open(report, { viewport: { width: 380, height: 700 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(380);
  });
});

it('is under 1.5 MB with its script, whatever a program can have', () => {
  expect(Buffer.byteLength(pageText(large))).toBeLessThan(1_500_000);
});

it('runs no script but its own', async () => {
  const { page, complaints } = await open(rich);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.body.append(script);
    return 'intruded' in window;
  });
  expect(ran).toBe(false);
  expect(complaints.splice(0).join('\n')).toContain('Content Security Policy');
});

describe('without its script', () => {
  it('has every number of the charts in a table', async () => {
    const { page } = await open(rich, { javaScriptEnabled: false });
    const tables = await page.locator('table').allInnerTexts();
    const all = tables.join('\n');
    const percentiles = (rich.timeline ?? []).flatMap(({ p95Nanos }) => p95Nanos ?? []);
    for (const nanos of percentiles) expect(all).toContain(formatDuration(nanos));
    expect(percentiles).toHaveLength(4);
    for (const { predictions } of rich.whatIf?.operations ?? [])
      for (const { p95Nanos } of predictions) expect(all).toContain(formatDuration(p95Nanos));
    for (const { name } of rich.slowest[0]?.spans ?? []) expect(all).toContain(name);
  });
});

it('of one symbol has its distribution, its trees and their flame graph drawn, and every number in a table', async () => {
  const { page } = await open(symbolReport);
  for (const view of ['distribution', 'waterfall', 'flame']) {
    expect(await page.locator(`[data-view="${view}"] svg, [data-view="${view}"] canvas`).count()).toBeGreaterThan(0);
  }
  const text = await page.locator('main').innerText();
  for (const limit of symbolReport.limits) expect(text).toContain(limit);
  expect(text).toContain('32.2 %');
});

it('is reached with the keyboard alone, all of it, in the order in which it stands', async () => {
  const { page } = await open(rich);
  const stops = await page.locator('a[href], button:not([disabled]), input, select, summary, [tabindex="0"]').count();
  const tops: number[] = [];
  // Tables in details that are folded are not on the way.
  const hidden = await page.locator('details:not([open]) [tabindex="0"]').count();
  for (let stop = 0; stop < stops - hidden; stop++) {
    await page.keyboard.press('Tab');
    const top = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || activeElement === null
        ? undefined
        : activeElement.getBoundingClientRect().top + scrollY;
    });
    if (top !== undefined) tops.push(Math.round(top));
  }
  expect(tops).toHaveLength(stops - hidden);
  const backwards = tops.filter((top, place) => place > 0 && top < tops[place - 1]! - 60);
  expect(backwards).toEqual([]);
}, 60_000);

it('jumps to each section from its link', async () => {
  const { page } = await open(rich);
  for (const link of await page.locator('nav a').all()) {
    const target = await link.getAttribute('href');
    await link.click();
    expect(await page.locator(target!).evaluate((section) => section.getBoundingClientRect().top < innerHeight)).toBe(
      true,
    );
  }
});
