// Walks a file's syntax tree and finds the functions and loops that a rule takes.

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
import { type FoundLoops, LoopPlaces } from './loop-sites.js';
import type { OwnCodeRules } from '../rules/program-rules.js';
import { type Block, inside, type Place, placeOf } from './walk-position.js';
import type { ProgramSource } from './program-source.js';
import { calledName, childrenOf, isFunction, membersOf, namedResult, textOfKey, usesOwnName } from './syntax.js';

/** What is done at each place that was found; `id` is the number of its site. */
export interface FoundPlaces extends FoundLoops {
  classBody(node: Class, id: number): void;
  declaration(node: FunctionNode, block: Block, id: number): void;
  functionValue(node: AnyNode, id: number): void;
  /** Of a generator, which is handed over too. */
  generatorBody(node: FunctionNode): void;
  objectLiteral(node: AnyNode, id: number): void;
}

const OWN_NAME_USED = 'it uses the name of its own function expression, which a stand-in could not take over';

export class OwnCodeVisitor {
  readonly #source: ProgramSource;
  readonly #sites: InsertionSites;
  readonly #rules: OwnCodeRules;
  readonly #functions: FunctionSites;
  readonly #loops: LoopPlaces;
  readonly #places: FoundPlaces;

  constructor(
    source: ProgramSource,
    sites: InsertionSites,
    rules: OwnCodeRules,
    notSeen: (what: string, why: string) => void,
    places: FoundPlaces,
  ) {
    this.#source = source;
    this.#sites = sites;
    this.#rules = rules;
    this.#functions = new FunctionSites(source, rules, notSeen, (node) => places.generatorBody(node));
    this.#loops = new LoopPlaces(source, sites, rules, places);
    this.#places = places;
  }

  visit(program: Program): void {
    this.#statements(program, placeOf(program));
  }

