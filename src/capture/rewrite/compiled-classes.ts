// Classes that were written before there were classes, or that TypeScript and Babel have compiled to functions and prototypes.

import type {
  AnyNode,
  AssignmentExpression,
  CallExpression,
  Function as FunctionNode,
  ObjectExpression,
  Program,
} from 'acorn';
import { declarationReturned } from './compiled-functions.js';
import { isAnyFunction, visitAllNodes, visitOwnNodes } from './own-nodes.js';
import type { ProgramSource } from './program-source.js';
import { calledName, isFunction, memberName, textOfKey } from './syntax.js';
import type { Owner } from './walk-position.js';

interface CompiledClass {
  superName: string | undefined;
  readonly members: string[];
}

/** A member as Babel hands it to its helper: `{ key: 'onTick', value: function onTick(tick) {} }`. */
interface CompiledMember {
  readonly name: string;
  readonly value: AnyNode;
}

const INHERITS = /inherits|extend(?:s|statics)$/i;
/** `_createClass(Bot, [{ key: "onTick", value: function onTick(tick) {} }])` of Babel, `_create_class` of SWC. */
const CREATE_CLASS = /create_?class/i;
/** `_classCallCheck(this, Bot)` of Babel, `_class_call_check` of SWC. */
const CLASS_CHECK = /class_?call_?check/i;
const CAPITAL = /^[A-Z]/;
/** Walking through a file for them takes a tenth of the time of the whole, and most files have none: these words tell. */
const HINT =
  /\bfunction\s+[A-Z]|\.prototype(?:\.\w+)?\s*=[^=]|[iI]nherits|__extends|[cC]lass_?[cC]all_?[cC]heck|create_?[cC]lass/;

export class CompiledClasses {
  readonly #classes = new Map<string, CompiledClass>();
  /** The constructors' names by the nodes of their members: objects as above, and function declarations. */
  readonly #memberOf = new WeakMap<AnyNode, string>();
  readonly #source: ProgramSource;

  constructor(program: Program, source: ProgramSource) {
    this.#source = source;
    if (!HINT.test(source.textOf(program))) return;
    visitAllNodes(program, (node) => {
      if (node.type === 'AssignmentExpression') this.#assignment(node);
      else if (node.type === 'CallExpression') this.#call(node);
      else if (isAnyFunction(node)) this.#function(node as FunctionNode);
    });
  }

  /** The class of which the function with this name is the constructor. */
  ownerOf(constructorName: string | undefined): Owner | undefined {
    const found = constructorName === undefined ? undefined : this.#classes.get(constructorName);
    if (constructorName === undefined || found === undefined) return undefined;
    return {
      className: this.#source.classNameOf(constructorName),
      declaredClassName: constructorName,
      superName: found.superName,
      siblings: found.members,
    };
  }

  /** One in lower case may be called as a function too; called with `new` it is not counted, whatever its name is. */
  isConstructor(name: string): boolean {
    return CAPITAL.test(name) && this.#classes.has(name);
  }

  /** The class whose members `object.name = ...` sets: of `X.prototype`, and of `X` its static ones. */
  ownerOfMembers(object: AnyNode): Owner | undefined {
    return this.ownerOf(object.type === 'Identifier' ? object.name : prototypeOwner(object));
  }

  /** @returns the class and what is its member, where an object is given to a compiler's helper */
  memberOf(object: ObjectExpression): (CompiledMember & { readonly owner: Owner | undefined }) | undefined {
    const className = this.#memberOf.get(object);
    const member = className === undefined ? undefined : compiledMember(object);
    return member && { ...member, owner: this.ownerOf(className) };
  }

  /** The class of which a declared function is a member. */
  ownerOfDeclaration(node: FunctionNode): Owner | undefined {
    return this.ownerOf(this.#memberOf.get(node as AnyNode));
  }

  /** `X.prototype.onTick = ...`, `X.prototype = { onTick() {} }`. */
  #assignment({ left, right }: AssignmentExpression): void {
    const whole = prototypeOwner(left);
    if (whole !== undefined) {
      const members = right.type === 'ObjectExpression' ? membersOfObject(right) : [];
      this.#class(whole).members.push(...members);
    }
    if (left.type !== 'MemberExpression') return;
    const owner = prototypeOwner(left.object);
    const name = memberName(left.property, left.computed);
    if (owner !== undefined && name !== undefined) this.#class(owner).members.push(name);
  }

