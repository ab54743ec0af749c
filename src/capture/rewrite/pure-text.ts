// Whether a function, by its text, reads nothing that changes, writes to nothing that it has not made, and calls nothing but what does neither.

import type { AnyNode, CallExpression, Function as FunctionNode, MemberExpression } from 'acorn';
import { boundNames } from './bound-names.js';
import { type OuterNames, visitAll, writtenNames } from './outer-names.js';
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

interface OtherFunctions {
  has(node: FunctionNode): boolean;
}

/** The text of one function. */
export class PureText {
  readonly isPure: boolean;
  readonly #outer: OuterNames;
  readonly #others: OtherFunctions;
  readonly #local = new Set<string>();
  /** Variables that only ever hold what the function has made. */
  readonly #made = new Set<string>();
  /** Variables that hold a function of this text. */
  readonly #functions = new Set<string>();

  constructor(node: FunctionNode, outer: OuterNames, others: OtherFunctions) {
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
