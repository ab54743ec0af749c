// The rules of the configuration, which come before Tickscope's default rules.

import type { ConfiguredPattern, RuleId } from '../../../model/rules.js';
import { qualifiedName } from '../../rules/names.js';
import { actionOf } from '../../rules/order-names.js';
import type { EventPattern, FunctionPattern, ProgramNames } from '../../../config/program-names.js';
import type { NotSeenRow } from '../../../model/record/record-segment.js';
import type {
  ConfiguredEvents,
  PackagePatch,
  ProgramCall,
  ProgramFunction,
  ProgramRule,
} from '../../rules/instrumentation.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { Match } from '../../rules/match.js';
import { wrapConfiguredExports } from './exports.js';
import { EventName, NamePattern } from './name-pattern.js';
import { LeftFunctions } from './left-functions.js';
import { SeenNames } from './seen-names.js';

type ConfiguredKind = 'tick' | 'indicator' | 'database' | 'external' | 'order' | 'cache';

interface Rule {
  readonly kind: ConfiguredKind;
  readonly pattern: NamePattern;
}

const RULES: Readonly<Record<ConfiguredKind, RuleId>> = {
  tick: 'configured-tick',
  indicator: 'configured-indicator',
  database: 'configured-database',
  external: 'configured-external',
  order: 'configured-order',
  cache: 'configured-cache',
};

const MATCHES_ALL = /(?:)/;

export class ConfiguredNames implements ConfiguredEvents {
  readonly #rules: readonly Rule[];
  readonly #strategies: readonly NamePattern[];
  readonly #excluded: readonly NamePattern[];
  readonly #seen = new SeenNames();
  readonly #tickEvents: readonly EventName[];
  readonly #excludedEvents: readonly EventName[];
  readonly #left = new LeftFunctions();

