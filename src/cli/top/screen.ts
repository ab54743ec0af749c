// Draws pages on the alternate screen of a terminal, and restores the terminal afterwards.

import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';

/** A second page, without a cursor, on which a line that is too long does not go on in the next. */
const OPEN = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const CLOSE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const ERASE_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** Sequences of one key, and any other character. */
// oxlint-disable-next-line no-control-regex
const KEY = /\u001b[[O][\d;]*[A-Za-z~]|[^]/g;

export class Screen {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  #isOpen = false;

  /** @param onKey called with a character, or the sequence of a key */
  constructor(input: ReadStream, output: WriteStream, onKey: (key: string) => void) {
    this.#input = input;
    this.#output = output;
    // Without a terminal there are no keys, and what comes is not for us.
    if (!input.isTTY) return;
    input.setEncoding('utf8');
    input.on('data', (text: string) => {
      for (const [key] of text.matchAll(KEY)) onKey(key);
    });
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#write(OPEN);
    if (!this.#input.isTTY) return;
    this.#input.setRawMode(true);
    this.#input.resume();
  }

  /** A terminal that has not taken the last page, behind a slow line, is given no further one. */
  draw(lines: readonly string[]): void {
    if (!this.#isOpen || this.#output.writableNeedDrain) return;
    this.#output.write(HOME + lines.map((line) => line + ERASE_LINE).join('\r\n') + ERASE_BELOW);
  }

  /** Done when it returns: a process that is ending writes nothing later. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#write(CLOSE);
    if (!this.#input.isTTY) return;
    this.#input.setRawMode(false);
    this.#input.pause();
  }

  #write(text: string): void {
    try {
      writeSync((this.#output as WriteStream & { readonly fd: number }).fd, text);
    } catch {
      // The terminal is gone.
    }
  }
}
