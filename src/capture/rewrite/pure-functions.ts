// Functions whose result depends on their arguments alone, as far as their text says it: they read nothing that changes, write to nothing
// that they have not made, and call nothing but what does neither. Whatever is not known is taken for the contrary.

import type { AnyNode, CallExpression, Function as FunctionNode, MemberExpression, Program } from 'acorn';
import { boundNames } from './bound-names.js';
import { isAnyFunction } from './own-nodes.js';
import { childrenOf } from './syntax.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Statements and expressions that do nothing by themselves. */
const PLAIN = words(
  'BlockStatement ExpressionStatement ReturnStatement IfStatement ForStatement ForOfStatement ForInStatement WhileStatement DoWhileStatement ' +
    'BreakStatement ContinueStatement SwitchStatement SwitchCase ThrowStatement EmptyStatement LabeledStatement TryStatement CatchClause ' +
    'VariableDeclaration VariableDeclarator FunctionDeclaration FunctionExpression ArrowFunctionExpression ArrayExpression ObjectExpression ' +
    'Property SpreadElement ConditionalExpression LogicalExpression BinaryExpression UnaryExpression SequenceExpression Literal ' +
    'TemplateLiteral TemplateElement ChainExpression ParenthesizedExpression ArrayPattern ObjectPattern AssignmentPattern RestElement ' +
    'MemberExpression Identifier AssignmentExpression UpdateExpression CallExpression NewExpression',
);
const CONSTANTS = words('undefined NaN Infinity');
const FUNCTIONS = words('Number String Boolean isNaN isFinite parseFloat parseInt');
const CONSTRUCTORS = words(
  'Array Float32Array Float64Array Int8Array Int16Array Int32Array Uint8Array Uint16Array Uint32Array Map Set Error RangeError TypeError',
);
/** Members of what every program has, which programs seldom replace. */
const STATICS: Readonly<Record<string, ReadonlySet<string>>> = {
  Math: words(
    'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot ' +
      'imul log log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc',
  ),
  Number: words(
    'EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE isFinite isInteger isNaN isSafeInteger parseFloat parseInt',
  ),
  Array: words('from isArray of'),
  Object: words('entries fromEntries keys values'),
};
/** Methods that make something new of what they are called on. */
const MAKES = words('concat filter flat flatMap map slice split toReversed toSorted toSpliced with');
/** Methods that only look. */
const READS = words(
  'at charCodeAt endsWith entries every find findIndex findLast findLastIndex forEach get has includes indexOf join keys lastIndexOf ' +
    'padEnd padStart reduce reduceRight some startsWith substring toFixed toLowerCase toPrecision toUpperCase trim values',
);
const WRITES = words('add clear copyWithin delete fill pop push reverse set shift sort splice unshift');

export class PureFunctions {
  readonly #program: Program;
  #outer: OuterNames | undefined;
  /** One that is being looked at may call itself, and is taken for pure as long. */
  readonly #verdicts = new Map<FunctionNode, boolean>();

  constructor(program: Program) {
    this.#program = program;
  }

