// The getting-started pages, followed to the letter in empty folders, with the package as npm makes it. Needs a registry or what npm
// has kept of it: `npm run test:tutorial`.

import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import type { Report } from '../../src/model/report/report.js';
import { countsOf } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { follow, readPage, type TutorialPage, typed, writeFiles } from './page.js';

const ROOT = path.join(__dirname, '../..');
const TARBALL = 'tickscope-0.1.0.tgz';
const MINUTES = 60_000;
const MOST_COMMANDS = 5;

const folder = temporaryFolder();

function reportOf(where: string, ...sources: readonly string[]): Report {
  const { segments, notes } = readSources(
    sources.map((source) => path.join(where, source)),
    { directory: path.join(where, '.tickscope') },
  );
  return buildReport(segments, notes);
}

/** The folder that a page begins with. */
function begin(name: string): { readonly page: TutorialPage; readonly where: string } {
  const page = readPage(`${name}.md`);
  const where = path.join(folder, name);
  mkdirSync(where);
  copyFileSync(path.join(folder, TARBALL), path.join(where, TARBALL));
  writeFiles(page, where);
  return { page, where };
}

beforeAll(async () => {
  await follow([`npm pack --ignore-scripts --pack-destination '${folder}'`], ROOT);
}, MINUTES);

it.each(readdirSync(path.join(ROOT, 'docs/tutorial')).filter((name) => name !== 'first-report.md'))(
  '%s has files, and five commands or fewer',
  (name) => {
    const { files, commands } = readPage(name);
    expect(files.size).toBeGreaterThan(0);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.length).toBeLessThanOrEqual(MOST_COMMANDS);
  },
);

it(
  'a plain bot, and the build of it',
  async () => {
    const { page, where } = begin('plain-bot');
    const outcomes = await follow(page.commands, where);
    expect(outcomes[2]?.stderr).toContain('300 ended of 300 started');
    expect(outcomes[3]?.stdout).toContain('EmaIndicator.update');
    const { ticks, operations } = reportOf(where);
    expect(ticks.count).toBe(300);
    expect(operations).toContainEqual(expect.objectContaining({ name: 'EmaIndicator.update', count: 300 }));
    const orders = readFileSync(path.join(where, 'orders.log'), 'utf8').trimEnd().split('\n');
    expect(operations).toContainEqual(expect.objectContaining({ name: 'fs.appendFileSync', count: orders.length }));
    const trace = JSON.parse(readFileSync(path.join(where, 'ticks.json'), 'utf8')) as { traceEvents: unknown[] };
    expect(trace.traceEvents.length).toBeGreaterThan(0);

    // docs/tutorial/ci.md goes on in this folder.
    const ci = readPage('ci.md');
    writeFiles(ci, where);
    const workflow = parse(ci.files.get('.github/workflows/performance.yml') ?? '') as {
      readonly jobs: { readonly performance: { readonly steps: { uses?: string; run?: string; with?: object }[] } };
    };
    const { steps } = workflow.jobs.performance;
    const lines = steps.flatMap(({ run }) => run ?? []);
    expect(lines).toEqual(['npm ci', ...ci.commands]);
    const action = parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')) as { readonly inputs: object };
    const inputs = steps.find(({ uses }) => uses?.startsWith('OWNER/tickscope'))?.with ?? {};
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    await follow(lines.slice(0, -1), where);
    // Whether a target is missed depends on the machine: the exit code has to say what the report says.
    const { targets } = JSON.parse(readFileSync(path.join(where, 'report.json'), 'utf8')) as Report;
    const failed = targets.filter(({ status }) => status === 'fail');
    const { code, stderr } = await typed(lines.at(-1) ?? '', where);
    expect(code).toBe(failed.length > 0 ? 1 : 0);
    expect(stderr.split('\n').filter((line) => line !== '')).toHaveLength(failed.length);
  },
  3 * MINUTES,
);

it(
  'ES modules',
  async () => {
    const { page, where } = begin('esm');
    await follow(page.commands, where);
    const report = reportOf(where);
    expect(report.ticks.count).toBe(200);
    expect(countsOf(report, 'indicator')).toEqual({ calculateSma: 200 });
  },
  2 * MINUTES,
);

