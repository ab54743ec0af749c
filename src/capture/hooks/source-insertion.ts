// Inserts the hand-over of the program's own functions into their source, on existing lines.
//
// A walk over exports misses what is not exported, and a one-file bot exports nothing. A `static` block right after a class
// body's brace runs when the methods exist and before anything can call them; function declarations are reassigned on the
// first line of their scope; functions that are values are wrapped in place.

import {
  type AnyNode,
  type BlockStatement,
  type Class,
  type Function as FunctionNode,
  parse,
  type Program,
} from 'acorn';
import { marked } from './insertion-marks.js';
import type { InsertionSites } from './insertion-sites.js';
import { OwnCodeVisitor, type SourceFile } from './own-code-visitor.js';
import type { Match } from './operation.js';
import type { OwnFunction } from './instrumentation.js';

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const HOST = 'globalThis[Symbol.for("tickscope.v1")].ownCode';

/**
 * @param match the instrumentations' verdict on one function
 * @param notSeen told of a function that a rule names and that cannot be reached
 * @returns the new source; `undefined` where nothing had to be inserted
 * @throws SyntaxError where the file is not JavaScript of that type
 */
export function insertHandOvers(
  file: SourceFile,
  sites: InsertionSites,
  match: (candidate: OwnFunction) => Match | undefined,
  notSeen: (what: string, why: string) => void,
): string | undefined {
  const program = parse(file.source, {
    ecmaVersion: 'latest',
    sourceType: file.sourceType,
    allowHashBang: true,
    allowReturnOutsideFunction: file.sourceType === 'script',
  });
  const insertions: Insertion[] = [];
  const visitor = new OwnCodeVisitor(file, sites, match, notSeen, {
    classBody(node: Class, id: number) {
      insertions.push({ at: node.body.start + 1, text: marked(`static{${HOST}.defineClass(this,${id})}`) });
    },
    declaration(node: FunctionNode, scope: Program | FunctionNode, id: number) {
      const name = node.id?.name as string;
      insertions.push({ at: scopeStart(scope), text: marked(`${name}=${HOST}.defineFunction(${name},${id});`) });
    },
    functionValue(node: AnyNode, id: number) {
      insertions.push({ at: node.start, text: marked(`${HOST}.defineFunction(`) });
      insertions.push({ at: node.end, text: marked(`,${id})`) });
    },
    objectLiteral(node: AnyNode, id: number) {
      insertions.push({ at: node.start, text: marked(`${HOST}.defineObject(`) });
      insertions.push({ at: node.end, text: marked(`,${id})`) });
    },
  });
  visitor.visit(program);
  return insertions.length === 0 ? undefined : insertAll(file.source, insertions);
}

/** After hashbang and directives: an insertion before `'use strict'` would switch it off. */
function scopeStart(scope: Program | FunctionNode): number {
  const body = (scope.type === 'Program' ? scope : scope.body) as Program | BlockStatement;
  const statements = body.body;
  const directives = statements.filter((statement) => 'directive' in statement && statement.directive !== undefined);
  const last = directives.at(-1);
  if (last !== undefined) return last.end;
  return statements[0]?.start ?? body.end - 1;
}

function insertAll(source: string, insertions: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  // A stable sort: what was found first at a place stays first.
  for (const { at, text } of insertions.toSorted((left, right) => left.at - right.at)) {
    result += source.slice(from, at) + text;
    from = at;
  }
  return result + source.slice(from);
}
