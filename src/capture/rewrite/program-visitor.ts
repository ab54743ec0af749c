// Walks a file's syntax tree and finds the functions and loops that a rule takes.
//
// One class of over 300 lines: the handlers of the kinds of nodes call each other, and share the position of the walk.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import type {
  AnyNode,
  CallExpression,
  Class,
  Function as FunctionNode,
  FunctionExpression,
  MethodDefinition,
  ObjectExpression,
  Program,
} from 'acorn';
import type { Match } from '../rules/match.js';
import type { ChosenFunction } from './chosen-function.js';
import { CodeAsText } from './code-as-text.js';
import { CompiledClasses } from './compiled-classes.js';
import { readsBinding } from './compiled-functions.js';
import { FunctionSites } from './function-sites.js';
import type { InsertionSites } from './insertion-sites.js';
import { LoopSites } from './loop-sites.js';
import { isShort } from './mangled-names.js';
import type { LoopTexts } from './loop-texts.js';
import { NamedListeners } from './named-listeners.js';
import { isRelaying } from './relaying-functions.js';
import { replacementsIn } from './replaced-methods.js';
import type { ProgramRules } from '../rules/program-rules.js';
import { type Block, inside, NO_OWNER, type Owner, type WalkPosition, startOfWalk } from './walk-position.js';
import type { ProgramSource } from './program-source.js';
import { whyUnsafe } from './unsafe-functions.js';
import {
  calledName,
  childrenOf,
  isExportsObject,
  isFunction,
  isThis,
  keptClassName,
  memberName,
  membersOf,
  namedResult,
  textOfKey,
} from './syntax.js';

export class ProgramVisitor {
  readonly #source: ProgramSource;
  readonly #sites: InsertionSites;
  readonly #rules: ProgramRules;
  readonly #functions: FunctionSites;
  readonly #loops: LoopSites;
  readonly #texts: LoopTexts;
  readonly #program: Program;
  readonly #classes: CompiledClasses;
  readonly #codeAsText: CodeAsText;
  /** By the names that a minifier gave them: what classes were called before. */
  readonly #keptNames = new Map<string, string>();

  constructor(
    program: Program,
    source: ProgramSource,
    sites: InsertionSites,
    rules: ProgramRules,
    notSeen: (row: NotSeenRow) => void,
    loops: LoopTexts,
  ) {
    this.#program = program;
    this.#source = source;
    this.#sites = sites;
    this.#rules = rules;
    const listeners = new NamedListeners(program, rules);
    this.#functions = new FunctionSites(source, sites, rules, notSeen, program, listeners);
    this.#loops = new LoopSites(source, sites, rules, loops);
    this.#texts = loops;
    this.#classes = new CompiledClasses(program, source);
    this.#codeAsText = new CodeAsText(source, rules, notSeen);
  }

  /** @returns the functions that are to be measured; loops and generators have been written */
  visit(): readonly ChosenFunction[] {
    this.#statements(this.#program, startOfWalk(this.#program));
    return this.#functions.chosen;
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
        this.#codeAsText.look(node);
        return this.#call(node, position);
      case 'NewExpression':
        this.#codeAsText.look(node);
        return this.#children(node, position);
      case 'VariableDeclarator':
        return this.#named(node.init, node.id.type === 'Identifier' ? node.id.name : undefined, position);
      case 'AssignmentExpression':
        return this.#assignment(node.left, node.right, position);
      case 'ExportDefaultDeclaration':
        return this.#exportDefault(node.declaration, position);
      case 'ExportNamedDeclaration':
        if (node.declaration) this.#visit(node.declaration, position);
        return;
      case 'BlockStatement':
      case 'StaticBlock':
        return this.#statements(node, position);
      case 'ForOfStatement':
        if (node.await && !position.isInWith) this.#loops.forAwait(node, position.scope, position.owner.className);
        return this.#loop(node, node.body, position);
      case 'ForStatement':
      case 'ForInStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return this.#loop(node, node.body, position);
      case 'WithStatement':
        this.#visit(node.object, inside(position));
        return this.#visit(node.body, { ...inside(position), isInWith: true });
      case 'LabeledStatement':
        return this.#visit(node.body, { ...inside(position), isLabelled: true });
      case 'AwaitExpression':
        if (position.loopPart !== undefined && !position.isInWith)
          this.#loops.pull(node, position.scope, position.loopPart);
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

  /** @param name by which its place knows it */
  #function(node: FunctionNode, position: WalkPosition, name = node.id?.name): void {
    for (const parameter of node.params) this.#visit(parameter, inside(position));
    const owner = this.#classes.ownerOf(name) ?? position.owner;
    this.#visit(node.body, { ...inside(position), scope: node, loopPart: undefined, owner });
  }

