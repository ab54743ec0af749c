// The function at a position of the source, and the rule that matches it.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { AnyNode, Function as FunctionNode, Program } from 'acorn';
import type { ProgramFunction } from '../rules/instrumentation.js';
import type { FunctionSite } from './insertion-sites.js';
import type { Match } from '../rules/match.js';
import type { ProgramRules } from '../rules/program-rules.js';
import type { ProgramSource } from './program-source.js';
import { isProgram, isReturnedMember, textOfKey } from './syntax.js';

/** The class or object whose member a function is. */
export type Owner = Pick<ProgramFunction, 'className' | 'declaredClassName' | 'superName' | 'siblings'>;

export const NO_OWNER: Owner = { className: undefined, declaredClassName: undefined, superName: undefined };

export class FunctionSites {
  readonly #source: ProgramSource;
  readonly #rules: ProgramRules;
  /** Called for every generator that a rule takes. */
  readonly #generatorBody: (node: FunctionNode) => void;
  readonly #notSeen: (row: NotSeenRow) => void;

  constructor(
    source: ProgramSource,
    rules: ProgramRules,
    notSeen: (row: NotSeenRow) => void,
    generatorBody: (node: FunctionNode) => void,
  ) {
    this.#generatorBody = generatorBody;
    this.#source = source;
    this.#rules = rules;
    this.#notSeen = notSeen;
  }

  /** @param scope the innermost function around it, or the program */
  siteOf(node: FunctionNode, name: string, owner: Owner, scope: Program | FunctionNode): FunctionSite | undefined {
    const match = this.#verdict(node, name, owner);
    if (match === undefined) return undefined;
    // Closures are made again and again: inside a function only a name that speaks for itself is worth its wrapping, or
    // one that the function hands out.
    const inClosure = !isProgram(scope) && !isReturnedMember(scope, name);
    if (owner.className === undefined && inClosure && match.isByFile === true) return undefined;
    if (node.generator) this.#generatorBody(node);
    return this.#source.site(match, node, name);
  }

  memberSite(
    node: FunctionNode,
    key: AnyNode,
    computed: boolean,
    owner: Owner,
    scope: Program | FunctionNode,
  ): FunctionSite | undefined {
    if (key.type === 'PrivateIdentifier') {
      this.unreachable(node, key.name, owner, 'a #private method cannot be reached');
      return undefined;
    }
    const name = computed ? undefined : textOfKey(key);
    return name === undefined ? undefined : this.siteOf(node, name, owner, scope);
  }

  /** Lists a function that a rule would take, with the reason why it is not. */
  unreachable(node: FunctionNode, name: string, owner: Owner, why: string): void {
    const match = this.#verdict(node, name, owner);
    if (match !== undefined && match.lookedAt !== true)
      this.#notSeen({ name: match.name, location: this.#source.locationOf(node), why });
  }

  #verdict(node: FunctionNode, name: string, owner: Owner): Match | undefined {
    const parameters = node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : ''));
    const { displayName: path, fileName } = this.#source;
    return this.#rules.function({ path, fileName, ...owner, name, isAsync: node.async, parameters });
  }
}
