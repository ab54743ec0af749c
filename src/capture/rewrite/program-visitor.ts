// Walks a file's syntax tree and finds the functions and loops that a rule takes.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import type {
  AnyNode,
  CallExpression,
  Class,
  Function as FunctionNode,
  FunctionExpression,
  ObjectExpression,
  Program,
} from 'acorn';
import { FunctionSites, NO_OWNER, type Owner } from './function-sites.js';
import type { FunctionSite, InsertionSites } from './insertion-sites.js';
import { type FoundLoops, LoopSites } from './loop-sites.js';
import type { ProgramRules } from '../rules/program-rules.js';
import { type Block, inside, type WalkPosition, startOfWalk } from './walk-position.js';
import type { ProgramSource } from './program-source.js';
import { calledName, childrenOf, isFunction, membersOf, namedResult, textOfKey, usesItsName } from './syntax.js';

/** What is done at each position that was found; `id` is the number of its site. */
export interface FoundSites extends FoundLoops {
  classBody(node: Class, id: number): void;
  declaration(node: FunctionNode, block: Block, id: number): void;
  functionValue(node: AnyNode, id: number): void;
  /** Called for the body of a generator, which is registered too. */
  generatorBody(node: FunctionNode): void;
  objectLiteral(node: AnyNode, id: number): void;
}

const ITS_NAME_USED = 'it uses the name of its own function expression, which a wrapper could not take over';

export class ProgramVisitor {
  readonly #source: ProgramSource;
  readonly #sites: InsertionSites;
  readonly #rules: ProgramRules;
  readonly #functions: FunctionSites;
  readonly #loops: LoopSites;
  readonly #found: FoundSites;

  constructor(
    source: ProgramSource,
    sites: InsertionSites,
    rules: ProgramRules,
    notSeen: (row: NotSeenRow) => void,
    found: FoundSites,
  ) {
    this.#source = source;
    this.#sites = sites;
    this.#rules = rules;
    this.#functions = new FunctionSites(source, rules, notSeen, (node) => found.generatorBody(node));
    this.#loops = new LoopSites(source, sites, rules, found);
    this.#found = found;
  }

  visit(program: Program): void {
    this.#statements(program, startOfWalk(program));
  }

