// What an instrumentation consists of. Each has a folder, and its place in the list of `instrumentations/index.ts`.

import type { ConfiguredPattern } from '../../model/rules.js';
import type { AnyFunction } from './any-function.js';
import type { Match } from './match.js';

/** A function in the program's code, as a rule sees it. */
export interface ProgramFunction {
  /** The file, from the working directory; without folders where it lies elsewhere. */
  readonly path: string;
  /** The file's own name without folders, for example `ema-indicator.js`; `db.js` for `db/index.js`. */
  readonly fileName: string;
  /** The package that the file lies in, where that is another one than the program's main file's. */
  readonly packageName?: (() => string | undefined) | undefined;
  /** The class that it is a method of; a class without a name, or called `Indicator`, goes by its file's name. */
  readonly className: string | undefined;
  /** That class as it is written, where it has a name. */
  readonly declaredClassName: string | undefined;
  /** The class that this class extends, as written. */
  readonly superName: string | undefined;
  /** The names of all members of that class. */
  readonly siblings?: readonly string[];
  readonly name: string;
  readonly isAsync: boolean;
  /** As it is written: parameters and body, of a function expression from its first word on. */
  readonly text?: string;
  /** The names of its parameters; empty text for one that is taken apart or has a default. */
  readonly parameters: readonly string[];
}

/** A `for await` loop in the program's code. */
export interface ProgramLoop {
  readonly fileName: string;
  readonly className: string | undefined;
  /** What each value is bound to, as written: `trade`, `{ price, symbol }`. */
  readonly variable: string;
  /** What is iterated, as written: `feed.trades()`. */
  readonly iterated: string;
}

/** A call in the program's code that is given a function as it is written there. */
export interface ProgramCall {
  /** `on` of `feed.on('trade', (trade) => ...)`. */
  readonly name: string;
  /** `trade` of `feed.on('trade', (trade) => ...)`. */
  readonly firstText: string | undefined;
  /** The function's own name, where it has one. */
  readonly functionName: string | undefined;
}

/** A package whose exports are patched. */
export interface PackagePatch {
  /** `ANY_PACKAGE`: each one that the program's own code loads. */
  readonly packageName: string;
  /** Which of its files, by their path inside the package. */
  readonly file: RegExp;
  /** Asked first, where most have nothing to be patched. */
  concerns?(exports: unknown): boolean;
  /** Of any package: without this text in it, and a name that it takes, an ES module stays as it is. */
  readonly modules?: { readonly source: RegExp; isOf(packageName: string): boolean };
  /** Whether `patch` takes ES modules too: their exports come as accessors of the module's own bindings. */
  readonly alsoModules?: true;
  /** Patches in place, or returns the replacement of the exports. May throw: the error is counted and shown. */
  patch(exports: unknown, wrap: WrapPackageFunction, version: string, packageName: string): unknown;
}

export const ANY_PACKAGE = '*';

/** A module of Node's own that is patched in place, when the program first loads it. */
export interface BuiltinPatch {
  /** With its `node:`. */
  readonly name: string;
  /** May throw: the error is counted and shown. */
  patch(exports: unknown): void;
}

/** Wraps one function of a package as the outermost call of `match`. */
export type WrapPackageFunction = (original: AnyFunction, match: Match) => AnyFunction;

/** A channel of node:diagnostics_channel, on which Node.js or a package publishes. */
export interface ChannelSubscription {
  readonly name: string;
  /** Called for each message, inside the publisher's call. May throw: the error is counted and shown. */
  onMessage(message: unknown): void;
}

/** The events that the configuration names. */
export interface ConfiguredEvents {
  /** The configured name by which its listeners handle ticks, whatever their arguments. */
  tickPatternOf(event: string): ConfiguredPattern | undefined;
  isExcludedEvent(event: string): boolean;
  /** Whether what the report has under that name is excluded. */
  isExcludedName(name: string): boolean;
  /** The same of a listener, which may be a method that is excluded by its class. */
  isExcludedListener(name: string, listener: AnyFunction): boolean;
}

/** Which functions of the program's code are taken, and as what. */
export interface ProgramRule {
  /** A source without this text is not parsed: a regular expression without the global flag, or an object with its `test`. */
  readonly hint?: { test(source: string): boolean };
  /** Which functions of the program's code it takes. */
  match?(candidate: ProgramFunction): Match | undefined;
  /** Which functions no rule may take. */
  excludes?(candidate: ProgramFunction): boolean;
  /** Which loops it takes: each run of the body is a call. */
  loop?(candidate: ProgramLoop): Match | undefined;
  /** Which methods are pulled from, `await exchange.watchTrades()`: from a value's arrival until the next pull is a call. */
  pull?(method: string): Match | undefined;
  /** Which functions that are arguments it takes. */
  callback?(call: ProgramCall): Match | undefined;
}

export interface Instrumentation {
  readonly id: string;
  /** Rules on the program's code, in the order of the list: the first rule that matches a function takes it. */
  readonly rules?: readonly ProgramRule[];
  readonly packages?: readonly PackagePatch[];
  /** Packages of its kind whose calls are not measured, with the reason. */
  readonly notMeasured?: Readonly<Record<string, string>>;
  readonly builtins?: readonly BuiltinPatch[];
  readonly channels?: readonly ChannelSubscription[];
  /** Patches once, at the start, what cannot wait until the program loads it. May throw: the error is counted and shown. */
  install?(): void;
  /** `install` runs when all of Tickscope has started, whose own calls until then are not the program's. */
  readonly installsLast?: true;
}
