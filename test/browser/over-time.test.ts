// The charts over time: what they draw, and the moment that all of them show.

import { formatDuration } from '../../src/model/format-units.js';
import { rich } from '../report/sample-reports.js';
import { browserForTests, drawn, inkOf } from './page-file.js';

const open = browserForTests();

describe('over time', () => {
  it('draws lines, fields and memory', async () => {
    const { page } = await open(rich);
    const charts = page.locator('figure.chart');
    expect(await charts.count()).toBe(4);
    for (const label of ['How long ticks took', 'How durations are spread', 'Memory over time', 'How many ticks'])
      expect(await inkOf(page, label)).toBeGreaterThan(2_000);
  });

  it('says the numbers of the moment that the slider is at, and moves all cursors there', async () => {
    const { page } = await open(rich);
    await page.getByLabel('Moment').focus();
    const said = [await page.locator('output[for=moment]').textContent()];
    for (const _ of rich.timeline!.slice(1)) {
      await page.keyboard.press('ArrowRight');
      said.push(await page.locator('output[for=moment]').textContent());
    }
    said.forEach((text, place) => {
      const { ticks, p95Nanos } = rich.timeline![place]!;
      expect(text).toContain(`14:0${2 + place}:00 UTC`);
      expect(text).toContain(`${ticks.toLocaleString('en-US')} ticks`);
      expect(/p95 [^,]+/.exec(text ?? '')?.[0]).toBe(p95Nanos && `p95 ${formatDuration(p95Nanos)}`);
    });
    const cursors = await page
      .locator('#over-time .u-cursor-x, #memory .u-cursor-x')
      .evaluateAll((lines) => lines.map((line) => (line as HTMLElement).style.transform));
    expect(cursors).toHaveLength(3);
    expect(new Set(cursors).size).toBe(1);
  });

  it('follows the pointer', async () => {
    const { page } = await open(rich);
    const over = page.locator('#over-time .u-over').first();
    const { width } = (await over.boundingBox())!;
    await over.hover({ position: { x: width - 3, y: 40 } });
    await expect(page.locator('output[for=moment]').textContent()).resolves.toContain('14:06:00 UTC');
    await expect(page.getByLabel('Moment').inputValue()).resolves.toBe('4');
  });

  it('hides and shows a line', async () => {
    const { page } = await open(rich);
    const chart = 'How long ticks took';
    const button = page.getByRole('button', { name: 'longest' });
    const before = await inkOf(page, chart);
    await button.press('Enter');
    await expect(button.getAttribute('aria-pressed')).resolves.toBe('false');
    await drawn(page);
    expect(await inkOf(page, chart)).toBeLessThan(before);
    await button.press('Enter');
    await drawn(page);
    expect(await inkOf(page, chart)).toBe(before);
  });
});