  #visit(node: AnyNode, place: Place): void {
    switch (node.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node, place);
      case 'FunctionDeclaration':
        this.#declaration(node, place);
        return this.#function(node, place);
      case 'FunctionExpression':
        // With a name of its own, wherever it stands: `feed.on('trade', function onTrade(trade) {})`.
        return this.#named(node, node.id?.name, place);
      case 'ArrowFunctionExpression':
        return this.#function(node, place);
      case 'ObjectExpression':
        return this.#object(node, place);
      case 'CallExpression':
        return this.#call(node, place);
      case 'VariableDeclarator':
        return this.#named(node.init, node.id.type === 'Identifier' ? node.id.name : undefined, place);
      case 'AssignmentExpression':
        return this.#assignment(node.left, node.right, place);
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (node.declaration) this.#visit(node.declaration, place);
        return;
      case 'BlockStatement':
      case 'StaticBlock':
        return this.#statements(node, place);
      case 'ForOfStatement':
        if (node.await) this.#loops.forAwait(node, place.scope, place.owner.className);
        return this.#loop(node, node.body, place);
      case 'ForStatement':
      case 'ForInStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return this.#loop(node, node.body, place);
      case 'LabeledStatement':
        return this.#visit(node.body, { ...inside(place), isLabelled: true });
      case 'AwaitExpression':
        if (place.loopPart !== undefined) this.#loops.pull(node, place.scope, place.loopPart);
        return this.#children(node, place);
      default:
        this.#children(node, place);
    }
  }

  /** Everything below a node that has no meaning of its own here. */
  #children(node: AnyNode, place: Place): void {
    for (const child of childrenOf(node)) this.#visit(child, inside(place));
  }

  #statements(block: Block, place: Place): void {
    for (const statement of block.body) this.#visit(statement, { ...inside(place), block });
  }

  #loop(node: AnyNode, body: AnyNode, place: Place): void {
    // Around a loop with a label nothing can be put: `continue` would not find the loop behind the label.
    const head = place.isLabelled ? undefined : node;
    for (const child of childrenOf(node)) {
      this.#visit(child, { ...inside(place), loopPart: child === body ? body : head });
    }
  }

  #function(node: FunctionNode, place: Place): void {
    for (const parameter of node.params) this.#visit(parameter, inside(place));
    this.#visit(node.body, { ...inside(place), scope: node, loopPart: undefined });
  }

  #declaration(node: FunctionNode, { owner, block, scope }: Place): void {
    if (!node.id) return;
    const { name } = node.id;
    if (block === undefined) {
      return this.#functions.unreachable(node, name, owner, 'a function declared in a switch has no place of its own');
    }
    const site = this.#functions.siteOf(node, name, NO_OWNER, scope);
    if (site !== undefined) this.#places.declaration(node, block, this.#sites.addFunction(site));
  }

  #class(node: Class, place: Place): void {
    const className = node.id?.name ?? place.nameHint;
    const superName = node.superClass?.type === 'Identifier' ? node.superClass.name : undefined;
    const owner: Owner = {
      className: this.#source.classNameOf(className),
      declaredClassName: className,
      superName,
      siblings: membersOf(node),
    };
    const inClass: Place = { ...inside(place), owner };
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
    if (node.superClass) this.#visit(node.superClass, inside(place));
    if (members.size + staticMembers.size > 0) {
      this.#places.classBody(node, this.#sites.addMembers({ members, staticMembers }));
    }
  }

  #object(node: ObjectExpression, place: Place): void {
    const members = new Map<string, FunctionSite>();
    // Only once per file: a literal inside a function is made again and again, and wrapping it each time costs the program.
    const once = place.scope.type === 'Program';
    const inObject: Place = { ...inside(place), owner: { ...NO_OWNER, className: place.nameHint } };
    for (const property of node.properties) {
      if (property.type === 'Property' && property.kind === 'init' && isFunction(property.value)) {
        const site = once ? this.#memberSite(property.value, property.key, property.computed, inObject) : undefined;
        if (site !== undefined) members.set(site.inferredName, site);
        this.#function(property.value, inObject);
      } else {
        this.#children(property, place);
      }
    }
    if (members.size > 0) {
      this.#places.objectLiteral(node, this.#sites.addMembers({ members, staticMembers: new Map() }));
    }
  }

  #call(node: CallExpression, place: Place): void {
    this.#visit(node.callee, inside(place));
    const name = calledName(node.callee);
    const [first] = node.arguments;
    const firstText = first?.type === 'Literal' ? textOfKey(first) : undefined;
    const result = namedResult(node, place.nameHint);
    const owner = result === place.nameHint ? place.hintOwner : place.owner;
    for (const argument of node.arguments) {
      const functionName = argument.type === 'FunctionExpression' ? argument.id?.name : undefined;
      const match =
        name !== undefined && isFunction(argument) && !usesOwnName(argument)
          ? this.#rules.callback({ name, firstText, functionName })
          : undefined;
      if (match === undefined) {
        // What a function is made of goes by its name: `onTick = throttle((tick) => ...)`.
        this.#named(
          argument,
          functionName ?? result,
          inside(place),
          functionName ? NO_OWNER : owner,
          functionName ?? '',
        );
      } else {
        const site = this.#source.site(match, argument, '');
        this.#places.functionValue(argument, this.#sites.addFunction(site));
        this.#function(argument as FunctionExpression, inside(place));
      }
    }
  }

  #assignment(left: AnyNode, right: AnyNode, place: Place): void {
    this.#visit(left, inside(place));
    if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') {
      return this.#named(right, left.type === 'Identifier' ? left.name : undefined, place);
    }
    const { object, property } = left;
    const isExports = object.type === 'Identifier' && object.name === 'module' && property.name === 'exports';
    if (isExports) return this.#named(right, isFunction(right) ? right.id?.name : this.#source.nameByFile, place);
    this.#named(right, property.name, place, this.#ownerOf(object, place), '');
  }

  /** Whose member `object.name = …` sets: of `this`, or of the class whose prototype it is. */
  #ownerOf(object: AnyNode, place: Place): Owner {
    if (object.type === 'ThisExpression') return place.owner;
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
    place: Place,
    owner = NO_OWNER,
    inferredName = name,
  ): void {
    if (!value) return;
    if (!isFunction(value)) return this.#visit(value, { ...inside(place), nameHint: name, hintOwner: owner });
    if (name !== undefined && usesOwnName(value)) {
      this.#functions.unreachable(value, name, owner, OWN_NAME_USED);
    } else if (name !== undefined) {
      const site = this.#functions.siteOf(value, name, owner, place.scope);
      if (site !== undefined) {
        this.#places.functionValue(value, this.#sites.addFunction({ ...site, inferredName: inferredName ?? '' }));
      }
    }
    this.#function(value, inside(place));
  }

  #memberSite(node: FunctionNode, key: AnyNode, computed: boolean, { owner, scope }: Place): FunctionSite | undefined {
    return this.#functions.memberSite(node, key, computed, owner, scope);
  }
}
