// Small questions about a syntax tree.

import type {
  AnyNode,
  ArrowFunctionExpression,
  BlockStatement,
  CallExpression,
  Class,
  Function,
  Function as FunctionNode,
  FunctionExpression,
  Pattern,
  Program,
} from 'acorn';

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export function isProgram(scope: Program | Function): scope is Program {
  return scope.type === 'Program';
}

/** A function as a value; a declaration is none. */
export function isFunction(node: AnyNode): node is FunctionExpression | ArrowFunctionExpression {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const value of Object.values(node) as unknown[]) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) children.push(value);
      continue;
    }
    for (const element of value as unknown[]) if (isNode(element)) children.push(element);
  }
  return children;
}

/** Whether a statement stands in a list, where another one can be put in front of it. */
export function isListed(statement: AnyNode, parent: AnyNode): boolean {
  return listOf(parent).includes(statement);
}

/** Whether what stands before a statement is another one of the same list, which may lack its semicolon. */
export function isBehindSibling(statement: AnyNode, parent: AnyNode): boolean {
  return listOf(parent).indexOf(statement) > 0;
}

function listOf(parent: AnyNode): readonly AnyNode[] {
  if (parent.type === 'BlockStatement' || parent.type === 'StaticBlock' || parent.type === 'Program')
    return parent.body;
  return parent.type === 'SwitchCase' ? parent.consequent : [];
}

/** Behind the brace, or behind the directives: an insertion before `'use strict'` would switch it off. */
export function blockStart(
  block: BlockStatement,
  source: { charAt(offset: number): string },
): { readonly at: number; readonly needsSemicolon: boolean } {
  const last = directivesOf(block.body).at(-1);
  if (last === undefined) return { at: block.start + 1, needsSemicolon: false };
  return { at: last.end, needsSemicolon: source.charAt(last.end - 1) !== ';' };
}

/** Where the end of a block's code stands, as far from the program's next code as its lines allow. */
export function blockEnd(
  block: BlockStatement,
  source: { isFirstInLine(offset: number): boolean; restOfLine(offset: number): string },
  tokens: { endBefore(offset: number): number },
): number {
  const brace = block.end - 1;
  // Nothing that an error could name stands behind a brace that closes its line.
  const closesItsLine = source.isFirstInLine(brace) && /^\}[)\];,]*[ \t]*$/.test(source.restOfLine(brace));
  return closesItsLine ? brace : tokens.endBefore(brace);
}

/** `'use strict'` and its like, at the head of a function's body or of a file. */
export function directivesOf(statements: readonly AnyNode[]): AnyNode[] {
  return statements.filter((statement) => 'directive' in statement && statement.directive !== undefined);
}

/** Whether `found` holds of a node or of one below it; `enter` says which of those to look into. */
export function someNode(node: AnyNode, enter: (node: AnyNode) => boolean, found: (node: AnyNode) => boolean): boolean {
  if (found(node)) return true;
  return childrenOf(node).some((child) => enter(child) && someNode(child, enter, found));
}

/** `onTick` of `onTick() {}` and of `'onTick'() {}`. */
export function textOfKey(key: AnyNode): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

/** The name of a member, `#private` ones without their sign; `undefined` for one that is computed. */
export function memberName(key: AnyNode, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return key.name;
  return computed ? undefined : textOfKey(key);
}

/** The names of a class's members. */
export function membersOf({ body }: Class): string[] {
  return body.body.flatMap((element) => {
    const name = 'key' in element && !element.computed ? textOfKey(element.key) : undefined;
    return name === undefined ? [] : [name];
  });
}

/** The name by which something is called: `f` of `f()`, `m` of `a.b.m()`, of `a['m']()` and of a compiler's `(0, a.m)()`. */
export function calledName(callee: AnyNode): string | undefined {
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  if (last !== undefined) return calledName(last);
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'ChainExpression') return calledName(callee.expression);
  if (callee.type !== 'MemberExpression') return undefined;
  return callee.computed && callee.property.type !== 'Literal' ? undefined : textOfKey(callee.property);
}

/** What compilers call `this` inside a constructor, where a function or `super()` stands between. */
const COMPILED_THIS = /^_this\d*$/;

/** `this`, or what a compiler has put in its place. */
export function isThis(node: AnyNode | undefined): boolean {
  return node?.type === 'ThisExpression' || (node?.type === 'Identifier' && COMPILED_THIS.test(node.name));
}

/** `exports`, `module.exports` */
export function isExportsObject(node: AnyNode): boolean {
  if (node.type === 'Identifier') return node.name === 'exports';
  if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier') return false;
  return node.object.name === 'module' && textOfKey(node.property) === 'exports';
}

/** Methods whose function argument is called for each of many values, or later, and is not what the result is made of. */
const NOT_MADE_OF =
  /^(?:map|flatMap|filter|forEach|reduce|reduceRight|find|findIndex|findLast|some|every|sort|toSorted|then|catch|finally|from|replace|replaceAll)$/;

/**
 * The name that a call's result gets, and with it a function that it is made of: by its position, or as compilers write a class
 * field, `__publicField(this, "onTick", (tick) => ...)`.
 */
export function namedResult(
  { callee, arguments: [target, key] }: CallExpression,
  byPlace: string | undefined,
): string | undefined {
  const field = isThis(target) && key?.type === 'Literal' ? textOfKey(key) : undefined;
  if (field !== undefined) return field;
  return byPlace !== undefined && !NOT_MADE_OF.test(calledName(callee) ?? '') ? byPlace : undefined;
}

/** JavaScript for the value that was bound to a pattern, as far as its names hold it: `{price:p}` for `{ price: p }`. */
export function boundValue(pattern: Pattern): string | undefined {
  if (pattern.type === 'Identifier') return pattern.name;
  if (pattern.type === 'AssignmentPattern') return boundValue(pattern.left);
  if (pattern.type === 'ArrayPattern') {
    // The arguments of an event, as `events.on` gives them.
    return pattern.elements[0] ? boundValue(pattern.elements[0]) : undefined;
  }
  if (pattern.type !== 'ObjectPattern') return undefined;
  const members = pattern.properties.flatMap((property) => {
    const key = property.type === 'Property' && !property.computed ? textOfKey(property.key) : undefined;
    const value = property.type === 'Property' && key !== undefined ? boundValue(property.value) : undefined;
    return value === undefined ? [] : [`${JSON.stringify(key)}:${value}`];
  });
  return `{${members.join()}}`;
}

/** @returns whether `scope` returns an object with a member that is its variable `name` */
export function isReturnedMember(scope: Program | FunctionNode, name: string): boolean {
  const { body } = scope;
  if (Array.isArray(body) || body.type !== 'BlockStatement') return false;
  return body.body.some(
    (statement) =>
      statement.type === 'ReturnStatement' &&
      statement.argument?.type === 'ObjectExpression' &&
      statement.argument.properties.some(
        (property) =>
          property.type === 'Property' && property.value.type === 'Identifier' && property.value.name === name,
      ),
  );
}

/** The name that a class had before a minifier renamed it, where esbuild keeps it: `class { static { a(this, "GridBot"); } }`. */
export function keptClassName({ body }: Class): string | undefined {
  const [first] = body.body;
  const statement = first?.type === 'StaticBlock' ? first.body[0] : undefined;
  const call = statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.arguments.length !== 2)
    return undefined;
  const [self, name] = call.arguments;
  const isText = name?.type === 'Literal' && typeof name.value === 'string' && name.value !== '';
  return self?.type === 'ThisExpression' && isText ? (name.value as string) : undefined;
}
