// The HTML report dark, light and on paper.

import { rich } from '../report/sample-reports.js';
import { browserForTests, drawn, inkOf } from './page-file.js';

const open = browserForTests();

describe('on paper', () => {
  it('is light, with its charts, and without what only a reader at a screen can use', async () => {
    const { page } = await open(rich, { colorScheme: 'dark' });
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(20, 24, 29)');
    await page.emulateMedia({ media: 'print' });
    expect(await ground()).toBe('rgb(255, 255, 255)');
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Show all' }).first().isVisible()).toBe(false);
    expect(await inkOf(page, 'How long ticks took')).toBeGreaterThan(2_000);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

it('turns dark and light while it is open, charts too', async () => {
  const { page } = await open(rich, { colorScheme: 'light' });
  const colourOfAxis = (): Promise<number[]> =>
    page.locator('figure[aria-label^="How many ticks"] canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, 60, height).data ?? [];
      // The brightest and the darkest of what is opaque, left of the bars: the letters of the axis.
      const opaque = [...pixels].filter((_, place) => place % 4 === 0 && pixels[place + 3] === 255);
      return [width, Math.min(...opaque), Math.max(...opaque)];
    });
  const light = await colourOfAxis();
  await page.emulateMedia({ colorScheme: 'dark' });
  await drawn(page);
  const dark = await colourOfAxis();
  expect(light[1]).toBe(0x1c);
  expect(dark[2]).toBe(0xe4);
});
