// `tickscope init`: what it writes loads as it is and with every line taken out of its comment, and nothing is ever overwritten.

import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { CONFIG_ENTRIES } from '../../src/config/config-schema.js';
import { copyNewFolder, writeNewFile } from '../../src/cli/init/new-files.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { REGISTER, runBare } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Ended, tickscope } from './tickscope.js';

const ROOT = path.join(__dirname, '../..');
const CONFIG = 'tickscope.config.cjs';

const folder = temporaryFolder();

function newFolder(name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
}

function init(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return tickscope(['init', ...args], { cwd });
}

/** What the preload says of the configuration of a program that does nothing. */
async function complaints(cwd: string): Promise<string> {
  const { stderr } = await runBare(['-e', ''], { cwd, nodeArguments: ['--require', REGISTER] });
  return stderr;
}

describe('the configuration file', () => {
  let cwd: string;
  let text: string;
  beforeAll(async () => {
    cwd = newFolder('bot');
    await init(cwd);
    text = readFileSync(path.join(cwd, CONFIG), 'utf8');
  });

  const keyLine = /^ {2}\/\/ (?=(\w+): .*,$)/gm;

  it('has every key of the schema, each with what it does', () => {
    const keys = [...text.matchAll(keyLine)].map(([, key]) => key);
    expect(keys).toEqual(Object.keys(CONFIG_ENTRIES).filter((key) => key !== '$schema'));
    const flowing = text.replaceAll(/\s*\n\s*\/\/ /g, ' ');
    expect(flowing).toContain(`${CONFIG_ENTRIES.exclude.description} Default: none.`);
    expect(text).not.toContain('](');
  });

  it('says the defaults that hold', () => {
    const flowing = text.replaceAll(/\s*\n\s*\/\/ /g, ' ');
    const defaults = Object.fromEntries(
      [...flowing.matchAll(/Default: (\S+)\.(?: The variable \S+ wins over it\.)? (\w+): /g)].map(([, value, key]) => [
        key,
        value,
      ]),
    );
    const { directory, segmentMillis, flushMillis, ticksPerSecond, eventLoop, export: from } = DEFAULT_CONFIG;
    expect(defaults).toMatchObject({
      ticks: 'none',
      tickBudget: "'1ms'",
      directory: `'${directory}'`,
      segmentMillis: String(segmentMillis),
      flushMillis: String(flushMillis),
      ticksPerSecond: String(ticksPerSecond),
      eventLoop: `'${eventLoop}'`,
      export: `'${from}'`,
      propagate: 'false',
      profile: 'false',
      alerts: 'false',
    });
  });

  it('loads as it is, and with every line taken out of its comment', async () => {
    expect(await complaints(cwd)).toBe('');
    const taken = text.replaceAll(keyLine, '  ');
    // Nobody is to be told.
    writeFileSync(path.join(cwd, CONFIG), taken.replace(/^ {2}alerts: .*$/m, ''));
    expect(await complaints(cwd)).toBe('');
    writeFileSync(path.join(cwd, CONFIG), taken.replace("'turns'", "'turn'"));
    expect(await complaints(cwd)).toContain('eventLoop "turn" is none of');
    writeFileSync(path.join(cwd, CONFIG), text);
  });

  it('is not taken for one that moves the record, until it does', async () => {
    writeFile(cwd, '.tickscope/run-20261123-140210-3fa9/1-c0ffee00.tks', recordText([sampleSegment()]));
    const { code, stderr } = await tickscope(['report'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    writeFileSync(path.join(cwd, CONFIG), text.replace('  // directory:', '  directory:'));
    expect((await tickscope(['report'], { cwd })).stderr).toContain(`${CONFIG} is not run by report`);
  });
});

describe('what is there already', () => {
  it.each(['cjs', 'mjs', 'json', 'ts'])('is left alone, as tickscope.config.%s', async (ending) => {
    const cwd = newFolder(ending);
    const name = `tickscope.config.${ending}`;
    writeFileSync(path.join(cwd, name), 'of its author');
    const { code, stdout, stderr } = await init(cwd);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `tickscope: ${name} is there already and is left as it is. Move it away first.\n`,
    ]);
    expect(readdirSync(cwd)).toEqual([name]);
    expect(readFileSync(path.join(cwd, name), 'utf8')).toBe('of its author');
  });

  it('is left alone, as a link to nothing', async () => {
    const cwd = newFolder('link');
    symlinkSync(path.join(cwd, 'elsewhere.cjs'), path.join(cwd, CONFIG));
    expect((await init(cwd)).code).toBe(2);
    expect(existsSync(path.join(cwd, 'elsewhere.cjs'))).toBe(false);
    expect(() => writeNewFile(path.join(cwd, CONFIG), '')).toThrow('is there already');
  });

  it('is left alone, as a folder of servers, and nothing else is written', async () => {
    const cwd = newFolder('servers');
    writeFile(cwd, 'tickscope-stack/docker-compose.yml', 'of its author');
    const { code, stderr } = await init(cwd, '--stack');
    expect([code, stderr]).toEqual([
      2,
      'tickscope: tickscope-stack is there already and is left as it is. Move it away first.\n',
    ]);
    expect(readdirSync(cwd)).toEqual(['tickscope-stack']);
    expect(readFileSync(path.join(cwd, 'tickscope-stack/docker-compose.yml'), 'utf8')).toBe('of its author');
  });

  it('stays where the servers are asked for', async () => {
    const cwd = newFolder('both');
    writeFileSync(path.join(cwd, 'tickscope.config.json'), '{}');
    const { code, stdout } = await init(cwd, '--stack');
    expect(code).toBe(0);
    expect(stdout).toContain('tickscope.config.json is there already and stays as it is.');
    expect(readdirSync(cwd)).toEqual(['tickscope-stack', 'tickscope.config.json']);
  });
});