  has(node: FunctionNode): boolean {
    const known = this.#verdicts.get(node);
    if (known !== undefined) return known;
    const outer = (this.#outer ??= outerNames(this.#program));
    this.#verdicts.set(node, true);
    const isPure =
      !node.async && !node.generator && outer.outermost.has(node) && new PureText(node, outer, this).isPure;
    // Others may have been taken for pure because this one was.
    if (!isPure) for (const [each, was] of this.#verdicts) if (was) this.#verdicts.delete(each);
    this.#verdicts.set(node, isPure);
    return isPure;
  }
}

/** What a file has at its outermost level, and never gives another value. */
interface OuterNames {
  /** Functions with nothing around them but the file, a class or an object: no name of theirs is that of another function or block. */
  readonly outermost: ReadonlySet<object>;
  readonly all: ReadonlySet<string>;
  /** Numbers, texts. */
  readonly values: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionNode>;
}

function outerNames({ body }: Program): OuterNames {
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

class PureText {
  readonly isPure: boolean;
  readonly #outer: OuterNames;
  readonly #others: PureFunctions;
  readonly #local = new Set<string>();
  /** Variables that only ever hold what the function has made. */
  readonly #made = new Set<string>();
  /** Variables that hold a function of this text. */
  readonly #functions = new Set<string>();

  constructor(node: FunctionNode, outer: OuterNames, others: PureFunctions) {
    this.#outer = outer;
    this.#others = others;
    this.#declare(node);
    // Two things with one name: where it is not that of the whole function, it is not asked which one is meant.
    const whole = namesOfWhole(node);
    const isShadowing = [...this.#local].some(
      (name) => isOfEveryProgram(name) || (outer.all.has(name) && !whole.has(name)),
    );
    this.isPure = !isShadowing && this.#allPure([...node.params, node.body]);
  }

  #declare(node: FunctionNode): void {
    /** Given another value, or two things of that name. */
    const changing = new Set<string>();
    const declare = (name: string): void => {
      if (this.#local.has(name)) changing.add(name);
      this.#local.add(name);
    };
    if (node.id && node.type === 'FunctionExpression') declare(node.id.name);
    node.params.flatMap(boundNames).forEach(declare);
    const parts = [...node.params, node.body];
    visitAll(parts, (each) => {
      if (each.type === 'VariableDeclarator') boundNames(each.id).forEach(declare);
      else if (each.type === 'CatchClause' && each.param) boundNames(each.param).forEach(declare);
      else if (isAnyFunction(each)) {
        const { id, params } = each as FunctionNode;
        if (id) declare(id.name);
        params.flatMap(boundNames).forEach(declare);
      }
      for (const name of writtenNames(each)) changing.add(name);
    });
    visitAll(parts, (each) => {
      if (each.type === 'FunctionDeclaration' && each.id && !changing.has(each.id.name))
        this.#functions.add(each.id.name);
      if (each.type !== 'VariableDeclarator' || each.id.type !== 'Identifier' || !each.init) return;
      const { name } = each.id;
      if (changing.has(name)) return;
      if (isAnyFunction(each.init)) this.#functions.add(name);
      else if (this.#isMade(each.init)) this.#made.add(name);
    });
  }

  #allPure(nodes: readonly (AnyNode | null | undefined)[]): boolean {
    return nodes.every((node) => !node || this.#isPure(node));
  }

  #isPure(node: AnyNode): boolean {
    if (!PLAIN.has(node.type)) return false;
    switch (node.type) {
      case 'Identifier':
        return this.#isReadable(node.name);
      case 'MemberExpression':
        return this.#isPureMember(node);
      case 'Property':
        return node.kind === 'init' && this.#allPure([node.computed ? node.key : undefined, node.value]);
      case 'LabeledStatement':
        return this.#isPure(node.body);
      case 'BreakStatement':
      case 'ContinueStatement':
        return true;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return !node.async && !node.generator && this.#allPure([...node.params, node.body]);
      case 'ForOfStatement':
        return !node.await && this.#isWritable(node.left) && this.#allPure([node.right, node.body]);
      case 'ForInStatement':
        return this.#isWritable(node.left) && this.#allPure([node.right, node.body]);
      case 'UnaryExpression':
        return node.operator !== 'delete' && this.#isPure(node.argument);
      case 'AssignmentExpression':
        return this.#isWritable(node.left) && this.#isPure(node.right);
      case 'UpdateExpression':
        return this.#isWritable(node.argument);
      case 'CallExpression':
        return this.#isPureCall(node);
      case 'NewExpression':
        return isName(node.callee, CONSTRUCTORS) && this.#allPure(node.arguments);
      default:
        return this.#allPure(childrenOf(node));
    }
  }

  #isReadable(name: string): boolean {
    if (this.#local.has(name)) return true;
    if (this.#outer.all.has(name)) {
      const outer = this.#outer.functions.get(name);
      return this.#outer.values.has(name) || (outer !== undefined && this.#others.has(outer));
    }
    return CONSTANTS.has(name) || FUNCTIONS.has(name);
  }

  #isPureMember({ object, property, computed }: MemberExpression): boolean {
    if (!computed && object.type === 'Identifier' && !this.#local.has(object.name)) {
      const statics = this.#outer.all.has(object.name) ? undefined : STATICS[object.name];
      if (statics !== undefined) return isName(property, statics);
    }
    // The way from any value to those that all have.
    if (isName(property, words('constructor __proto__ prototype caller callee'))) return false;
    return this.#allPure([object, computed ? property : undefined]);
  }

  #isPureCall({ callee, arguments: given }: CallExpression): boolean {
    if (!this.#allPure(given)) return false;
    if (callee.type === 'Identifier') {
      const { name } = callee;
      return this.#local.has(name) ? this.#functions.has(name) : this.#isReadable(name) && !CONSTANTS.has(name);
    }
    if (callee.type !== 'MemberExpression' || callee.computed) return false;
    const { object, property } = callee;
    if (object.type === 'Identifier' && !this.#local.has(object.name)) return this.#isPureMember(callee);
    if (!this.#isPure(object)) return false;
    return isName(property, MAKES) || isName(property, READS) || (isName(property, WRITES) && this.#isMade(object));
  }

  /** A variable, or what is directly in something that the function has made. */
  #isWritable(target: AnyNode): boolean {
    switch (target.type) {
      case 'Identifier':
        return this.#local.has(target.name);
      case 'MemberExpression':
        return (
          this.#isMade(target.object) && this.#isPureMember(target) && !isName(target.property, words('__proto__'))
        );
      case 'ArrayPattern':
        return target.elements.every((element) => element === null || this.#isWritable(element));
      case 'VariableDeclaration':
        return this.#isPure(target);
      default:
        return false;
    }
  }

  /** Whether an expression gives something that nobody else has. */
  #isMade(node: AnyNode): boolean {
    switch (node.type) {
      case 'Identifier':
        return this.#made.has(node.name);
      case 'ArrayExpression':
      case 'ObjectExpression':
        return true;
      case 'NewExpression':
        return isName(node.callee, CONSTRUCTORS) && !this.#local.has((node.callee as { name: string }).name);
      case 'CallExpression': {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.computed) return false;
        if (callee.object.type === 'Identifier' && callee.object.name === 'Array')
          return isName(callee.property, words('from of'));
        return (
          isName(callee.property, MAKES) ||
          (isName(callee.property, words('fill sort reverse')) && this.#isMade(callee.object))
        );
      }
      default:
        return false;
    }
  }
}

/** Parameters, and what stands directly in the body: they mean the same everywhere in the function. */
function namesOfWhole({ params, body }: FunctionNode): ReadonlySet<string> {
  const names = new Set(params.flatMap(boundNames));
  if (body.type !== 'BlockStatement') return names;
  for (const statement of body.body) {
    if (statement.type === 'VariableDeclaration')
      for (const { id } of statement.declarations) for (const name of boundNames(id)) names.add(name);
    if (statement.type === 'FunctionDeclaration') names.add(statement.id.name);
  }
  return names;
}

function isOfEveryProgram(name: string): boolean {
  return CONSTANTS.has(name) || FUNCTIONS.has(name) || CONSTRUCTORS.has(name) || Object.hasOwn(STATICS, name);
}

function isName(node: AnyNode, names: ReadonlySet<string>): boolean {
  return node.type === 'Identifier' && names.has(node.name);
}

/** Variables that a node gives another value. */
function writtenNames(node: AnyNode): readonly string[] {
  if (node.type === 'UpdateExpression') return node.argument.type === 'Identifier' ? [node.argument.name] : [];
  if (node.type === 'AssignmentExpression') return namesIn(node.left);
  const isLoop = node.type === 'ForOfStatement' || node.type === 'ForInStatement';
  return isLoop && node.left.type !== 'VariableDeclaration' ? namesIn(node.left) : [];
}

function namesIn(target: AnyNode): readonly string[] {
  return target.type === 'MemberExpression' ? [] : boundNames(target);
}

function visitAll(nodes: readonly AnyNode[], visit: (node: AnyNode) => void): void {
  for (const node of nodes) {
    visit(node);
    visitAll(childrenOf(node), visit);
  }
}
