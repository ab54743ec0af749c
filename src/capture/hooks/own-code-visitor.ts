// Walks a file's syntax tree and finds the functions that a rule takes.

import type {
  AnyNode,
  ArrowFunctionExpression,
  Class,
  Function as FunctionNode,
  FunctionExpression,
  ObjectExpression,
  Program,
} from 'acorn';
import type { OwnFunction } from './instrumentation.js';
import type { FunctionSite, InsertionSites } from './insertion-sites.js';
import type { Match } from './operation.js';
import { isReturnedMember } from './returned-members.js';

export interface SourceFile {
  /** As it is shown to people: relative to the working directory. */
  readonly displayName: string;
  readonly fileName: string;
  readonly source: string;
  readonly sourceType: 'script' | 'module';
}

/** What is done at each place that was found; `id` is the number of its site. */
export interface FoundPlaces {
  classBody(node: Class, id: number): void;
  declaration(node: FunctionNode, scope: Program | FunctionNode, id: number): void;
  functionValue(node: AnyNode, id: number): void;
  objectLiteral(node: AnyNode, id: number): void;
}

/** The class or object whose member a function is. */
type Owner = Pick<OwnFunction, 'className' | 'declaredClassName' | 'superName' | 'siblings'>;

const NO_OWNER: Owner = { className: undefined, declaredClassName: undefined, superName: undefined };

interface Place {
  /** The innermost function, or the program. */
  readonly scope: Program | FunctionNode;
  /** Whether the node is a statement of that scope's own body, where function declarations are bound to the scope. */
  readonly inScopeBody: boolean;
  readonly owner: Owner;
  /** The name that the value at this place is given: a variable's, a property's. */
  readonly nameHint: string | undefined;
}

export class OwnCodeVisitor {
  readonly #file: SourceFile;
  readonly #sites: InsertionSites;
  readonly #match: (candidate: OwnFunction) => Match | undefined;
  readonly #notSeen: (what: string, why: string) => void;
  readonly #places: FoundPlaces;
  readonly #lineStarts: number[] = [0];

  constructor(
    file: SourceFile,
    sites: InsertionSites,
    match: (candidate: OwnFunction) => Match | undefined,
    notSeen: (what: string, why: string) => void,
    places: FoundPlaces,
  ) {
    this.#file = file;
    this.#sites = sites;
    this.#match = match;
    this.#notSeen = notSeen;
    this.#places = places;
    for (let at = file.source.indexOf('\n'); at !== -1; at = file.source.indexOf('\n', at + 1)) {
      this.#lineStarts.push(at + 1);
    }
  }

  visit(program: Program): void {
    const place: Place = { scope: program, inScopeBody: true, owner: NO_OWNER, nameHint: undefined };
    for (const statement of program.body) this.#visit(statement, place);
  }

