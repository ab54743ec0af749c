// The lines of a function that put something into what outlives its call: where a collection grows, if one does.
//
// V8 tells in which function something was allocated that is still alive, and counts what it has inlined as that of its caller. So the function
// and all that it calls are read for lines that keep, and those are weighed: one that nobody ever removes from, with a key that is always new,
// is the likeliest.

import type { AnyNode, CallExpression, parse as Parse, Program } from 'acorn';
import { isAnyFunction, visitAllNodes } from './own-nodes.js';
import { lastName, LISTENERS, removedFrom } from './removed-from.js';
import { type Resolved, ResolvedNames } from './resolved-names.js';
import { calledName, isThis, textOfKey } from './syntax.js';

interface KeepingLine {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  /** As the program calls it: `this.trades`. */
  readonly collection: string;
  readonly weight: number;
}

type KeptIn = Pick<KeepingLine, 'collection' | 'weight'>;

const LISTENS = /^(?:on|once|addListener|prependListener|addEventListener|subscribe)$/;
const APPENDS = /^(?:push|unshift|append|enqueue|write)$/;
const PUTS = /^(?:set|add)$/;
const TEXT = /^(?:stringify|toString|String|join|toISOString|format|toFixed)$/;
/** Keys of which there is always a new one, and keys of which there are a few. */
const UNIQUE = /(?:id|uuid|seq|sequence|nonce|hash|time|timestamp|ts|at|count|counter|number|index|cursor)$/i;
const FEW = /(?:symbol|pair|market|instrument|ticker|venue|exchange|interval|timeframe|side|name|kind|type)$/i;

