// Lets the program's functions print as they were written.

import { asWritten } from '../rewrite/edits.js';
import type { AnyFunction } from '../rules/any-function.js';
import { originalOf, printAs } from '../wrap/mimic.js';
import { quotedAsWritten } from './quoted-functions.js';
import { ANY_HOST, type RewrittenText } from './rewritten-text.js';

const nativeToString = Function.prototype.toString;
const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;

/** The files that were rewritten: their functions print from the text that the program has written. */
export class FunctionTexts {
  readonly #files: RewrittenText[] = [];

  add(file: RewrittenText): void {
    this.#files.push(file);
  }

  /**
   * Replaces `Function.prototype.toString`. A proxy: it is native code to whoever looks at it, and answers for itself with the
   * text of the original.
   */
  install(): void {
    const replaced: AnyFunction = new Proxy(nativeToString, {
      apply: (target, self, args) => {
        const known = typeof self === 'function' ? originalOf(self as object) : undefined;
        return this.asWritten(apply(target, known ?? self, args) as string);
      },
    });
    printAs(replaced, nativeToString);
    defineProperty(Function.prototype, 'toString', {
      ...(getOwnPropertyDescriptor(Function.prototype, 'toString') as PropertyDescriptor),
      value: replaced,
    });
  }

  /** @param text of a function, as V8 has it */
  asWritten(text: string): string {
    if (!text.includes(ANY_HOST)) return text;
    for (const file of this.#files) {
      const start = text.includes(file.host) ? file.text.indexOf(text) : -1;
      if (start === -1) continue;
      return asWritten(file.insertions, text, start);
    }
    return text;
  }

  /** @param text quotes functions, as V8 does in messages of errors */
  quotedAsWritten(text: string): string {
    return quotedAsWritten(text, this.#files);
  }
}
