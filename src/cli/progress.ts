// One line at the bottom of the terminal while something is read for longer than a second. Where stderr is none, nothing.

import { USUAL_COLUMNS } from '../report/terminal.js';
import { fit } from '../report/text.js';
import { prefixed } from './messages.js';

/** What is done sooner needs no line. */
const QUIET_MILLIS = 1_000;
const REDRAWN_MILLIS = 200;
const BACK_AND_ERASE = '\r\u001b[K';

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

export class Progress {
  readonly #terminal: Terminal;
  readonly #nowMillis: () => number;
  #dueMillis: number;
  #isDrawn = false;

  constructor(terminal: Terminal = process.stderr, nowMillis: () => number = performance.now.bind(performance)) {
    this.#terminal = terminal;
    this.#nowMillis = nowMillis;
    this.#dueMillis = terminal.isTTY ? nowMillis() + QUIET_MILLIS : Infinity;
  }

  /** Called as often as there is something new. @param text says how far it is; one line */
  step(text: () => string): void {
    const now = this.#nowMillis();
    if (now < this.#dueMillis) return;
    this.#dueMillis = now + REDRAWN_MILLIS;
    this.#isDrawn = true;
    // One cell short: a full line would move the cursor to the next one. A terminal without a size says 0.
    this.#terminal.write(
      BACK_AND_ERASE + fit(prefixed(text()).trimEnd(), (this.#terminal.columns || USUAL_COLUMNS) - 1),
    );
  }

  /** The line is gone. */
  end(): void {
    if (this.#isDrawn) this.#terminal.write(BACK_AND_ERASE);
    this.#isDrawn = false;
  }
}

/** @returns what the work gives, which is told how to show its progress */
export function withProgress<Result>(work: (progress: Progress) => Result): Result {
  const progress = new Progress();
  try {
    return work(progress);
  } finally {
    progress.end();
  }
}

/** `withProgress` for work that waits. */
export async function withProgressOf<Result>(work: (progress: Progress) => Promise<Result>): Promise<Result> {
  const progress = new Progress();
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
