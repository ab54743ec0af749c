// Functions that call themselves: `try` would cost them a third of the depth that they can reach.

import type { AnyNode, Function as FunctionNode, Program } from 'acorn';
import { isAnyFunction, visitAllNodes, visitOwnNodes } from './own-nodes.js';
import { calledName, isFunction, memberName } from './syntax.js';

/** Calls in a cycle: `a` calls `b`, `b` calls `c`, `c` calls `a`. */
const LONGEST_CYCLE = 3;
const CONSTRUCTOR_NAME = /^[A-Z]/;

/** Who calls whom in one file, by their names: a member counts where it is called on `this` or `super`. */
export class RecursiveFunctions {
  readonly #program: Program;
  #byName: ReadonlyMap<string, readonly FunctionNode[]> | undefined;
  readonly #called = new Map<FunctionNode, ReadonlySet<string>>();

  constructor(program: Program) {
    this.#program = program;
  }

  /**
   * Whether a function is measured in the form without `try`: it calls itself, returns when its work is done, and catches nothing.
   * One that catches has to know its own call, and the form without `try` does not.
   */
  has(node: FunctionNode, name: string): boolean {
    // One that makes objects may be called with `new`, which is none of its calls.
    if (node.async || node.generator || CONSTRUCTOR_NAME.test(name) || catches(node)) return false;
    return this.#reaches(node, node, [name, `this.${name}`, ...(node.id ? [node.id.name] : [])], LONGEST_CYCLE);
  }

  #reaches(from: FunctionNode, target: FunctionNode, names: readonly string[], calls: number): boolean {
    const called = this.#calledBy(from);
    if (names.some((name) => called.has(name))) return true;
    if (calls === 1) return false;
    this.#byName ??= functionsByName(this.#program);
    return [...called].some((name) =>
      this.#byName?.get(name)?.some((next) => next !== target && this.#reaches(next, target, names, calls - 1)),
    );
  }

  #calledBy(node: FunctionNode): ReadonlySet<string> {
    let called = this.#called.get(node);
    if (called === undefined) this.#called.set(node, (called = calledNames(node.body)));
    return called;
  }
}

function catches({ body }: FunctionNode): boolean {
  let found = false;
  visitOwnNodes(body, ({ type }) => {
    found ||= type === 'TryStatement';
  });
  return found;
}

/** `f` of `f()` and `f.call()`, `this.m` of `this.m()` and `super.m()`; in closures too. */
function calledNames(body: AnyNode): Set<string> {
  const names = new Set<string>();
  const add = (node: AnyNode): void => {
    if (node.type !== 'CallExpression') return;
    const name = referenceOf(node.callee);
    if (name !== undefined) names.add(name);
  };
  add(body);
  visitAllNodes(body, add);
  return names;
}

function referenceOf(callee: AnyNode): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'ChainExpression') return referenceOf(callee.expression);
  if (callee.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = callee;
  if (object.type === 'ThisExpression' || object.type === 'Super') {
    const name = memberName(property, computed);
    return name && `this.${name}`;
  }
  return /^(?:call|apply)$/.test(calledName(callee) ?? '') ? referenceOf(object) : undefined;
}

function functionsByName(program: Program): Map<string, FunctionNode[]> {
  const found = new Map<string, FunctionNode[]>();
  const add = (name: string | undefined, node: AnyNode | null | undefined): void => {
    if (name === undefined || !node || !isAnyFunction(node)) return;
    found.set(name, [...(found.get(name) ?? []), node as FunctionNode]);
  };
  const addMember = (key: AnyNode, computed: boolean, value: AnyNode | null | undefined): void => {
    const name = memberName(key, computed);
    add(name && `this.${name}`, value);
  };
  visitAllNodes(program, (node) => {
    if (node.type === 'FunctionDeclaration') add(node.id?.name, node);
    else if (node.type === 'FunctionExpression') add(node.id?.name, node);
    else if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') add(node.id.name, node.init);
    else if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition' || node.type === 'Property') {
      addMember(node.key, node.computed, node.value);
    } else if (node.type === 'AssignmentExpression' && isFunction(node.right)) {
      if (node.left.type === 'Identifier') add(node.left.name, node.right);
      else if (node.left.type === 'MemberExpression') addMember(node.left.property, node.left.computed, node.right);
    }
  });
  return found;
}
