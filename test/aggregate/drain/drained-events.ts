// What the drain says, by the position of each call's begin in the log.

import type { DrainSink } from '../../../src/aggregate/drain/drain-sink.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK } from '../../../src/model/tick-trace.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import type { TickBuffer } from '../../../src/model/tree/tick-buffer.js';
import type { FuzzedProduct } from './fuzzed-product.js';

export interface Tree {
  readonly isTick: boolean;
  readonly failed: boolean;
  readonly symbol: string | undefined;
  readonly returnedNanos: number;
  readonly logPosition: number;
  /** Order among all that was said. */
  readonly order: number;
  readonly members: Member[];
}

export interface Member {
  readonly begin: number;
  readonly operationId: number;
  readonly startNanos: number;
  readonly endNanos: number;
  readonly isFailed: boolean;
  readonly isLate: boolean;
  /** The begin of its parent; 0 of the outermost. */
  readonly parent: number;
  readonly tree: Tree;
}

export interface End {
  readonly operationId: number;
  readonly nanos: number;
  readonly isFailed: boolean;
  readonly isLate: boolean;
  readonly isOutside: boolean;
}

export class DrainedEvents implements DrainSink {
  readonly trees: Tree[] = [];
  readonly members: Map<number, Member> = new Map();
  readonly ends: Map<number, End> = new Map();
  /** When a call turned out to have failed, and how that was said. */
  readonly turnedOut: Map<number, { readonly order: number; readonly said: string[] }> = new Map();
  readonly started: { readonly begin: number; readonly operationId: number }[] = [];
  readonly returned: number[] = [];
  /** What was said twice, or of a call that is not known. */
  readonly wrong: string[] = [];
  readonly #product: FuzzedProduct;
  #order = 0;
  #turning: string[] | undefined;

  constructor(product: FuzzedProduct) {
    this.#product = product;
  }

  isStatement(): boolean {
    return false;
  }

  get losses(): DrainSink['losses'] {
    return this.#product.losses;
  }

  tickStarted(operationId: number): void {
    // Its note has been read with it.
    const { readPosition } = this.#product;
    const { begins } = this.#product.recorder;
    const begin = begins.has(readPosition) ? readPosition : readPosition - 1 || 0x7fffffff;
    this.started.push({ begin, operationId });
  }

  tickReturned(): void {
    this.returned.push(this.#product.readPosition);
  }

  operationEnded(operationId: number, nanos: number, flags: number): void {
    const { readPosition, recorder } = this.#product;
    const begin = recorder.beginOfEnd.get(readPosition);
    if (begin === undefined || this.ends.has(begin))
      this.wrong.push(`ended ${begin === undefined ? 'unknown' : 'twice'}`);
    this.ends.set(begin ?? 0, {
      operationId,
      nanos,
      isFailed: (flags & FLAG_FAILED) !== 0,
      isLate: (flags & FLAG_LATE) !== 0,
      isOutside: (flags & FLAG_OUTSIDE_TICK) !== 0,
    });
  }

  /** Follows what is said of a call that turns out to have failed. */
  turnsOutFailed(begin: number): void {
    this.#turning = [];
    if (this.turnedOut.has(begin)) this.wrong.push('turned out failed twice');
    this.turnedOut.set(begin, { order: this.#order++, said: this.#turning });
  }

  operationFailed(operationId: number): void {
    this.#turning?.push(`operation ${operationId}`);
  }

  tickFailed(operationId: number, symbol: string | undefined): void {
    this.#turning?.push(`tick ${operationId} ${symbol}`);
  }

  traceClosed(trace: OpenTrace, buffer: TickBuffer): void {
    const { isTick, failed, symbol, returnedNanos, logPosition } = trace;
    const tree: Tree = { isTick, failed, symbol, returnedNanos, logPosition, order: this.#order++, members: [] };
    this.trees.push(tree);
    for (let position = 0; position < buffer.count; position++) {
      const begin = buffer.begins[position] as number;
      const parent = buffer.parents[position] as number;
      const flags = buffer.flags[position] as number;
      if (this.members.has(begin)) this.wrong.push('twice in trees');
      const member: Member = {
        begin,
        operationId: buffer.operationIds[position] as number,
        startNanos: buffer.startNanos[position] as number,
        endNanos: buffer.endNanos[position] as number,
        isFailed: (flags & FLAG_FAILED) !== 0,
        isLate: (flags & FLAG_LATE) !== 0,
        parent: parent < 0 ? 0 : (buffer.begins[parent] as number),
        tree,
      };
      tree.members.push(member);
      this.members.set(begin, member);
    }
  }

  eventCame(): void {}

  orderOf(): undefined {
    return undefined;
  }

  sequenceGap(): void {
    this.wrong.push('a gap in a sequence');
  }
}