it(
  'TypeScript',
  async () => {
    const { page, where } = begin('typescript');
    await follow(page.commands, where);
    const report = reportOf(where);
    expect(report.ticks.count).toBe(300);
    expect(report.operations).toContainEqual(
      expect.objectContaining({
        name: 'RsiIndicator.update',
        count: 300,
        location: expect.stringMatching(/^bot\.mts:\d+$/) as string,
      }),
    );
    const line = Number(report.operations.find(({ name }) => name === 'RsiIndicator.update')?.location?.split(':')[1]);
    expect(page.files.get('bot.mts')?.split('\n')[line - 1]).toContain('update(change: number)');
  },
  2 * MINUTES,
);

it(
  'NestJS',
  async () => {
    const { page, where } = begin('nestjs');
    const outcomes = await follow(page.commands, where);
    expect(outcomes.at(-1)?.stdout).toBe('');
    const report = reportOf(where);
    expect(report.ticks.count).toBe(300);
    expect(report.operations).toContainEqual(expect.objectContaining({ name: 'MomentumStrategy.onTick', count: 300 }));
    expect(countsOf(report, 'indicator')).toEqual({ 'EmaIndicator.update': 300 });
  },
  4 * MINUTES,
);

it(
  'pm2',
  async () => {
    const { page, where } = begin('pm2');
    const daemon = { PM2_HOME: path.join(where, 'pm2-home') };
    const [init = '', install = '', start = '', stop = '', report = ''] = page.commands;
    try {
      await follow([init, install, start], where, daemon);
      // "Let it run for a while": until both have written ticks.
      for (;;) {
        const { byProcess = [] } = existsSync(path.join(where, '.tickscope/bot')) ? tryReport(where) : {};
        if (byProcess.filter(({ ticksEnded = 0 }) => ticksEnded > 0).length === 2) break;
        await setTimeout(200);
      }
      const [, printed] = await follow([stop, report], where, daemon);
      expect(printed?.stdout).toContain('Ticks by process');
      expect(printed?.stdout).toContain('EmaIndicator.update');
    } finally {
      await typed('npx pm2 kill', where, daemon);
    }
    const { program, notes } = reportOf(where, '.tickscope/bot');
    expect(program.processes).toBe(2);
    // Both came to their end.
    expect(notes).toEqual([]);
  },
  4 * MINUTES,
);

function tryReport(where: string): Partial<Report['program']> {
  try {
    return reportOf(where, '.tickscope/bot').program;
  } catch {
    return {};
  }
}

it(
  'Docker, as far as it goes without containers',
  async () => {
    const page = readPage('docker.md');
    const context = path.join(folder, 'docker-context');
    mkdirSync(context);
    copyFileSync(path.join(folder, TARBALL), path.join(context, TARBALL));
    const bot = readPage('plain-bot.md');
    writeFiles(bot, context);
    await follow(bot.commands.slice(0, 2), context);

    const image = path.join(folder, 'docker-image');
    const records = path.join(folder, 'docker-records');
    mkdirSync(image);
    const environment: Record<string, string> = {};
    const inImage = (text: string): string => text.replaceAll('/var/lib/tickscope', `'${records}'`);
    const unknown: string[] = [];
    let command: string[] = [];
    for (const line of (page.files.get('Dockerfile') ?? '').trimEnd().split('\n')) {
      const [instruction = '', ...words] = line.split(' ');
      const rest = words.join(' ');
      if (instruction === 'COPY') {
        for (const source of words.slice(0, -1)) cpSync(path.join(context, source), path.join(image, source));
      } else if (instruction === 'RUN') {
        // Nobody but root may give a folder away.
        await follow([inImage(rest).replace(/ && chown .*$/, '')], image);
      } else if (instruction === 'ENV') {
        const [name = '', value = ''] = rest.split('=');
        environment[name] = value.replace('/var/lib/tickscope', records);
      } else if (instruction === 'CMD') command = JSON.parse(rest) as string[];
      else unknown.push(line);
    }
    expect(unknown).toEqual(['FROM node:24-slim', 'WORKDIR /app', 'VOLUME /var/lib/tickscope', 'USER node']);
    await follow([command.join(' ')], image, environment);
    const [, , third = ''] = page.commands;
    const [, inContainer = ''] = /^docker run .* my-bot (npx .*)$/.exec(third) ?? [];
    const [printed] = await follow([inContainer], image, environment);
    expect(printed?.stdout).toContain('300 ended of 300 started');
    expect(readdirSync(records)).toHaveLength(1);
  },
  3 * MINUTES,
);
