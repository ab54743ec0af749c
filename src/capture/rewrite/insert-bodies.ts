// Puts the measuring code into the bodies of the functions and loops of one file that the rules take.

import { parse } from 'acorn';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { ProgramRules } from '../rules/program-rules.js';
import { AwaitTexts } from './await-texts.js';
import { BodyTexts } from './body-texts.js';
import { CallbackTexts } from './callback-texts.js';
import { Edits, type Insertion } from './edits.js';
import { writeExceptionLines } from './exception-lines.js';
import type { InsertionSites } from './insertion-sites.js';
import { LoopTexts } from './loop-texts.js';
import { isMangled } from './mangled-names.js';
import { ProgramSource, type SourceFile } from './program-source.js';
import { ProgramVisitor } from './program-visitor.js';
import { Tokens } from './tokens.js';

export interface RewrittenFile {
  readonly text: string;
  readonly insertions: readonly Insertion[];
  /** Functions whose text calls a constant of their own, which has to be there before the text runs. */
  readonly recursiveIds: readonly number[];
}

/**
 * @param host the name by which the text calls the host; the file does not contain it
 * @param scriptName what V8 calls the file, where Node.js must not print its lines that have insertions
 * @returns `undefined` where nothing is measured
 * @throws SyntaxError where the file is not JavaScript of that type
 */
export function insertBodies(
  file: SourceFile,
  host: string,
  sites: InsertionSites,
  rules: ProgramRules,
  notSeen: (row: NotSeenRow) => void,
  scriptName?: string,
): RewrittenFile | undefined {
  const tokens = new Tokens(file.source);
  const program = parse(file.source, {
    ecmaVersion: 'latest',
    // Of CommonJS the top level is a function's body: `return`, `new.target` and `using` may stand there.
    sourceType: file.sourceType === 'script' ? 'commonjs' : 'module',
    allowHashBang: true,
    onToken: tokens.add,
  });
  if (isMangled(program)) {
    notSeen({ name: file.displayName, why: 'minified: its names are of one or two letters' });
    return undefined;
  }
  const source = new ProgramSource(file);
  const edits = new Edits();
  const awaits = new AwaitTexts(source, edits);
  const loops = new LoopTexts(source, tokens, edits, awaits, host);
  const chosen = new ProgramVisitor(program, source, sites, rules, notSeen, loops).visit();
  new BodyTexts(source, tokens, edits, new CallbackTexts(source, tokens, edits, host), awaits, host).write(chosen);
  awaits.write();
  if (edits.isEmpty) return undefined;
  if (scriptName !== undefined) writeExceptionLines(program, source, tokens, edits, host, scriptName);
  const recursiveIds = chosen.filter(({ isRecursive }) => isRecursive).map(({ id }) => id);
  return { ...edits.applyTo(file.source), recursiveIds };
}