  #visit(node: AnyNode, position: WalkPosition): void {
    switch (node.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node, position);
      case 'FunctionDeclaration':
        this.#declaration(node, position);
        return this.#function(node, position);
      case 'FunctionExpression':
        // With a name of its own, wherever it stands: `feed.on('trade', function onTrade(trade) {})`.
        return this.#named(node, node.id?.name, position);
      case 'ArrowFunctionExpression':
        return this.#function(node, position);
      case 'ObjectExpression':
        return this.#object(node, position);
      case 'CallExpression':
        return this.#call(node, position);
      case 'VariableDeclarator':
        return this.#named(node.init, node.id.type === 'Identifier' ? node.id.name : undefined, position);
      case 'AssignmentExpression':
        return this.#assignment(node.left, node.right, position);
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (node.declaration) this.#visit(node.declaration, position);
        return;
      case 'BlockStatement':
      case 'StaticBlock':
        return this.#statements(node, position);
      case 'ForOfStatement':
        if (node.await) this.#loops.forAwait(node, position.scope, position.owner.className);
        return this.#loop(node, node.body, position);
      case 'ForStatement':
      case 'ForInStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return this.#loop(node, node.body, position);
      case 'LabeledStatement':
        return this.#visit(node.body, { ...inside(position), isLabelled: true });
      case 'AwaitExpression':
        if (position.loopPart !== undefined) this.#loops.pull(node, position.scope, position.loopPart);
        return this.#children(node, position);
      default:
        this.#children(node, position);
    }
  }

  /** Everything below a node that has no meaning of its own here. */
  #children(node: AnyNode, position: WalkPosition): void {
    for (const child of childrenOf(node)) this.#visit(child, inside(position));
  }

  #statements(block: Block, position: WalkPosition): void {
    for (const statement of block.body) this.#visit(statement, { ...inside(position), block });
  }

  #loop(node: AnyNode, body: AnyNode, position: WalkPosition): void {
    // Around a loop with a label nothing can be put: `continue` would not find the loop behind the label.
    const head = position.isLabelled ? undefined : node;
    for (const child of childrenOf(node)) {
      this.#visit(child, { ...inside(position), loopPart: child === body ? body : head });
    }
  }

  #function(node: FunctionNode, position: WalkPosition): void {
    for (const parameter of node.params) this.#visit(parameter, inside(position));
    this.#visit(node.body, { ...inside(position), scope: node, loopPart: undefined });
  }

  #declaration(node: FunctionNode, { owner, block, scope }: WalkPosition): void {
    if (!node.id) return;
    const { name } = node.id;
    if (block === undefined) {
      return this.#functions.unreachable(node, name, owner, 'a function declared in a switch has no place of its own');
    }
    const site = this.#functions.siteOf(node, name, NO_OWNER, scope);
    if (site !== undefined) this.#found.declaration(node, block, this.#sites.addFunction(site));
  }

  #class(node: Class, position: WalkPosition): void {
    const className = node.id?.name ?? position.nameHint;
    const superName = node.superClass?.type === 'Identifier' ? node.superClass.name : undefined;
    const owner: Owner = {
      className: this.#source.classNameOf(className),
      declaredClassName: className,
      superName,
      siblings: membersOf(node),
    };
    const inClass: WalkPosition = { ...inside(position), owner };
    const members = new Map<string, FunctionSite>();
    const staticMembers = new Map<string, FunctionSite>();
    for (const element of node.body.body) {
      if (element.type === 'MethodDefinition' && element.kind === 'method') {
        const site = this.#memberSite(element.value, element.key, element.computed, inClass);
        if (site !== undefined) (element.static ? staticMembers : members).set(site.inferredName, site);
      }
      const key = element.type === 'PropertyDefinition' && !element.computed ? textOfKey(element.key) : undefined;
      if (element.type === 'PropertyDefinition' && key !== undefined) this.#named(element.value, key, inClass, owner);
      else if (element.type === 'MethodDefinition') this.#function(element.value, inClass);
      else this.#children(element, inClass);
      if (element.type === 'MethodDefinition' && element.computed) this.#visit(element.key, inClass);
    }
    if (node.superClass) this.#visit(node.superClass, inside(position));
    if (members.size + staticMembers.size > 0) {
      this.#found.classBody(node, this.#sites.addMembers({ members, staticMembers }));
    }
  }

  #object(node: ObjectExpression, position: WalkPosition): void {
    const members = new Map<string, FunctionSite>();
    // Only once per file: a literal inside a function is made again and again, and wrapping it each time costs the program.
    const once = position.scope.type === 'Program';
    const inObject: WalkPosition = { ...inside(position), owner: { ...NO_OWNER, className: position.nameHint } };
    for (const property of node.properties) {
      if (property.type === 'Property' && property.kind === 'init' && isFunction(property.value)) {
        const site = once ? this.#memberSite(property.value, property.key, property.computed, inObject) : undefined;
        if (site !== undefined) members.set(site.inferredName, site);
        this.#function(property.value, inObject);
      } else {
        this.#children(property, position);
      }
    }
    if (members.size > 0) {
      this.#found.objectLiteral(node, this.#sites.addMembers({ members, staticMembers: new Map() }));
    }
  }

  #call(node: CallExpression, position: WalkPosition): void {
    this.#visit(node.callee, inside(position));
    const name = calledName(node.callee);
    const [first] = node.arguments;
    const firstText = first?.type === 'Literal' ? textOfKey(first) : undefined;
    const result = namedResult(node, position.nameHint);
    const owner = result === position.nameHint ? position.hintOwner : position.owner;
    for (const argument of node.arguments) {
      const functionName = argument.type === 'FunctionExpression' ? argument.id?.name : undefined;
      const match =
        name !== undefined && isFunction(argument) && !usesItsName(argument)
          ? this.#rules.callback({ name, firstText, functionName })
          : undefined;
      if (match === undefined) {
        // What a function is made of goes by its name: `onTick = throttle((tick) => ...)`.
        this.#named(
          argument,
          functionName ?? result,
          inside(position),
          functionName ? NO_OWNER : owner,
          functionName ?? '',
        );
      } else {
        const site = this.#source.site(match, argument, '');
        this.#found.functionValue(argument, this.#sites.addFunction(site));
        this.#function(argument as FunctionExpression, inside(position));
      }
    }
  }

  #assignment(left: AnyNode, right: AnyNode, position: WalkPosition): void {
    this.#visit(left, inside(position));
    if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') {
      return this.#named(right, left.type === 'Identifier' ? left.name : undefined, position);
    }
    const { object, property } = left;
    const isExports = object.type === 'Identifier' && object.name === 'module' && property.name === 'exports';
    if (isExports) return this.#named(right, isFunction(right) ? right.id?.name : this.#source.nameByFile, position);
    this.#named(right, property.name, position, this.#ownerOf(object, position), '');
  }

  /** Whose member `object.name = …` sets: of `this`, or of the class whose prototype it is. */
  #ownerOf(object: AnyNode, position: WalkPosition): Owner {
    if (object.type === 'ThisExpression') return position.owner;
    if (object.type !== 'MemberExpression' || object.object.type !== 'Identifier') return NO_OWNER;
    const isPrototype = object.property.type === 'Identifier' && object.property.name === 'prototype';
    if (!isPrototype) return NO_OWNER;
    const declaredClassName = object.object.name;
    return { ...NO_OWNER, declaredClassName, className: this.#source.classNameOf(declaredClassName) };
  }

  /**
   * A value that is known by the name of its place; JavaScript gives it that name too, but not to a member's value.
   * @param owner whose member it is
   */
  #named(
    value: AnyNode | null | undefined,
    name: string | undefined,
    position: WalkPosition,
    owner = NO_OWNER,
    inferredName = name,
  ): void {
    if (!value) return;
    if (!isFunction(value)) return this.#visit(value, { ...inside(position), nameHint: name, hintOwner: owner });
    if (name !== undefined && usesItsName(value)) {
      this.#functions.unreachable(value, name, owner, ITS_NAME_USED);
    } else if (name !== undefined) {
      const site = this.#functions.siteOf(value, name, owner, position.scope);
      if (site !== undefined) {
        this.#found.functionValue(value, this.#sites.addFunction({ ...site, inferredName: inferredName ?? '' }));
      }
    }
    this.#function(value, inside(position));
  }

  #memberSite(
    node: FunctionNode,
    key: AnyNode,
    computed: boolean,
    { owner, scope }: WalkPosition,
  ): FunctionSite | undefined {
    return this.#functions.memberSite(node, key, computed, owner, scope);
  }
}
