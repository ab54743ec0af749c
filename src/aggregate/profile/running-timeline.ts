// Which operation the thread was in, from when to when, as the drain finds it: what samples of the processor are joined with.
//
// A ring of changes. It is read and emptied every second; samples from before what it remembers are not known to what they belong.

import { BoundedNames } from '../bounded-names.js';

/** Changes; 1 MB. 1,000 ticks a second of 25 operations each are 52,000 of them. */
const CHANGES = 1 << 16;
/** Symbols that are told apart. */
const SYMBOLS = 64;
const NOTHING_RUNS = -1;

/** What runs at a time. One object, used again. */
export interface Running {
  /** Whether the time lies before what is remembered. */
  isForgotten: boolean;
  /** `undefined` outside every operation. */
  operationId: number | undefined;
  /** Whether the operation's call is on the stack. Of one that goes on after its call has returned, other code may have run meanwhile. */
  isOnStack: boolean;
  /** Of the tick around it. */
  symbol: string | undefined;
}

export class RunningTimeline {
  readonly #times = new Float64Array(CHANGES);
  /** Twice the operation's id, and 1 where its call is on the stack. */
  readonly #operations = new Int32Array(CHANGES);
  /** 0 for none. */
  readonly #symbols = new Int32Array(CHANGES);
  readonly #names = new BoundedNames(SYMBOLS);
  readonly #numbers = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [undefined];
  readonly #found: Running = { isForgotten: false, operationId: undefined, isOnStack: false, symbol: undefined };
  /** Times of samples that are known, from the next wanted one on, and until when all are. */
  #samples: number[] = [];
  #nextSample = 0;
  #knownUntilNanos = -Infinity;
  #toldUntilNanos = -Infinity;
  /** As in `RunningChanges`. */
  wantedNanos: number = -Infinity;
  /** Changes so far; change n stands at n modulo the size. */
  #count = 0;
  /** The change that was found last; before it nobody asks any more. */
  #read = 0;

  constructor() {
    this.#operations[0] = NOTHING_RUNS;
    this.#count = 1;
  }

  /** Samples were taken at these times, all that follow those before. What ran then is told when the log is read, or has been. */
  sampled(atNanos: Float64Array): void {
    const last = atNanos.at(-1);
    if (last === undefined) return;
    this.#samples = [...this.#samples.slice(this.#nextSample), ...atNanos];
    this.#nextSample = 0;
    this.#knownUntilNanos = last;
    this.wantFrom(this.#toldUntilNanos);
  }

  wantFrom(atNanos: number): void {
    this.#toldUntilNanos = atNanos;
    const samples = this.#samples;
    while (this.#nextSample < samples.length && (samples[this.#nextSample] as number) < atNanos) this.#nextSample++;
    // Behind the last one that is known, any time may be that of one.
    this.wantedNanos =
      samples[this.#nextSample] ?? (this.#knownUntilNanos >= atNanos ? this.#knownUntilNanos : -Infinity);
  }

  /** @param operationId negative for none */
  changed(atNanos: number, operationId: number, isOnStack: boolean, symbol: string | undefined): void {
    const operation = operationId < 0 ? NOTHING_RUNS : operationId * 2 + (isOnStack ? 1 : 0);
    const symbolNumber = operation === NOTHING_RUNS ? 0 : this.#numberOf(symbol);
    const last = (this.#count - 1) & (CHANGES - 1);
    if (this.#operations[last] === operation && this.#symbols[last] === symbolNumber) return;
    // What is recognised late begins in the past.
    const at = Math.max(atNanos, this.#times[last] as number);
    const slot = this.#count++ & (CHANGES - 1);
    this.#times[slot] = at;
    this.#operations[slot] = operation;
    this.#symbols[slot] = symbolNumber;
  }

  /** What ran at a time, valid until the next call. @param atNanos no earlier than that of the last call */
  at(atNanos: number): Running {
    const found = this.#found;
    const oldest = Math.max(0, this.#count - CHANGES);
    let change = Math.max(this.#read, oldest);
    while (change + 1 < this.#count && (this.#times[(change + 1) & (CHANGES - 1)] as number) <= atNanos) change++;
    this.#read = change;
    const slot = change & (CHANGES - 1);
    const operation = this.#operations[slot] as number;
    found.isForgotten = (this.#times[slot] as number) > atNanos;
    found.operationId = operation === NOTHING_RUNS ? undefined : operation >> 1;
    found.isOnStack = operation !== NOTHING_RUNS && (operation & 1) === 1;
    found.symbol = this.#texts[this.#symbols[slot] as number];
    return found;
  }

  #numberOf(symbol: string | undefined): number {
    if (symbol === undefined) return 0;
    const name = this.#names.bounded(symbol);
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#texts.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }
}
