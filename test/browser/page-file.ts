// The HTML report as the command writes it, opened in a browser as a file.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Report } from '../../src/model/report/report.js';
import type { SymbolReport } from '../../src/model/report/symbol-report.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Built {
  readonly renderHtml: (report: Report, assets: unknown) => string;
  readonly symbolAsHtml: (report: SymbolReport, assets: unknown) => string;
  readonly readPageAssets: () => unknown;
}

const DIST = join(__dirname, '../../dist');
const { renderHtml } = require(join(DIST, 'report/html/document.js')) as Built;
const { symbolAsHtml } = require(join(DIST, 'report/html/symbol-page.js')) as Built;
const { readPageAssets } = require(join(DIST, 'cli/page-assets.js')) as Built;
const { startBrowser } = require('../../scripts/grafana/browser.js') as { startBrowser(): Promise<Browser> };

/** Of Chromium, about what the tests do: they look at pixels. */
const OF_THE_TESTS = /getImageData/;

/** @param report the whole one, or that of a symbol */
export function pageText(report: Report | SymbolReport): string {
  return 'symbol' in report ? symbolAsHtml(report, readPageAssets()) : renderHtml(report, readPageAssets());
}

export interface OpenedReport {
  readonly page: Page;
  /** What the browser said: errors of the script, lines on the console, requests. A test that asks for one takes it out. */
  readonly complaints: string[];
}

/** For the tests of a file: after each, nobody may have complained. */
export function browserForTests(): (
  report: Report | SymbolReport,
  options?: BrowserContextOptions,
) => Promise<OpenedReport> {
  const folder = temporaryFolder();
  let browser: Browser;
  let opened: OpenedReport | undefined;
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(() => browser.close());
  afterEach(async () => {
    const { page, complaints = [] } = opened ?? {};
    opened = undefined;
    await page?.context().close();
    expect(complaints).toEqual([]);
  });
  return async (report, options) => {
    const file = join(folder, 'report.html');
    writeFileSync(file, pageText(report));
    opened = await openFile(browser, pathToFileURL(file).href, options);
    return opened;
  };
}

async function openFile(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenedReport> {
  const context = await browser.newContext({ viewport: { width: 1_100, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (!OF_THE_TESTS.test(message.text())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== url) complaints.push(`asks for ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}

/** When what was asked for has been drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** @param title how that of the chart begins @returns how many of its pixels are not of its ground */
export async function inkOf(page: Page, title: string): Promise<number> {
  return await page.locator(`figure[aria-label^="${title}"] canvas`).evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return pixels.filter((value, place) => place % 4 === 3 && value > 0).length;
  });
}
