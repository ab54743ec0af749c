// The rules by which functions are found: records, reports and code carry the id, and only people read the text.

export type RuleId =
  | 'tick-name'
  | 'tick-place'
  | 'tick-event'
  | 'tick-loop'
  | 'tick-pull'
  | 'arrival'
  | 'indicator-program'
  | 'indicator-library'
  | 'database-method'
  | 'database-helper'
  | 'database-driver'
  | 'strategy-method'
  | 'order-function'
  | 'order-client'
  | 'order'
  | 'outside-call'
  | 'cache-channel'
  | 'configured-tick'
  | 'configured-indicator'
  | 'configured-database'
  | 'configured-external'
  | 'configured-cache'
  | 'configured-order'
  | 'configured-strategy'
  | 'span-scope'
  | 'doctor';

/** Each rule by its id. */
export const RULE_TEXTS: Readonly<Record<RuleId, string>> = {
  'tick-name': 'tick: name and argument',
  'tick-place': 'tick: name, class or file, and argument',
  'tick-event': 'tick: event and argument',
  'tick-loop': 'tick: loop and value',
  'tick-pull': 'tick: pull and value',
  arrival: 'arrival: counted, no operation',
  'indicator-program': "indicator: the program's class or function",
  'indicator-library': 'indicator: library',
  'database-method': 'database: class and method',
  'database-helper': 'database: helper in a database file',
  'database-driver': 'query: database driver',
  'strategy-method': 'strategy: class and method',
  'order-function': "order: the program's function",
  'order-client': 'order: client library',
  order: 'order: a function, a method of a client, or a request',
  'outside-call': 'external: requests and messages',
  'cache-channel': 'cache: lru-cache, counted, no operation',
  'configured-tick': 'tick, configured',
  'configured-indicator': 'indicator, configured',
  'configured-database': 'database, configured',
  'configured-external': 'external, configured',
  'configured-cache': 'cache, configured: counted, no operation',
  'configured-order': 'order, configured',
  'configured-strategy': 'strategy, configured',
  'span-scope': 'spans of this scope',
  doctor: 'observed for tickscope doctor, not recorded',
};

export const RULE_IDS: readonly RuleId[] = Object.keys(RULE_TEXTS) as RuleId[];

/** A name as the configuration has it. At most one of both is there. */
export interface ConfiguredPattern {
  /** Of functions, as written: `Router.*`, `some-package#open`. */
  readonly pattern?: string;
  /** Of events, as written: `snap*`. */
  readonly event?: string;
}

/** A function as the reports call it. */
export interface FunctionIdentity {
  /** `Class.method`, or the function's name; of a package, as the package exports it. */
  readonly name: string;
  /** `file:line`, of the program's code. */
  readonly location?: string;
  /** The package that exports it. */
  readonly packageName?: string;
}

/** A function and the rule that found it. */
export interface FoundFunction extends FunctionIdentity, ConfiguredPattern {
  readonly rule: RuleId;
}

/** `technicalindicators.RSI.nextValue`, `Bot.onTick` */
export function qualifiedText({ name, packageName }: FunctionIdentity): string {
  return packageName === undefined ? name : `${packageName}.${name}`;
}

/** `Bot.onTick (bot.js:12)` */
export function functionText(identity: FunctionIdentity): string {
  const name = qualifiedText(identity);
  return identity.location === undefined ? name : `${name} (${identity.location})`;
}

/** `tick, configured: "Router.*"` */
export function ruleText(found: FoundFunction): string {
  const text = RULE_TEXTS[found.rule];
  if (found.rule === 'indicator-library' && found.packageName !== undefined) return `indicator: ${found.packageName}`;
  const pattern = patternText(found);
  return pattern === undefined ? text : `${text}: ${pattern}`;
}

/** `bot.js`, `Bot.#onTick (bot.js:12)`, `configured: "Router.*"` */
export function notSeenText(row: FunctionIdentity & ConfiguredPattern): string {
  const pattern = patternText(row);
  return pattern === undefined ? functionText(row) : `configured: ${pattern}`;
}

/** A configured name as the configuration file has it. */
function patternText({ pattern, event }: ConfiguredPattern): string | undefined {
  if (event !== undefined) return `{ "event": ${JSON.stringify(event)} }`;
  return pattern === undefined ? undefined : JSON.stringify(pattern);
}

/** One string for a configured name, usable as a key; `undefined` where there is none. */
export function patternKey({ pattern, event }: ConfiguredPattern): string | undefined {
  if (event !== undefined) return `event\u0000${event}`;
  return pattern === undefined ? undefined : `function\u0000${pattern}`;
}
