// What a program's author says of its functions and events: the part of the configuration that capture asks for.

/** `Class.method`, a function's name, `file#name` or `package#name`. */
export type FunctionPattern = string;

/** Every listener of an event of that name. */
export interface EventPattern {
  readonly event: string;
}

/** Where a value stands in a handler's arguments: a path such as `data.instrument`, or a function of the arguments. */
export type Extractor = string | ((...args: unknown[]) => unknown);

export interface ProgramNames {
  readonly ticks: readonly (FunctionPattern | EventPattern)[];
  readonly indicators: readonly FunctionPattern[];
  readonly database: readonly FunctionPattern[];
  readonly strategies: readonly FunctionPattern[];
  readonly external: readonly FunctionPattern[];
  /** Ask a venue to place, change or cancel an order. */
  readonly orders: readonly FunctionPattern[];
  /** Look something up, and return `undefined` where it is not there. */
  readonly caches: readonly FunctionPattern[];
  /** Wins over all other rules, Tickscope's included. */
  readonly exclude: readonly (FunctionPattern | EventPattern)[];
  readonly symbol?: Extractor;
  readonly time?: Extractor;
}

export const NO_NAMES: ProgramNames = {
  ticks: [],
  indicators: [],
  database: [],
  strategies: [],
  external: [],
  orders: [],
  caches: [],
  exclude: [],
};