  #call(node: CallExpression): void {
    const { callee } = node;
    const [first, second] = node.arguments;
    // `(function (_super) { __extends(Bot, _super); ... })(Base)`: inside, the parent goes by the parameter's name.
    if (isFunction(callee) && callee.body.type === 'BlockStatement') {
      const parameters = callee.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : ''));
      for (const statement of callee.body.body) {
        const call = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
        if (call?.type !== 'CallExpression') continue;
        const [derived, parent] = inheritance(call) ?? [];
        const given = parent === undefined ? undefined : node.arguments[parameters.indexOf(parent)];
        if (derived !== undefined) this.#class(derived).superName ??= given && lastName(given);
      }
    }
    const [derived, parent] = inheritance(node) ?? [];
    if (derived !== undefined) this.#class(derived).superName ??= parent;
    const isChecked = first?.type === 'ThisExpression' && second?.type === 'Identifier';
    if (isChecked && CLASS_CHECK.test(helperName(callee))) this.#class(second.name);
    if (first?.type === 'Identifier' && CREATE_CLASS.test(helperName(callee))) {
      for (const list of node.arguments.slice(1)) this.#members(first.name, list);
    }
  }

  #members(className: string, list: AnyNode): void {
    if (list.type !== 'ArrayExpression') return;
    for (const element of list.elements) {
      const member = element?.type === 'ObjectExpression' ? compiledMember(element) : undefined;
      if (element === null || member === undefined) continue;
      const { name, value } = member;
      this.#class(className).members.push(name);
      this.#memberOf.set(element, className);
      const declared = value.type === 'CallExpression' ? declarationReturned(value.callee, name) : undefined;
      if (declared !== undefined) this.#memberOf.set(declared as AnyNode, className);
    }
  }

  /** `function Bot() { this.trades = []; }`. */
  #function(node: FunctionNode): void {
    const name = node.id?.name ?? '';
    if (!CAPITAL.test(name) || node.type === 'ArrowFunctionExpression') return;
    visitOwnNodes(node.body, (inner) => {
      if (inner.type !== 'AssignmentExpression' || inner.left.type !== 'MemberExpression') return;
      if (inner.left.object.type === 'ThisExpression') this.#class(name);
    });
  }

  #class(name: string): CompiledClass {
    let found = this.#classes.get(name);
    if (found === undefined) this.#classes.set(name, (found = { superName: undefined, members: [] }));
    return found;
  }
}

function compiledMember({ properties }: ObjectExpression): CompiledMember | undefined {
  let name: string | undefined;
  let value: AnyNode | undefined;
  for (const property of properties) {
    if (property.type !== 'Property') continue;
    const key = memberName(property.key, property.computed);
    if (key === 'key') name = textOfKey(property.value);
    else if (key === 'value') value = property.value;
  }
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** A class and the one that it extends, as `__extends(Bot, _super)`, `_inherits(Bot, _Base)` and `util.inherits(Bot, Base)` say it. */
function inheritance({ callee, arguments: [derived, parent] }: CallExpression): [string, string] | undefined {
  if (derived?.type !== 'Identifier' || !CAPITAL.test(derived.name)) return undefined;
  if (parent === undefined || !INHERITS.test(helperName(callee))) return undefined;
  const name = lastName(parent);
  return name === undefined ? undefined : [derived.name, name];
}

/** `_inherits` of `_inherits(...)`, `_inherits2` of `(0, _inherits2.default)(...)`. */
function helperName(callee: AnyNode): string {
  const called = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : callee;
  if (called === undefined) return '';
  const name = calledName(called) ?? '';
  return name === 'default' && called.type === 'MemberExpression' ? (lastName(called.object) ?? '') : name;
}

/** `Base` of `Base`, `base_1.Base` and `_Base.default`. */
function lastName(node: AnyNode): string | undefined {
  const name = calledName(node);
  return name === 'default' && node.type === 'MemberExpression' ? lastName(node.object) : name;
}

/** `X` of `X.prototype`. */
function prototypeOwner(node: AnyNode): string | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  return memberName(node.property, node.computed) === 'prototype' ? node.object.name : undefined;
}

function membersOfObject({ properties }: ObjectExpression): string[] {
  return properties.flatMap((property) => {
    const name = property.type === 'Property' ? memberName(property.key, property.computed) : undefined;
    return name === undefined ? [] : [name];
  });
}
