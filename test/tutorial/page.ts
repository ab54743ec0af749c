// A page of docs/tutorial as somebody follows it: its files, and its commands one after the other.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, type Outcome } from '../support/programs.js';

const PAGES: string = path.join(__dirname, '../../docs/tutorial');

const FILE = /^Save this as `(?<name>[^`]+)`[^\n]*:\n\n```\w+\n(?<text>.*?)^```$/gms;
const COMMANDS = /^```sh\n(?<lines>.*?)^```$/gms;

export interface TutorialPage {
  readonly files: ReadonlyMap<string, string>;
  readonly commands: readonly string[];
}

export function readPage(name: string): TutorialPage {
  const text = readFileSync(path.join(PAGES, name), 'utf8');
  return {
    files: new Map([...text.matchAll(FILE)].map(({ groups }) => [groups?.['name'] ?? '', groups?.['text'] ?? ''])),
    commands: [...text.matchAll(COMMANDS)].flatMap(({ groups }) => (groups?.['lines'] ?? '').trimEnd().split('\n')),
  };
}

export function writeFiles({ files }: TutorialPage, folder: string): void {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** npm and what it starts run on the Node.js of the tests. */
const PATH: string = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);

export function typed(command: string, cwd: string, more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return run(['/bin/sh', '-c', command], {
    cwd,
    environment: {
      PATH,
      npm_config_prefer_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      ...more,
    },
  });
}

/** @returns what each command printed @throws where one ends with another code than 0 */
export async function follow(
  commands: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const command of commands) {
    const outcome = await typed(command, cwd, more);
    if (outcome.code !== 0)
      throw new Error(`${command} ended with ${outcome.code}\n${outcome.stderr}${outcome.stdout}`);
    outcomes.push(outcome);
  }
  return outcomes;
}