  constructor({ ticks, indicators, database, strategies, external, orders, caches, exclude }: ProgramNames) {
    this.#rules = [
      ...rules('tick', functionsIn(ticks)),
      ...rules('indicator', indicators),
      ...rules('database', database),
      ...rules('order', orders),
      ...rules('external', external),
      ...rules('cache', caches),
    ];
    this.#strategies = strategies.map((text) => new NamePattern(text));
    this.#excluded = functionsIn(exclude).map((text) => new NamePattern(text));
    this.#tickEvents = eventsIn(ticks);
    this.#excludedEvents = eventsIn(exclude);
  }

  /** The configured name by which listeners of this event handle ticks, whatever their arguments. */
  tickPatternOf(event: string): ConfiguredPattern | undefined {
    const pattern = this.#tickEvents.find((each) => each.takes(event));
    return pattern && { event: pattern.text };
  }

  isExcludedEvent(event: string): boolean {
    return this.#excludedEvents.some((each) => each.takes(event));
  }

  isExcludedName(name: string): boolean {
    return this.#excluded.some((pattern) => pattern.takesName(name));
  }

  isExcludedListener(name: string, listener: AnyFunction): boolean {
    if (this.#excluded.length === 0) return false;
    return this.isExcludedName(name) || this.#left.has(name, listener);
  }

  /** The rules on the program's functions: the configured ones, then `defaultRules`, without what is excluded. */
  programFunctions(defaultRules: readonly ProgramRule[]): readonly ProgramRule[] {
    const patterns = [...this.#rules.map(({ pattern }) => pattern), ...this.#strategies, ...this.#excluded];
    if (patterns.length === 0 && this.#excludedEvents.length === 0) return defaultRules;
    const configured: ProgramRule = {
      hint: this.#hint([...this.#rules.map(({ pattern }) => pattern), ...this.#strategies]),
      match: (candidate) => this.#match(candidate),
      excludes: (candidate) => this.#excluded.some((pattern) => pattern.takes(candidate)),
    };
    const strategies: ProgramRule = { match: (candidate) => this.#strategy(candidate) };
    return [configured, ...defaultRules, strategies].map((rule) => this.#within(rule));
  }

  /** The packages that are named, and `packages` without what is excluded. */
  packages(packages: readonly PackagePatch[]): readonly PackagePatch[] {
    const named = new Map<string, Rule[]>();
    for (const rule of this.#rules) {
      const { packageName } = rule.pattern;
      if (packageName !== undefined) named.set(packageName, [...(named.get(packageName) ?? []), rule]);
    }
    const configured = Array.from(named, ([packageName, ofPackage]): PackagePatch => {
      const verdict = (name: string): Match | undefined => {
        const rule = ofPackage.find(({ pattern }) => pattern.takesExport(packageName, name));
        return rule && matchOf(rule, name);
      };
      return {
        packageName,
        file: MATCHES_ALL,
        patch: (exports, wrap) =>
          wrapConfiguredExports(exports, verdict, wrap, (name) =>
            ofPackage.some(({ pattern }) => pattern.mayTakeMembersOf(name)),
          ),
      };
    });
    return [...configured, ...packages].map((patch) => this.#withoutExcluded(patch));
  }

  /** The configured names that matched nothing in this process. */
  notFound(): NotSeenRow[] {
    const patterns = [...this.#rules.map(({ pattern }) => pattern), ...this.#strategies, ...this.#excluded];
    return patterns
      .filter(({ found }) => !found)
      .map((pattern): NotSeenRow => {
        return { name: pattern.text, pattern: pattern.text, why: this.#seen.whyNotFound(pattern) };
      })
      .concat(
        [...this.#tickEvents, ...this.#excludedEvents]
          .filter(({ found }) => !found)
          .map(({ text }) => ({ name: text, event: text, why: 'no listener of an event of that name was added' })),
      );
  }

  #match(candidate: ProgramFunction): Match | undefined {
    const rule = this.#rules.find(({ pattern }) => pattern.takes(candidate));
    return rule && matchOf(rule, qualifiedName(candidate));
  }

  #strategy(candidate: ProgramFunction): Match | undefined {
    const pattern = this.#strategies.find((each) => each.takes(candidate));
    if (pattern === undefined) return undefined;
    const strategy = candidate.className ?? candidate.name;
    const name = qualifiedName(candidate);
    return { kind: 'internal', name, rule: 'configured-strategy', pattern: pattern.text, strategy };
  }

  /** `rule`, but for what is excluded, and with the strategy that is configured. */
  #within(rule: ProgramRule): ProgramRule {
    const { match, loop, pull, callback } = rule;
    return {
      ...rule,
      ...(match && { match: (candidate) => this.#matchWithin(candidate, match.bind(rule)) }),
      ...(loop && { loop: (candidate) => this.#unlessExcluded(loop.call(rule, candidate)) }),
      ...(pull && { pull: (method) => this.#unlessExcluded(pull.call(rule, method)) }),
      ...(callback && { callback: (call) => this.#callbackWithin(call, callback.bind(rule)) }),
    };
  }

  #matchWithin(
    candidate: ProgramFunction,
    match: (candidate: ProgramFunction) => Match | undefined,
  ): Match | undefined {
    if (this.#excluded.length > 0) {
      const isExcluded = this.#excluded.some((pattern) => pattern.takes(candidate));
      this.#left.add(candidate, isExcluded);
      if (isExcluded) return undefined;
    }
    const found = match(candidate);
    if (found === undefined || found.strategy !== undefined) return found;
    const strategy = this.#strategy(candidate)?.strategy;
    return strategy === undefined ? found : { ...found, strategy };
  }

  /** The event's name is the first argument of the call: `feed.on('trade', (trade) => ...)`. */
  #callbackWithin(call: ProgramCall, callback: (call: ProgramCall) => Match | undefined): Match | undefined {
    const isExcluded = call.firstText !== undefined && this.isExcludedEvent(call.firstText);
    return isExcluded ? undefined : this.#unlessExcluded(callback(call));
  }

  /** For loops, pulls and callbacks, which have no function name: match the name shown in the report. */
  #unlessExcluded(match: Match | undefined): Match | undefined {
    return match !== undefined && this.#excluded.some((pattern) => pattern.takesName(match.name)) ? undefined : match;
  }

  #withoutExcluded(patch: PackagePatch): PackagePatch {
    if (this.#excluded.length === 0) return patch;
    const { packageName } = patch;
    const isExcluded = ({ name, packageName: of = packageName }: Match): boolean =>
      this.#excluded.some((pattern) => pattern.takesExport(of, name));
    return {
      ...patch,
      patch: (exports, wrap, version, name) =>
        patch.patch(
          exports,
          (original, match) => (isExcluded(match) ? original : wrap(original, match)),
          version,
          name,
        ),
    };
  }

  /** Searches the words of all names at once; a name that ends with a wildcard may be in any source. */
  #hint(patterns: readonly NamePattern[]): NonNullable<ProgramRule['hint']> {
    const words = patterns.map(({ word }) => word);
    const hint = words.includes('') ? MATCHES_ALL : new RegExp(words.map(escaped).join('|'));
    return {
      test: (source) => {
        this.#seen.read(source);
        return words.length > 0 && hint.test(source);
      },
    };
  }
}

function functionsIn(patterns: readonly (FunctionPattern | EventPattern)[]): FunctionPattern[] {
  return patterns.filter((pattern) => typeof pattern === 'string');
}

function eventsIn(patterns: readonly (FunctionPattern | EventPattern)[]): EventName[] {
  return patterns.filter((pattern) => typeof pattern !== 'string').map(({ event }) => new EventName(event));
}

function rules(kind: ConfiguredKind, texts: readonly string[]): Rule[] {
  return texts.map((text) => ({ kind, pattern: new NamePattern(text) }));
}

function matchOf({ kind, pattern }: Rule, name: string): Match {
  return {
    kind: kind === 'order' ? 'external' : kind,
    name,
    rule: RULES[kind],
    pattern: pattern.text,
    ...(kind === 'tick' && { isTick: () => true }),
    ...(kind === 'order' && { order: { action: actionOf(name) } }),
  };
}

function escaped(word: string): string {
  return word.replaceAll(/[$.*+?^{}()|[\]\\/-]/g, String.raw`\$&`);
}