  #declaration(node: FunctionNode, position: WalkPosition): void {
    if (!node.id) return;
    const { name } = node.id;
    const { block, scope } = position;
    const match = this.#matchOf(node, name, this.#classes.ownerOfDeclaration(node) ?? NO_OWNER, scope);
    if (match === undefined) return;
    if (!node.generator) return this.#functions.measure(node, name, match, position);
    if (block === undefined) {
      return this.#functions.notMeasured(node, match, 'a generator declared in a switch has no place of its own');
    }
    this.#generator(node, match, position, (id) => this.#texts.generatorDeclaration(name, block, id));
  }

  #class(node: Class, position: WalkPosition): void {
    const className = node.id?.name ?? position.nameHint;
    const keptName = className !== undefined && isShort(className) ? keptClassName(node) : undefined;
    if (className !== undefined && keptName !== undefined) this.#keptNames.set(className, keptName);
    const declaredSuper = node.superClass?.type === 'Identifier' ? node.superClass.name : undefined;
    const superName = declaredSuper === undefined ? undefined : (this.#keptNames.get(declaredSuper) ?? declaredSuper);
    const extended = node.superClass ? calledName(node.superClass) : undefined;
    if (extended !== undefined) this.#sites.extended.add(extended);
    const owner: Owner = {
      className: this.#source.classNameOf(keptName ?? className),
      declaredClassName: className,
      superName,
      siblings: membersOf(node),
    };
    const inClass: WalkPosition = { ...inside(position), owner };
    const replaced = replacementsIn(node);
    for (const element of node.body.body) {
      if (element.type === 'MethodDefinition' && element.kind === 'method') {
        this.#method(node, element, inClass, replaced);
      }
      const key = element.type === 'PropertyDefinition' && !element.computed ? textOfKey(element.key) : undefined;
      if (element.type === 'PropertyDefinition' && key !== undefined) this.#named(element.value, key, inClass, owner);
      else if (element.type === 'MethodDefinition') this.#function(element.value, inClass);
      else this.#children(element, inClass);
      if (element.type === 'MethodDefinition' && element.computed) this.#visit(element.key, inClass);
    }
    if (node.superClass) this.#visit(node.superClass, inside(position));
  }

  /** @param replaced the methods that take another one's place on their instance, by their names */
  #method(
    inClass: Class,
    { key, computed, value, static: isStatic }: MethodDefinition,
    position: WalkPosition,
    replaced: ReadonlyMap<string, string>,
  ): void {
    const { owner, scope } = position;
    const name = memberName(key, computed);
    if (name === undefined) return;
    const match =
      this.#functions.matchOf(value, name, owner, scope) ??
      this.#functions.matchOf(value, replaced.get(name) ?? name, owner, scope);
    if (match === undefined) return;
    if (!value.generator) return this.#functions.measure(value, name, match, position, true);
    if (key.type === 'PrivateIdentifier') {
      return this.#functions.notMeasured(value, match, 'a #private generator cannot be reached');
    }
    this.#generator(value, match, position, (id) => this.#texts.generatorMember(inClass, name, isStatic, id));
  }

  /** @param prototypeOf the class whose prototype it is */
  #object(node: ObjectExpression, position: WalkPosition, prototypeOf?: Owner): void {
    const member = this.#classes.memberOf(node);
    if (member !== undefined) return this.#named(member.value, member.name, inside(position), member.owner, '');
    // Closures of such names are everywhere: inside a function only the names of the objects of a file are taken.
    const once = position.scope.type === 'Program' || prototypeOf !== undefined;
    const owner: Owner = prototypeOf ?? { ...NO_OWNER, className: position.nameHint };
    const inObject: WalkPosition = { ...inside(position), owner };
    for (const property of node.properties) {
      if (property.type !== 'Property' || property.kind !== 'init' || !isFunction(property.value)) {
        this.#children(property, position);
        continue;
      }
      const { value } = property;
      const name = once && !readsBinding(value) ? memberName(property.key, property.computed) : undefined;
      const match = name === undefined ? undefined : this.#functions.matchOf(value, name, owner, position.scope);
      if (name !== undefined && match !== undefined) {
        if (!value.generator) this.#functions.measure(value, name, match, position, property.method);
        else this.#generator(value, match, position, (id) => this.#texts.generatorProperty(node, name, id));
      }
      this.#function(value, inObject);
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
        name !== undefined && isFunction(argument)
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
        const listener = argument as FunctionExpression;
        const found: Match = isRelaying(listener) ? { ...match, mayHandOn: 'later' } : match;
        this.#value(listener, functionName ?? '', found, position, functionName ?? '');
        this.#function(argument as FunctionExpression, inside(position));
      }
    }
  }

  /** A module that is one function without a name goes by its file. */
  #exportDefault(declaration: AnyNode, position: WalkPosition): void {
    const name = this.#source.functionByFile;
    if (isFunction(declaration)) return this.#named(declaration, declaration.id?.name ?? name, position, NO_OWNER, '');
    if (declaration.type !== 'FunctionDeclaration' || declaration.id) return this.#visit(declaration, position);
    const match = this.#matchOf(declaration, name, NO_OWNER, position.scope);
    if (match !== undefined && declaration.generator)
      this.#functions.notMeasured(declaration, match, 'a generator without a name has no place of its own');
    else if (match !== undefined) this.#functions.measure(declaration, name, match, position);
    this.#function(declaration, position, name);
  }

  #assignment(left: AnyNode, right: AnyNode, position: WalkPosition): void {
    this.#visit(left, inside(position));
    if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') {
      return this.#named(right, left.type === 'Identifier' ? left.name : undefined, position);
    }
    const { object, property } = left;
    const prototypeOf = property.name === 'prototype' ? this.#classes.ownerOfMembers(object) : undefined;
    if (prototypeOf !== undefined && right.type === 'ObjectExpression') {
      return this.#object(right, inside(position), prototypeOf);
    }
    const isExports = object.type === 'Identifier' && object.name === 'module' && property.name === 'exports';
    if (isFunction(right) && (isExports || (property.name === 'default' && isExportsObject(object)))) {
      return this.#named(right, right.id?.name ?? this.#source.functionByFile, position, NO_OWNER, '');
    }
    if (isExports) return this.#named(right, this.#source.nameByFile, position);
    this.#named(right, property.name, position, this.#ownerOf(object, position), '');
  }

  /** Whose member `object.name = …` sets: of `this`, or of the class whose prototype it is. */
  #ownerOf(object: AnyNode, position: WalkPosition): Owner {
    return isThis(object) ? position.owner : (this.#classes.ownerOfMembers(object) ?? NO_OWNER);
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
    const match = name === undefined ? undefined : this.#matchOf(value, name, owner, position.scope);
    // `loaded = function onTick(tick) {}`: it has a name of its own too.
    const ownName = match === undefined && value.type === 'FunctionExpression' ? value.id?.name : undefined;
    const ownMatch = ownName === undefined ? undefined : this.#matchOf(value, ownName, NO_OWNER, position.scope);
    const found = match ?? ownMatch;
    if (found !== undefined) this.#value(value, ownName ?? name ?? '', found, position, inferredName ?? '');
    const within = owner === NO_OWNER ? inside(position) : { ...inside(position), owner };
    this.#function(value, within, owner === NO_OWNER ? (ownName ?? name) : undefined);
  }

  /** A constructor from before there were classes is none of the functions that its name speaks of. */
  #matchOf(node: FunctionNode, name: string, owner: Owner, scope: WalkPosition['scope']): Match | undefined {
    if (owner === NO_OWNER && this.#classes.isConstructor(name)) return undefined;
    return this.#functions.matchOf(node, name, owner, scope);
  }

  #value(node: FunctionNode, name: string, match: Match, position: WalkPosition, inferredName: string): void {
    if (!node.generator) return this.#functions.measure(node, name, match, position);
    const write = (id: number): void => this.#texts.generatorValue(node as AnyNode, id);
    this.#generator(node, match, position, write, inferredName);
  }

  /** The work of a generator is in its steps: the function is handed over as it is, and the start of its body is seen. */
  #generator(
    node: FunctionNode,
    match: Match,
    { isInWith }: WalkPosition,
    write: (id: number) => void,
    inferredName = '',
  ): void {
    const isRun = node.async && match.kind === 'tick';
    const why = isInWith ? 'it stands in a `with` statement' : isRun ? whyUnsafe(node) : undefined;
    if (why !== undefined) return this.#functions.notMeasured(node, match, why);
    if (isRun) this.#texts.generatorRun(node);
    else this.#texts.generatorBody(node);
    const stepped: Match = { ...match, takesTexts: undefined };
    write(this.#sites.add(this.#functions.siteOf(node, stepped, false, inferredName)));
  }
}
