// The programs: files, or folders with a `main`, in one folder for each kind; and how each wants to be run.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture } from '../support/programs.js';

export interface Program {
  readonly kind: string;
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Flags of Node.js in front of the program. */
  readonly flags: readonly string[];
  readonly preload: 'require' | 'import' | 'NODE_OPTIONS';
  /** How Node.js gets the program's text. */
  readonly from: 'file' | 'eval' | 'stdin';
  readonly input: string;
  readonly kill: { readonly signal: NodeJS.Signals; readonly after: string } | undefined;
}

const MAIN_FILE = /^main\.[cm]?[jt]s$/;
/** What several programs share. */
const SHARED = 'parts';
const PROGRAM_FILE = /\.[cm]?[jt]s$/;

/** In a fixed order, by kind and name. */
export function allPrograms(): Program[] {
  const root = fixture('faithful');
  return readdirSync(root)
    .toSorted()
    .flatMap((kind) => programsOf(kind, path.join(root, kind)));
}

function programsOf(kind: string, folder: string): Program[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? entry.name !== SHARED : PROGRAM_FILE.test(entry.name)))
    .map((entry) => (entry.isDirectory() ? path.join(entry.name, mainFile(path.join(folder, entry.name))) : entry.name))
    .toSorted()
    .map((name) => readProgram(kind, name, path.join(folder, name)));
}

function mainFile(folder: string): string {
  const main = readdirSync(folder).find((file) => MAIN_FILE.test(file));
  if (main === undefined) throw new Error(`${folder} has no main file`);
  return main;
}

/** Directives are comments of their own: `// Flags: --expose-gc`. */
function readProgram(kind: string, name: string, file: string): Program {
  const text = readFileSync(file, 'utf8');
  const directive = (key: string): string | undefined => new RegExp(`^// ${key}: (.*)$`, 'm').exec(text)?.[1];
  const [signal, , after] = directive('Kill')?.split(' ') ?? [];
  return {
    kind,
    name,
    file,
    text,
    flags: directive('Flags')?.split(' ') ?? [],
    preload: (directive('Preload') ?? 'require') as Program['preload'],
    from: (directive('From') ?? 'file') as Program['from'],
    input: JSON.parse(directive('Input') ?? '""') as string,
    kill: signal === undefined || after === undefined ? undefined : { signal: signal as NodeJS.Signals, after },
  };
}
