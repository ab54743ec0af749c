// What a name or a path in a function stands for: a collection that outlives the call, or something that the call has made.

import type { AnyNode, Function as FunctionNode, Node } from 'acorn';
import { boundNames } from './bound-names.js';
import { isAnyFunction, visitAllNodes } from './own-nodes.js';
import { calledName, isThis, memberName } from './syntax.js';

export interface Resolved {
  /** `this.books` of `const book = this.books.get(symbol)`. */
  readonly path: string;
  /** `fresh`: made here; `given`: a parameter, or what a function has returned. */
  readonly kind: 'outer' | 'declared' | 'given' | 'fresh';
  /** Where a variable is declared that holds something fresh. */
  readonly declaration?: AnyNode;
}

/** Calls that give what they are called on, or something in it. */
const GIVES_WITHIN = /^(?:get|at|peek|find|findLast|values|entries|getOrInsert|getOrInsertComputed|pop|shift)$/;
/** What calls a function for each value, at once. */
const ITERATES = /^(?:forEach|map|filter|flatMap|some|every|reduce)$/;
const FRESH: Resolved = { path: '', kind: 'fresh' };
/** Names that refer to each other. */
const DEEPEST = 8;

export class ResolvedNames {
  readonly #parents = new Map<Node, AnyNode>();

  constructor(program: AnyNode) {
    visitAllNodes(program, (node, parent) => this.#parents.set(node, parent));
  }

  parentOf(node: AnyNode): AnyNode | undefined {
    return this.#parents.get(node);
  }

  /** The function whose call runs a node: what iterates over values calls its function within the call around it. */
  callAround(node: AnyNode): AnyNode | undefined {
    let at = this.#parents.get(node);
    while (at !== undefined && !(isAnyFunction(at) && !this.#isIterated(at))) at = this.#parents.get(at);
    return at;
  }

  /** Whether a loop that does not declare a variable anew may run a node more than once. */
  isRepeated(node: AnyNode, declaration: AnyNode): boolean {
    const statement = this.#parents.get(declaration);
    const scope = statement && this.#parents.get(statement);
    for (let at = this.#parents.get(node); at !== undefined && at !== scope; at = this.#parents.get(at)) {
      if (/^(?:For|While|DoWhile)/.test(at.type) || isAnyFunction(at)) return true;
    }
    return false;
  }

  resolve(node: AnyNode, depth = 0): Resolved {
    if (depth > DEEPEST) return FRESH;
    if (isThis(node)) return { path: 'this', kind: 'outer' };
    switch (node.type) {
      case 'ChainExpression':
        return this.resolve(node.expression, depth + 1);
      case 'Identifier':
        return this.#resolveName(node, node.name, depth);
      case 'MemberExpression': {
        const whole = this.resolve(node.object, depth + 1);
        const name = memberName(node.property, node.computed);
        if (name === undefined) return whole;
        // A member of what a call has made is as short-lived; one of a variable's is not the variable.
        const path = `${whole.path}.${node.property.type === 'PrivateIdentifier' ? '#' : ''}${name}`;
        return { ...whole, path };
      }
      case 'LogicalExpression': {
        const left = this.resolve(node.left, depth + 1);
        return left.kind === 'fresh' ? this.resolve(node.right, depth + 1) : left;
      }
      case 'ConditionalExpression': {
        const first = this.resolve(node.consequent, depth + 1);
        return first.kind === 'fresh' ? this.resolve(node.alternate, depth + 1) : first;
      }
      case 'AssignmentExpression':
        return this.resolve(node.left, depth + 1);
      case 'CallExpression':
        return this.#resolveCall(node.callee, depth);
      default:
        return FRESH;
    }
  }

  #resolveCall(callee: AnyNode, depth: number): Resolved {
    const name = calledName(callee) ?? '';
    if (callee.type === 'MemberExpression' && GIVES_WITHIN.test(name)) return this.resolve(callee.object, depth + 1);
    return callee.type === 'Identifier' || callee.type === 'MemberExpression'
      ? { path: `${name}()`, kind: 'given' }
      : FRESH;
  }

  #resolveName(from: AnyNode, name: string, depth: number): Resolved {
    for (let at = this.#parents.get(from); at !== undefined; at = this.#parents.get(at)) {
      if (isAnyFunction(at) && (at as FunctionNode).params.some((each) => boundNames(each).includes(name)))
        return { path: name, kind: 'given' };
      const declared = declarationIn(at, name);
      if (declared !== undefined) return this.#resolveDeclared(declared, name, depth);
    }
    return { path: name, kind: 'outer' };
  }

  #resolveDeclared(declaration: AnyNode, name: string, depth: number): Resolved {
    const own: Resolved = { path: name, kind: 'declared', declaration };
    if (declaration.type !== 'VariableDeclarator' || !declaration.init) return own;
    const { id, init } = declaration;
    if (id.type === 'Identifier') {
      const first = this.resolve(init, depth + 1);
      return first.kind === 'fresh' || first.path === name ? own : first;
    }
    const whole = this.resolve(init, depth + 1);
    return whole.kind === 'fresh' ? own : { ...whole, path: `${whole.path}.${name}` };
  }

  #isIterated(node: AnyNode): boolean {
    const call = this.#parents.get(node);
    return call?.type === 'CallExpression' && call.callee !== node && ITERATES.test(calledName(call.callee) ?? '');
  }
}

/** A variable, function, class or import of that name among the statements of a scope. */
function declarationIn(scope: AnyNode, name: string): AnyNode | undefined {
  if ('init' in scope && scope.type === 'ForStatement' && scope.init) return declaredBy(scope.init, name);
  if (scope.type === 'ForOfStatement' || scope.type === 'ForInStatement') return declaredBy(scope.left, name);
  if (scope.type !== 'Program' && scope.type !== 'BlockStatement' && scope.type !== 'StaticBlock') return undefined;
  for (const statement of scope.body) {
    const inner = statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement;
    const found = declaredBy(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredBy(statement: AnyNode, name: string): AnyNode | undefined {
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.find(({ id }) => boundNames(id).includes(name));
  const isNamed = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration';
  return isNamed && statement.id?.name === name ? statement : undefined;
}
