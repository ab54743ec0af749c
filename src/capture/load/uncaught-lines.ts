// Prints the line of the program above the stack of an error that nobody catches, where the line that runs has insertions.
//
// As Node.js does it, in `node_errors.cc`, at the moment when it would: `process._fatalException` is what it calls, and has returned
// `false` when nobody has handled the error and the listeners of `exit` have run.

import { types } from 'node:util';
import vm from 'node:vm';
import { debug } from '../../stderr.js';
import { HOST_NAMES } from '../body/lexical-host.js';
import { NOT_PRINTED } from '../rewrite/exception-lines.js';
import { mimic } from '../wrap/mimic.js';
import type { OriginalPositions } from './original-positions.js';
import type { Place } from './stack-traces.js';
import { isMainThread } from '../../this-thread.js';

type FatalException = (error: unknown, isFromPromise: boolean) => boolean;

interface ProcessInternals {
  _fatalException?: FatalException;
  _rawDebug(text: string): void;
}

/** A value that was thrown by a `throw` with a mark, and the mark: `line:column file`. */
type Thrown = readonly [value: unknown, mark: string];

/** Node.js prints no more of what stands under the line. */
const LONGEST_UNDERLINE = 1_020;

/** What makes an error, which may be thrown anywhere. An error that V8 throws by itself has none of it at its place. */
const MAKES_AN_ERROR = /^(?:new\b|super\b|captureStackTrace\b|(?:[\w$]+\.)*\w*Error\b)/;

/**
 * @param firstPlaceOf finds the first place of a stack that nobody has read yet
 * @throws what the realm throws where it allows no new code
 */
export function printUncaughtLines(
  positions: OriginalPositions,
  firstPlaceOf: (error: Error) => Place | undefined,
): void {
  const takeThrown = defineThrowVariables(HOST_NAMES);
  const internals = process as unknown as ProcessInternals;
  const { _fatalException: original, _rawDebug: print } = internals;
  // A worker thread hands its errors to the main one, which prints no line of it.
  if (!isMainThread || original === undefined) return;
  const uncaught = new UncaughtLines(positions, firstPlaceOf);
  const { wrapper } = {
    wrapper(this: unknown, error: unknown, isFromPromise: boolean): boolean {
      const thrown = takeThrown();
      // Before the listeners run: they may read the stack, and throw and catch errors of their own.
      const text = guarded(() => (isFromPromise ? uncaught.ofRejection(error) : uncaught.ofThrow(error, thrown)));
      let isHandled: boolean | undefined;
      try {
        isHandled = Reflect.apply(original, this, [error, isFromPromise]);
        return isHandled;
      } finally {
        // A listener has thrown: Node.js prints the place of that `throw`, and a `catch` here would be another.
        const toPrint = isHandled === undefined ? guarded(() => uncaught.ofOnly(takeThrown())) : text;
        if (isHandled !== true && toPrint !== undefined) print(toPrint);
      }
    },
  };
  // oxlint-disable-next-line eslint/no-underscore-dangle -- Node.js has no other name for it.
  internals._fatalException = mimic(wrapper, original);
}

/** What Node.js prints in front of a stack. `undefined` where it does so itself, or where the place is unknown. */
class UncaughtLines {
  readonly #positions: OriginalPositions;
  readonly #firstPlaceOf: (error: Error) => Place | undefined;

  constructor(positions: OriginalPositions, firstPlaceOf: (error: Error) => Place | undefined) {
    this.#positions = positions;
    this.#firstPlaceOf = firstPlaceOf;
  }

  /** Node.js takes the place where the error was made. */
  ofRejection(error: unknown): string | undefined {
    const place = this.#placeMade(error);
    return place && this.#textOf(error, place);
  }

  /** Node.js takes the place of the `throw`: of an error that V8 has thrown by itself, that is where it was made. */
  ofThrow(error: unknown, thrown: readonly Thrown[]): string | undefined {
    if (isThrownByEmitter(error)) return undefined;
    const ofError = thrown.filter(([value]) => Object.is(value, error));
    if (ofError.length > 0) return this.ofOnly(ofError);
    const place = this.#placeMade(error);
    const line = place && this.#lineOf(place);
    if (place === undefined || line === undefined) return undefined;
    const before = line.slice(0, place.column - 1);
    const keyword = /\bthrow $/.exec(before);
    if (keyword !== null) return this.#textOf(error, { ...place, column: keyword.index + 1 });
    const isMadeByProgram = MAKES_AN_ERROR.test(line.slice(before.length));
    return isMadeByProgram && !/ is not a constructor$/.test((error as Error).message)
      ? undefined
      : this.#textOf(error, place);
  }

  /** Of the one value that was thrown with a mark. */
  ofOnly([thrown, ...others]: readonly Thrown[]): string | undefined {
    if (thrown === undefined || others.length > 0) return undefined;
    const [value, mark] = thrown;
    const [, line, column, file = ''] = /^(\d+):(\d+) (.*)$/s.exec(mark) ?? [];
    return this.#textOf(value, { file, line: Number(line), column: Number(column) });
  }

  /** V8 places the error of a text that it cannot parse in that text. */
  #placeMade(error: unknown): Place | undefined {
    return types.isNativeError(error) && !(error instanceof SyntaxError) ? this.#firstPlaceOf(error) : undefined;
  }

  #textOf(error: unknown, place: Place): string | undefined {
    const line = this.#lineOf(place);
    if (line === undefined) return undefined;
    const text = `${place.file}:${place.line}\n${line}\n${underline(line, place.column)}`;
    // Above what is no error stands a blank line, and none below.
    return types.isNativeError(error) ? `${text}\n` : `\n${text}`;
  }

  #lineOf({ file, line }: Place): string | undefined {
    return this.#positions.lineNotPrinted(file, line, NOT_PRINTED);
  }
}

/** An emitter throws what it has no listener for, and says in the error what it adds to the stack. */
function isThrownByEmitter(error: unknown): boolean {
  return (
    types.isNativeError(error) &&
    Object.getOwnPropertySymbols(error).some(({ description }) => description === 'kEnhanceStackBeforeInspector')
  );
}

/** Node.js counts bytes of UTF-8 where it copies tabs, and characters where it puts the caret. */
function underline(line: string, column: number): string {
  const bytes = Buffer.from(line);
  const blanks = Array.from(bytes.subarray(0, column - 1), (byte) => (byte === 9 ? '\t' : ' ')).join('');
  return `${blanks}^`.slice(0, LONGEST_UNDERLINE);
}

/** Nothing that fails here may reach the program. */
function guarded(makeText: () => string | undefined): string | undefined {
  try {
    return makeText();
  } catch (error) {
    debug('the line of an uncaught error cannot be printed', error);
    return undefined;
  }
}

/** @returns reads the variables of each name, and empties them */
function defineThrowVariables(names: readonly string[]): () => readonly Thrown[] {
  const variables = names.flatMap((name) => [`${name}t`, `${name}p`]);
  const pairs = names.map((name) => `[${name}t,${name}p]`).join(',');
  const take = vm.runInThisContext(
    `let ${variables.join(',')};()=>{const pairs=[${pairs}];${variables.join('=')}=void 0;return pairs}`,
  ) as () => readonly (Thrown | readonly [undefined, undefined])[];
  return () => take().filter((pair): pair is Thrown => pair[1] !== undefined);
}
