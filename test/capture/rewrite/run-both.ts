// Runs a text bare, and with measuring code in every function, each in a realm of its own.

import vm from 'node:vm';
import { measureEverything, type Measured } from './measure-everything.js';
import { FunctionTexts } from '../../../src/capture/load/function-text.js';
import { defineStubHost, type StubCall, type StubHost } from './stub-host.js';

export interface Outcome {
  /** What the program logged, one line each. */
  readonly log: readonly string[];
  /** The end of the program: its error's message, and where it was thrown. */
  readonly error: string | undefined;
  readonly place: string | undefined;
}

export interface Both {
  readonly measured: Measured;
  readonly bare: Outcome;
  readonly rewritten: Outcome;
  readonly calls: readonly StubCall[];
}

export async function runBoth(source: string, needsArguments = false): Promise<Both> {
  const measured = measureEverything(source, 'commonjs', needsArguments, 'bot.js');
  const bare = await run(source, vm.createContext());
  const realm = vm.createContext();
  const host = defineStubHost(realm, measured.recursiveIds);
  printAsWritten(realm, host, measured);
  return { measured, bare, rewritten: await run(measured.text, realm), calls: host.calls };
}

/** As `FunctionTexts.install` does for the realm that the preload runs in. */
function printAsWritten(realm: vm.Context, host: StubHost, { text, insertions }: Measured): void {
  const texts = new FunctionTexts();
  texts.add({ filename: 'bot.js', host: '$tk', text, insertions });
  const prototype = vm.runInContext('Function.prototype', realm) as object;
  const { toString } = prototype;
  const replaced = new Proxy(toString, {
    apply: (target, self: object, args) =>
      texts.asWritten(Reflect.apply(target, host.originals.get(self) ?? self, args)),
  });
  Reflect.defineProperty(prototype, 'toString', { value: replaced, writable: true, configurable: true });
}

async function run(text: string, realm: vm.Context): Promise<Outcome> {
  const log: string[] = [];
  const show = (value: unknown): string =>
    typeof value === 'function' ? `function ${value.name}` : (JSON.stringify(value) ?? String(value));
  realm['log'] = (...values: unknown[]) => log.push(values.map(show).join(' '));
  try {
    // A file of CommonJS is the body of a function.
    const main = vm.compileFunction(text, [], { filename: 'bot.js', parsingContext: realm }) as () => unknown;
    await Reflect.apply(main, {}, []);
    // Microtasks of the realm that nobody waits for.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    return { log, error: undefined, place: undefined };
  } catch (error) {
    return { log, error: String(error), place: placeOf(error) };
  }
}

/** `line:column` of the frames in the program's file. */
function placeOf(error: unknown): string | undefined {
  const stack = String((error as Error | undefined)?.stack);
  const places = Array.from(stack.matchAll(/bot\.js:(\d+:\d+)/g), ([, place]) => place);
  return places.join(' ');
}
