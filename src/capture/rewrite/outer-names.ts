// What a file names at its outermost level, and which of its functions and values stay what they are.

import type { AnyNode, Function as FunctionNode, Program } from 'acorn';
import { boundNames } from './bound-names.js';
import { isAnyFunction } from './own-nodes.js';
import { childrenOf } from './syntax.js';

/** What a file has at its outermost level, and never gives another value. */
export interface OuterNames {
  /** Functions with nothing around them but the file, a class or an object: no name of theirs is that of another function or block. */
  readonly outermost: ReadonlySet<object>;
  readonly all: ReadonlySet<string>;
  /** Numbers, texts. */
  readonly values: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionNode>;
}

export function outerNames({ body }: Program): OuterNames {
  const all = new Set<string>();
  const values = new Set<string>();
  const functions = new Map<string, FunctionNode>();
  const written = new Set<string>();
  for (const outermost of body) {
    const isExport = outermost.type === 'ExportNamedDeclaration' || outermost.type === 'ExportDefaultDeclaration';
    const statement = (isExport ? outermost.declaration : outermost) as AnyNode | null | undefined;
    if (statement?.type === 'FunctionDeclaration' && statement.id) {
      all.add(statement.id.name);
      functions.set(statement.id.name, statement);
    } else if (statement?.type === 'ClassDeclaration' && statement.id) all.add(statement.id.name);
    else if (statement?.type === 'ImportDeclaration') for (const { local } of statement.specifiers) all.add(local.name);
    else if (statement?.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) {
        for (const name of boundNames(id)) all.add(name);
        if (statement.kind !== 'const' || id.type !== 'Identifier' || !init) continue;
        if (isConstant(init)) values.add(id.name);
        else if (init.type === 'ArrowFunctionExpression' || init.type === 'FunctionExpression')
          functions.set(id.name, init);
      }
    }
  }
  visitAll(body, (node) => {
    for (const name of writtenNames(node)) written.add(name);
  });
  for (const name of written) functions.delete(name);
  const outermost = new Set<object>();
  addOutermost(body, outermost);
  return { outermost, all, values, functions };
}

const AROUND = /^BlockStatement$|^StaticBlock$|^(?:For|While|DoWhile|Switch|Try|With|If|Labeled)/;

function addOutermost(nodes: readonly AnyNode[], found: Set<object>): void {
  for (const node of nodes) {
    if (isAnyFunction(node)) found.add(node);
    else if (!AROUND.test(node.type)) addOutermost(childrenOf(node), found);
  }
}

function isConstant(node: AnyNode): boolean {
  if (node.type === 'UnaryExpression') return node.operator !== 'delete' && isConstant(node.argument);
  if (node.type === 'BinaryExpression') return isConstant(node.left) && isConstant(node.right);
  return node.type === 'Literal' && !('regex' in node && node.regex !== undefined);
}

/** Variables that a node gives another value. */
export function writtenNames(node: AnyNode): readonly string[] {
  if (node.type === 'UpdateExpression') return node.argument.type === 'Identifier' ? [node.argument.name] : [];
  if (node.type === 'AssignmentExpression') return namesIn(node.left);
  const isLoop = node.type === 'ForOfStatement' || node.type === 'ForInStatement';
  return isLoop && node.left.type !== 'VariableDeclaration' ? namesIn(node.left) : [];
}

function namesIn(target: AnyNode): readonly string[] {
  return target.type === 'MemberExpression' ? [] : boundNames(target);
}

export function visitAll(nodes: readonly AnyNode[], visit: (node: AnyNode) => void): void {
  for (const node of nodes) {
    visit(node);
    visitAll(childrenOf(node), visit);
  }
}