it('leaves nothing behind where it cannot write', () => {
  const cwd = newFolder('nowhere');
  const missing = path.join(cwd, 'missing', CONFIG);
  expect(() => writeNewFile(missing, '')).toThrow(`${missing} cannot be written (ENOENT).`);
  // The copy ends at what is no file.
  const target = path.join(cwd, 'stack');
  expect(() => copyNewFolder(path.join(cwd, 'missing'), target)).toThrow(`${target} cannot be written (ENOENT).`);
  expect(readdirSync(cwd)).toEqual([]);
});

describe('the servers', () => {
  interface Compose {
    readonly services: Readonly<
      Record<string, { readonly volumes?: readonly string[]; readonly networks: readonly string[] }>
    >;
    readonly volumes: Readonly<Record<string, unknown>>;
    readonly networks: Readonly<Record<string, unknown>>;
  }
  let stack: string;
  let compose: Compose;
  beforeAll(async () => {
    const cwd = newFolder('new');
    await init(cwd, '--stack');
    stack = path.join(cwd, 'tickscope-stack');
    compose = parse(readFileSync(path.join(stack, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
  });

  it('stand beside the configuration, and nothing else does', () => {
    expect(readdirSync(path.dirname(stack))).toEqual(['tickscope-stack', CONFIG]);
  });

  it("are the project's own, without the reference bot", () => {
    const whole = parse(readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
    const { bot: _bot, postgres: _postgres, 'collector-ready': _ready, ...servers } = whole.services;
    expect(compose.services).toEqual(servers);
    expect(Object.keys(servers).toSorted()).toEqual(['alertmanager', 'collector', 'grafana', 'jaeger', 'prometheus']);
  });

  it('have every file that they mount, as the project has it', () => {
    const files = readdirSync(stack, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(stack, path.join(entry.parentPath, entry.name)))
      .filter((file) => file !== 'docker-compose.yml');
    const mounted = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] ?? ''))
      .filter((source) => source.startsWith('./'));
    expect(mounted.filter((source) => !existsSync(path.join(stack, source)))).toEqual([]);
    expect(files.filter((file) => !mounted.some((source) => `./${file}`.startsWith(source)))).toEqual([]);
    for (const file of files)
      expect(readFileSync(path.join(stack, file), 'utf8')).toBe(readFileSync(path.join(ROOT, file), 'utf8'));
  });

  it('use the volumes and networks that are declared, and no others', () => {
    const services = Object.values(compose.services);
    const named = services.flatMap(({ volumes = [] }) => volumes.filter((volume) => !volume.startsWith('.')));
    expect(new Set(named.map((volume) => volume.split(':')[0]))).toEqual(new Set(Object.keys(compose.volumes)));
    expect([...new Set(services.flatMap(({ networks }) => networks))]).toEqual(Object.keys(compose.networks));
  });
});