/** `require('./x')`, `from './x'` */
const IMPORTED = /(?:\brequire\s*\(|\bfrom)\s*['"](\.{1,2}\/[^'"\n]+)['"]/g;

/** Calls that are followed from a function. */
const DEEPEST = 3;

/** Of one file. */
export class KeepingLines {
  readonly #source: string;
  readonly #names: ResolvedNames;
  readonly #functions: AnyNode[] = [];
  readonly #removedFrom = new Set<string>();
  /** Files beside it that it imports, as it names them. */
  readonly imports: readonly string[];

  /** @param parse acorn's @throws SyntaxError for what is no program */
  static of(source: string, parse: typeof Parse): KeepingLines {
    const options = {
      ecmaVersion: 'latest',
      locations: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowHashBang: true,
    } as const;
    try {
      return new KeepingLines(parse(source, { ...options, sourceType: 'module' }), source);
    } catch {
      return new KeepingLines(parse(source, { ...options, sourceType: 'script' }), source);
    }
  }

  private constructor(program: Program, source: string) {
    this.imports = Array.from(source.matchAll(IMPORTED), ([, name = '']) => name);
    this.#source = source;
    this.#names = new ResolvedNames(program);
    this.#functions.push(program);
    visitAllNodes(program, (node) => {
      if (isAnyFunction(node)) this.#functions.push(node);
      const removed = removedFrom(node, this.#names, source);
      if (removed !== undefined) this.#removedFrom.add(removed);
    });
  }

  /**
   * @param line where the function begins, from 1
   * @param called what the function has called and that allocated, where it did not itself
   * @param elsewhere what functions of a name keep that are in other files
   */
  of(
    line: number,
    name: string,
    called: string | undefined,
    elsewhere: (name: string, depth: number) => readonly KeepingLine[],
  ): KeepingLine[] {
    const there = this.#functions.filter((node) => node.type !== 'Program' && node.loc?.start.line === line);
    const simple = name.slice(name.lastIndexOf('.') + 1);
    const found = there.find((node) => this.#nameOf(node) === simple) ?? there[0] ?? this.#functions[0];
    return found === undefined ? [] : this.#within(found, called, 0, elsewhere, new Set());
  }

  /** What functions of that name keep. */
  ofNamed(
    name: string,
    depth: number,
    elsewhere: (name: string, depth: number) => readonly KeepingLine[],
  ): KeepingLine[] {
    return this.#named(name).flatMap((node) => this.#within(node, undefined, depth, elsewhere, new Set()));
  }

  #within(
    node: AnyNode,
    called: string | undefined,
    depth: number,
    elsewhere: (name: string, depth: number) => readonly KeepingLine[],
    seen: Set<AnyNode>,
  ): KeepingLine[] {
    if (seen.has(node) || depth > DEEPEST) return [];
    seen.add(node);
    const lines: KeepingLine[] = [];
    visitAllNodes(node, (each) => {
      const kept = this.#keptBy(each, node);
      if (kept !== undefined) {
        const isOfCalled = called !== undefined && this.#text(each).includes(`${called}(`);
        const loc = placeOf(each).loc?.start;
        if (loc !== undefined)
          lines.push({
            line: loc.line,
            column: loc.column,
            collection: kept.collection,
            weight: kept.weight + (isOfCalled ? 1 : 0) - 0.1 * depth,
          });
      }
      if (each.type !== 'CallExpression' || node.type === 'Program') return;
      const next = calledName(each.callee);
      if (next === undefined) return;
      const inFile = this.#named(next).filter((other) => !this.#isWithin(other, node));
      for (const other of inFile) lines.push(...this.#within(other, undefined, depth + 1, elsewhere, seen));
      if (inFile.length === 0 && depth < DEEPEST) lines.push(...elsewhere(next, depth + 1));
    });
    return lines;
  }

  #keptBy(node: AnyNode, within: AnyNode): KeptIn | undefined {
    if (node.type === 'CallExpression') return this.#keptByCall(node, within);
    if (node.type !== 'AssignmentExpression') return undefined;
    const { left, right, operator } = node;
    if (left.type === 'MemberExpression' && left.computed && operator === '=') {
      if (left.property.type === 'Literal' || /[%&]/.test(this.#text(left.property))) return undefined;
      return this.#weighed(
        node,
        this.#names.resolve(left.object),
        2 + this.#ofKey(left.property) + ofValue(right),
        within,
      );
    }
    if (left.type !== 'Identifier' && left.type !== 'MemberExpression') return undefined;
    const target = this.#names.resolve(left);
    const own = left.type === 'Identifier' ? { ...target, path: left.name } : target;
    const grows = operator === '+=' ? isText(right) : operator === '=' && this.#isMadeOf(right, this.#text(left));
    return grows ? this.#weighed(node, own, 3, within) : undefined;
  }

  #keptByCall(node: CallExpression, within: AnyNode): KeptIn | undefined {
    const { callee, arguments: given } = node;
    const name = calledName(callee);
    if (name === 'setInterval' && callee.type === 'Identifier')
      return this.#weighed(node, { path: 'setInterval', kind: 'outer' }, 2.5, within);
    if (name === undefined || callee.type !== 'MemberExpression') return undefined;
    const target = this.#names.resolve(callee.object);
    if (LISTENS.test(name) && given.length > 1)
      return this.#weighed(node, { ...target, path: target.path + LISTENERS }, 3, within);
    if (APPENDS.test(name) && given.length > 0)
      return this.#weighed(node, target, name === 'write' ? 0 : 3 + ofValue(given[0]), within);
    if (!PUTS.test(name) || given.length === 0) return undefined;
    const [key, value = key] = given;
    if (key === undefined || value === undefined) return undefined;
    return this.#weighed(node, target, 2 + this.#ofKey(key) + ofValue(value), within);
  }

  /** @returns `undefined` for what does not outlive the call */
  #weighed(node: AnyNode, { path, kind, declaration }: Resolved, weight: number, within: AnyNode): KeptIn | undefined {
    if (kind === 'fresh' || path === 'this') return undefined;
    if (declaration !== undefined && this.#isOfProgramClass(declaration)) return undefined;
    let lighter = kind === 'given' ? 0.5 : 0;
    if (declaration !== undefined) {
      const around = this.#names.callAround(declaration);
      const own = this.#names.callAround(node);
      if (around !== undefined && around === own) {
        if (!this.#names.isRepeated(node, declaration)) return undefined;
        lighter += 3;
      }
    }
    if (this.#removedFrom.has(lastName(path))) lighter += 4;
    if (this.#isGuarded(node, within, path)) lighter += 1;
    return { collection: path, weight: weight - lighter };
  }

  /** What its methods keep stands in them. */
  #isOfProgramClass(declaration: AnyNode): boolean {
    if (declaration.type !== 'VariableDeclarator' || declaration.init?.type !== 'NewExpression') return false;
    const { callee } = declaration.init;
    return callee.type === 'Identifier' && this.#names.resolve(callee).declaration?.type === 'ClassDeclaration';
  }

  /** Whether it happens only where the key is new: `if (!books.has(symbol)) books.set(symbol, [])`. */
  #isGuarded(node: AnyNode, within: AnyNode, path: string): boolean {
    for (let at: AnyNode | undefined = node; at !== undefined && at !== within; at = this.#names.parentOf(at)) {
      const parent: AnyNode | undefined = this.#names.parentOf(at);
      if (parent?.type !== 'IfStatement' || parent.test === at) continue;
      const test = this.#text(parent.test);
      if (
        /^!|=== undefined|== null|=== null/.test(test) &&
        (test.includes(lastName(path)) || /^![\w$]+$|^[\w$]+ ===? /.test(test))
      )
        return true;
    }
    return false;
  }

  #ofKey(key: AnyNode): number {
    const text = this.#text(key);
    if (key.type === 'TemplateLiteral' || /\+\+|Date\.now|randomUUID/.test(text)) return 1;
    const last = lastName(text.replaceAll(/[^\w$.]/g, ''));
    if (UNIQUE.test(last)) return 1;
    return FEW.test(last) ? -1 : 0;
  }

  /** `x = [...x, y]`, `x = x.concat(y)`, `x = { value, next: x }`, `x = x + 'text'` */
  #isMadeOf(right: AnyNode, target: string): boolean {
    const isTarget = (node: AnyNode | null): boolean => node !== null && this.#text(node) === target;
    if (right.type === 'ArrayExpression')
      return right.elements.some((each) => each?.type === 'SpreadElement' && isTarget(each.argument));
    if (right.type === 'ObjectExpression')
      return right.properties.some((each) =>
        each.type === 'SpreadElement'
          ? isTarget(each.argument) && right.properties.some((other) => other.type === 'Property' && other.computed)
          : isTarget(each.value),
      );
    if (right.type === 'BinaryExpression') return right.operator === '+' && isTarget(right.left) && isText(right.right);
    return (
      right.type === 'CallExpression' &&
      right.callee.type === 'MemberExpression' &&
      calledName(right.callee) === 'concat' &&
      isTarget(right.callee.object)
    );
  }

  #named(name: string): AnyNode[] {
    return this.#functions.filter((node) => node.type !== 'Program' && this.#nameOf(node) === name);
  }

  #nameOf(node: AnyNode): string | undefined {
    if ('id' in node && node.id?.type === 'Identifier') return node.id.name;
    const parent = this.#names.parentOf(node);
    if (parent === undefined) return undefined;
    if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
    if (parent.type === 'AssignmentExpression') return lastName(this.#text(parent.left));
    if (!('key' in parent) || !('computed' in parent)) return undefined;
    return parent.key.type === 'PrivateIdentifier' ? parent.key.name : textOfKey(parent.key);
  }

  #isWithin(node: AnyNode, outer: AnyNode): boolean {
    return node.start >= outer.start && node.end <= outer.end;
  }

  #text({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.#source.slice(start, end);
  }
}

/** `push` of a call that goes over several lines. */
function placeOf(node: AnyNode): AnyNode {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? node.callee.property : node;
}

/** New objects weigh more than numbers and what was there before. */
function ofValue(value: AnyNode | undefined): number {
  if (value === undefined) return 0;
  if (value.type === 'Literal') return -0.5;
  return /^(?:Object|Array|New|Function|ArrowFunction|Template|Call|Await)/.test(value.type)
    ? 0.5
    : isThis(value)
      ? 0
      : 0.25;
}

function isText(node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string';
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'BinaryExpression') return node.operator === '+' && (isText(node.left) || isText(node.right));
  return node.type === 'CallExpression' && TEXT.test(calledName(node.callee) ?? '');
}