  #visit(node: AnyNode, place: Place): void {
    switch (node.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node, place);
      case 'FunctionDeclaration':
        if (place.inScopeBody && node.id) this.#declaration(node, place);
        return this.#function(node, place);
      case 'FunctionExpression':
        // With a name of its own, wherever it stands: `feed.on('trade', function onTrade(trade) {})`.
        return this.#named(node, node.id?.name, { ...place, owner: NO_OWNER });
      case 'ArrowFunctionExpression':
        return this.#function(node, place);
      case 'ObjectExpression':
        return this.#object(node, place);
      case 'VariableDeclarator':
        return this.#named(node.init, node.id.type === 'Identifier' ? node.id.name : undefined, place);
      case 'AssignmentExpression':
        return this.#assignment(node.left, node.right, place);
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (node.declaration) this.#visit(node.declaration, place);
        return;
      default:
        this.#children(node, { ...place, inScopeBody: false, nameHint: undefined });
    }
  }

  /** Everything below a node that has no meaning of its own here. */
  #children(node: AnyNode, place: Place): void {
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) this.#visit(item, place);
      } else if (isNode(value)) {
        this.#visit(value, place);
      }
    }
  }

  #function(node: FunctionNode, place: Place): void {
    for (const parameter of node.params) this.#visit(parameter, { ...place, inScopeBody: false, nameHint: undefined });
    const inner: Place = { ...place, scope: node, inScopeBody: false, nameHint: undefined };
    if (node.body.type !== 'BlockStatement') return this.#visit(node.body, inner);
    for (const statement of node.body.body) this.#visit(statement, { ...inner, inScopeBody: true });
  }

  #declaration(node: FunctionNode, place: Place): void {
    const name = node.id?.name as string;
    const site = this.#siteOf(node, name, { ...place, owner: NO_OWNER });
    if (site !== undefined) this.#places.declaration(node, place.scope, this.#sites.addFunction(site));
  }

  #class(node: Class, place: Place): void {
    const className = node.id?.name ?? place.nameHint;
    const superName = node.superClass?.type === 'Identifier' ? node.superClass.name : undefined;
    const owner: Owner = {
      className: this.#classNameOf(className),
      declaredClassName: className,
      superName,
      siblings: membersOf(node),
    };
    const inClass: Place = { ...place, owner, inScopeBody: false, nameHint: undefined };
    const members = new Map<string, FunctionSite>();
    const staticMembers = new Map<string, FunctionSite>();
    for (const element of node.body.body) {
      if (element.type === 'MethodDefinition' && element.kind === 'method') {
        const site = this.#memberSite(element.value, element.key, element.computed, inClass);
        if (site !== undefined) (element.static ? staticMembers : members).set(site.inferredName, site);
      }
      if (
        element.type === 'PropertyDefinition' &&
        element.value &&
        !element.computed &&
        element.key.type === 'Identifier'
      ) {
        this.#named(element.value, element.key.name, inClass);
      } else {
        this.#children(element, inClass);
      }
    }
    if (node.superClass) this.#visit(node.superClass, { ...place, inScopeBody: false, nameHint: undefined });
    if (members.size + staticMembers.size > 0) {
      this.#places.classBody(node, this.#sites.addMembers({ members, staticMembers }));
    }
  }

  #object(node: ObjectExpression, place: Place): void {
    const members = new Map<string, FunctionSite>();
    // Only once per file: a literal inside a function is made again and again, and wrapping it each time costs the program.
    const once = place.scope.type === 'Program';
    const inObject: Place = { ...place, owner: { ...NO_OWNER, className: place.nameHint }, nameHint: undefined };
    for (const property of node.properties) {
      if (property.type === 'Property' && property.kind === 'init' && isFunction(property.value)) {
        const site = once ? this.#memberSite(property.value, property.key, property.computed, inObject) : undefined;
        if (site !== undefined) members.set(site.inferredName, site);
        this.#function(property.value, inObject);
      } else {
        this.#children(property, { ...place, inScopeBody: false, nameHint: undefined });
      }
    }
    if (members.size > 0) {
      this.#places.objectLiteral(node, this.#sites.addMembers({ members, staticMembers: new Map() }));
    }
  }

  #assignment(left: AnyNode, right: AnyNode, place: Place): void {
    this.#visit(left, { ...place, inScopeBody: false, nameHint: undefined });
    if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') {
      return this.#named(right, left.type === 'Identifier' ? left.name : undefined, place);
    }
    const { object, property } = left;
    const isExports = object.type === 'Identifier' && object.name === 'module' && property.name === 'exports';
    if (isExports) return this.#named(right, isFunction(right) ? right.id?.name : this.#nameByFile(), place);
    this.#named(right, property.name, { ...place, owner: this.#ownerOf(object, place) }, '');
  }

  /** Whose member `object.name = …` sets: of `this`, or of the class whose prototype it is. */
  #ownerOf(object: AnyNode, place: Place): Owner {
    if (object.type === 'ThisExpression') return place.owner;
    if (object.type !== 'MemberExpression' || object.object.type !== 'Identifier') return NO_OWNER;
    const isPrototype = object.property.type === 'Identifier' && object.property.name === 'prototype';
    if (!isPrototype) return NO_OWNER;
    const declaredClassName = object.object.name;
    return { ...NO_OWNER, declaredClassName, className: this.#classNameOf(declaredClassName) };
  }

  /** A value that is known by the name of its place; JavaScript gives it that name too, but not to a member's value. */
  #named(value: AnyNode | null | undefined, name: string | undefined, place: Place, inferredName = name): void {
    if (!value) return;
    if (isFunction(value) && name !== undefined) {
      const site = this.#siteOf(value, name, place);
      if (site !== undefined) {
        this.#places.functionValue(value, this.#sites.addFunction({ ...site, inferredName: inferredName ?? '' }));
      }
    }
    const inside = { ...place, inScopeBody: false, nameHint: name };
    if (isFunction(value)) this.#function(value, inside);
    else this.#visit(value, inside);
  }

  #memberSite(node: FunctionNode, key: AnyNode, computed: boolean, place: Place): FunctionSite | undefined {
    if (key.type === 'PrivateIdentifier') {
      const match = this.#verdict(node, key.name, place.owner);
      if (match !== undefined && match.lookedAt !== true)
        this.#notSeen(`${match.name} (${this.#locationOf(node)})`, 'a #private method cannot be reached');
      return undefined;
    }
    const name = computed ? undefined : textOfKey(key);
    return name === undefined ? undefined : this.#siteOf(node, name, place);
  }

  #siteOf(node: FunctionNode, name: string, { owner, scope }: Place): FunctionSite | undefined {
    const match = this.#verdict(node, name, owner);
    if (match === undefined) return undefined;
    const location = this.#locationOf(node);
    if (node.generator) {
      if (match.lookedAt !== true)
        this.#notSeen(`${match.name} (${location})`, 'a generator does its work in next(), not in the call');
      return undefined;
    }
    // Closures are made again and again: inside a function only a name that speaks for itself is worth its wrapping, or
    // one that the function hands out.
    const inClosure = scope.type !== 'Program' && !isReturnedMember(scope, name);
    const isCertain = match.configured === true || !match.rule.includes('file');
    if (owner.className === undefined && inClosure && !isCertain) return undefined;
    return { match, location, inferredName: name };
  }

  #verdict(node: FunctionNode, name: string, owner: Owner): Match | undefined {
    const parameters = node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : ''));
    return this.#match({
      path: this.#file.displayName,
      fileName: this.#file.fileName,
      ...owner,
      name,
      isAsync: node.async,
      parameters,
    });
  }

  /** In libraries of one file for each, every class is called `Indicator`. */
  #classNameOf(declared: string | undefined): string {
    return declared === undefined || declared === 'Indicator' ? this.#nameByFile() : declared;
  }

  #nameByFile(): string {
    return this.#file.fileName.replace(/\.[cm]?[jt]sx?$/, '');
  }

  #locationOf(node: { readonly start: number }): string {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#lineStarts[middle] as number) <= node.start) low = middle;
      else high = middle;
    }
    return `${this.#file.displayName}:${low + 1}`;
  }
}

/** `onTick` of `onTick() {}` and of `'onTick'() {}`. */
function textOfKey(key: AnyNode): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

function membersOf({ body }: Class): string[] {
  return body.body.flatMap((element) => {
    const name = 'key' in element && !element.computed ? textOfKey(element.key) : undefined;
    return name === undefined ? [] : [name];
  });
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isFunction(node: AnyNode): node is FunctionExpression | ArrowFunctionExpression {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}
