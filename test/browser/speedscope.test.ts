// speedscope itself, in a real browser, with what `tickscope report --format chrome-trace` writes.

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { chromeTraceText } from '../../src/report/chrome-trace.js';
import { rich } from '../report/sample-reports.js';

const { startBrowser } = require('../../scripts/grafana/browser.js') as { startBrowser(): Promise<Browser> };

const RELEASE = path.join(path.dirname(require.resolve('speedscope/package.json')), 'dist/release');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? 'index.html' : path.basename(url);
    response.setHeader('content-type', TYPES[path.extname(name)] ?? 'application/octet-stream');
    response.end(readFileSync(path.join(RELEASE, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

it('draws each tick, and complains of nothing', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  // Of the graphics that a machine without a graphics card has, browsers complain by themselves.
  page.on('console', (message) => {
    if (message.type() === 'warning' && !message.text().includes('WebGL')) complaints.push(message.text());
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.setInputFiles('input[type=file]', {
    name: 'ticks.json',
    mimeType: 'application/json',
    buffer: Buffer.from(chromeTraceText(rich)),
  });
  // A thread of a tick is a profile there.
  const threads = (JSON.parse(chromeTraceText(rich)) as { traceEvents: { name: string }[] }).traceEvents.filter(
    ({ name }) => name === 'thread_name',
  );
  await page.getByText(`(1/${threads.length})`).waitFor();
  expect(complaints).toEqual([]);
  expect(await page.title()).toBe('ticks.json - speedscope');
  await expect(page.locator('body').textContent()).resolves.toContain('41.0 ms onTick');
});
