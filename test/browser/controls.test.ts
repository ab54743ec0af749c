// Every control of the HTML report does what it says, with the keyboard.

import type { Page } from 'playwright-core';
import { formatDuration } from '../../src/model/format-units.js';
import { rich } from '../report/sample-reports.js';
import { browserForTests } from './page-file.js';

const open = browserForTests();

describe('what if', () => {
  const slider = (page: Page): ReturnType<Page['locator']> =>
    page.getByLabel('If an operation lost so much of its own time');
  const rows = (page: Page): Promise<string[][]> =>
    page
      .locator('table.what-if tbody tr')
      .evaluateAll((found) => found.map((row) => [...row.children].map(({ textContent }) => textContent ?? '')));

  it('begins at half, and says what the report predicts at each step of the slider', async () => {
    const { page } = await open(rich);
    const { p95Nanos, operations } = rich.whatIf!;
    await expect(slider(page).getAttribute('aria-valuetext')).resolves.toBe('50 % less of its own time');
    await slider(page).focus();
    await page.keyboard.press('Home');
    const seen = [await rows(page)];
    for (const _ of operations[0]!.predictions) {
      await page.keyboard.press('ArrowRight');
      seen.push(await rows(page));
    }
    expect(seen).toHaveLength(5);
    seen.forEach((at, step) => {
      const expected = operations.map(({ kind, name, predictions }) => {
        const then = step === 0 ? p95Nanos : predictions[step - 1]!.p95Nanos;
        return [`${kind} ${name}`, formatDuration(then), formatDuration((p95Nanos - then) as typeof then), ''];
      });
      expect(at).toEqual(expected);
    });
  });

  it('puts what gains most at the chosen step first', async () => {
    const [first, second] = rich.whatIf!.operations;
    // Overtakes the other one only where all of its time is gone.
    const late = {
      ...second!,
      predictions: second!.predictions.map((row) =>
        row.fasterShare === 1 ? { ...row, p95Nanos: 1_000 as typeof row.p95Nanos } : row,
      ),
    };
    const { page } = await open({ ...rich, whatIf: { ...rich.whatIf!, operations: [first!, late] } });
    expect((await rows(page))[0]?.[0]).toContain(first!.name);
    await slider(page).focus();
    await page.keyboard.press('End');
    expect((await rows(page))[0]?.[0]).toContain(late.name);
  });
});

describe('the waterfall', () => {
  const texts = (page: Page): Promise<string[]> => page.locator('.waterfall .row > text').allTextContents();

  it('draws the tick that is chosen, each operation a row', async () => {
    const { page } = await open(rich);
    expect(await texts(page)).toHaveLength(rich.slowest[0]!.spans.length);
    await page.getByLabel('Tick', { exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    expect((await texts(page))[0]).toBe('onCandle');
    await page.getByLabel('Tick', { exact: true }).selectOption('2');
    expect(await texts(page)).toEqual(['onTick']);
  });

  it('draws what the tick waited for as long as it waited, and hatches where it waited for somebody else', async () => {
    const { page } = await open(rich);
    const [tick] = rich.slowest;
    const widths = await page
      .locator('.waterfall rect.on-path')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))));
    const whole = widths.reduce((sum, width) => sum + width, 0);
    // Bars are 1 wide at least, and two of these stretches are a little shorter than that; the picture is 660 wide.
    expect(whole).toBeGreaterThan(659);
    expect(whole).toBeLessThan(662);
    const waits = tick!.path.filter(({ span }) => ['wait', 'query', 'external'].includes(tick!.spans[span]!.kind));
    expect(await page.locator('.waterfall rect.waiting').count()).toBe(waits.length);
    expect(await page.locator('.waterfall .beside').count()).toBe(tick!.spans.length);
  });
});

describe('the flame graph', () => {
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  it('is moved through with the arrows, and zoomed with Enter, Escape and a button', async () => {
    const { page } = await open(rich);
    const flame = page.locator('#functions figure').nth(1);
    const boxes = flame.locator('[data-path]');
    const all = await boxes.count();
    await flame.locator('[tabindex="0"]').focus();
    expect(await focused(page)).toBe('the slowest ticks: 49.9 ms, 100.0 %');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toContain('onTick x3: 41.7 ms, 83.5 %');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toContain('onCandle: 8.20 ms');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toContain('the slowest ticks');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toContain('onTick x3');
    expect(await boxes.count()).toBeLessThan(all);
    await page.keyboard.press('Escape');
    expect(await boxes.count()).toBe(all);
    await boxes.nth(1).click();
    expect(await boxes.count()).toBeLessThan(all);
    await flame.getByRole('button', { name: 'Show all' }).click();
    expect(await boxes.count()).toBe(all);
    await expect(flame.getByRole('button', { name: 'Show all' }).isDisabled()).resolves.toBe(true);
  });
});
