// What the numbers in the records of a log file stand for, as lines: each when it has got its number.

import type { EventLog } from '../../model/log/event-log.js';
import type { NameTable } from '../../model/name-table.js';
import type { LogLine } from './layout.js';

export class LogNames {
  readonly #log: EventLog;
  readonly #names: NameTable;
  #namesWritten = 0;
  #innersWritten = 0;
  #textsWritten = 1;
  #clears = 0;

  constructor(log: EventLog, names: NameTable) {
    this.#log = log;
    this.#names = names;
  }

  /** @param writtenUntil the position up to which records were written @returns the lines that are new since the last call */
  take(writtenUntil: number): string {
    return [...this.#lines(writtenUntil)].map((line) => `${JSON.stringify(line)}\n`).join('');
  }

  *#lines(writtenUntil: number): Generator<LogLine> {
    const { innerOperations, texts, position } = this.#log;
    for (; this.#namesWritten < this.#names.size; this.#namesWritten++) {
      const { id, kind, name, location, strategy } = this.#names.entryAt(this.#namesWritten);
      yield {
        part: 'name',
        id,
        kind,
        name,
        ...(location !== undefined && { location }),
        ...(strategy !== undefined && { strategy }),
      };
    }
    if (this.#innersWritten < innerOperations.size) {
      for (const [id, inner] of [...innerOperations].slice(this.#innersWritten)) {
        yield { part: 'inner', id, innerId: inner.id };
      }
      this.#innersWritten = innerOperations.size;
    }
    if (this.#clears !== texts.clears) {
      this.#clears = texts.clears;
      this.#textsWritten = 1;
      yield { part: 'cleared', fromPosition: writtenUntil, untilPosition: position };
    }
    for (; this.#textsWritten < texts.count; this.#textsWritten++) {
      yield { part: 'text', number: this.#textsWritten, text: texts.textOf(this.#textsWritten) ?? '' };
    }
  }
}
