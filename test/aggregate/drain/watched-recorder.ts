// The recorder of a random program, which remembers what it has written.

import type { RecorderSink } from '../../../src/capture/recorder/log-reader.js';
import {
  CHECK_MASK,
  CHECK_SHIFT,
  INNER_BEGIN,
  KIND_MASK,
  NUMBER_MASK,
  SYNC_BEGIN,
  SYNC_END,
  SYNC_LEFT,
} from '../../../src/model/log/log-layout.js';
import { type ActiveScope, type EventLog, Recorder } from './drain-library.js';
import type { FuzzedProduct } from './fuzzed-product.js';

/** A begin that was written. */
interface Begin {
  readonly kind: number;
  readonly operationId: number;
  readonly scope: number;
}

export class WatchedRecorder extends Recorder {
  override readonly active: ActiveScope;
  begun = 0;
  lastBegin = 0;
  readonly begins: Map<number, Begin> = new Map();
  /** By the position of an end: that of its begin. */
  readonly beginOfEnd: Map<number, number> = new Map();
  /** The begins whose ends were not written. */
  readonly lost: Set<number> = new Set();
  readonly #product: FuzzedProduct;
  readonly #synchronous: number[] = [];

  constructor(log: EventLog, product: FuzzedProduct, sink: RecorderSink) {
    super(log, product, sink);
    this.active = product.active;
    this.#product = product;
  }

  override begin(code: number, scope: number): number {
    this.#product.written();
    this.begun++;
    this.lastBegin = this.log.position;
    const kind = code & KIND_MASK;
    this.begins.set(this.lastBegin, { kind, operationId: code & NUMBER_MASK, scope });
    if (kind === SYNC_BEGIN || kind === INNER_BEGIN) this.#synchronous.push(this.lastBegin);
    return super.begin(code, scope);
  }

  override end(code: number, scope: number): void {
    const kind = code & KIND_MASK;
    const isSynchronous = kind === SYNC_END || kind === SYNC_LEFT;
    const begin = isSynchronous ? this.#takeBegin(code >>> CHECK_SHIFT) : Math.abs(scope);
    if (kind === SYNC_END && this.#isLost(scope)) return void this.lost.add(begin);
    this.beginOfEnd.set(this.log.position, begin);
    super.end(code, scope);
    this.#product.written();
  }

  /** Only inside another one of the same scope, whose end shows that this one is over. */
  #isLost(scope: number): boolean {
    const { chance, variant } = this.#product;
    const { endsBetweenLost } = variant;
    if (endsBetweenLost === 0 || chance.below(endsBetweenLost) > 0) return false;
    return this.#synchronous.some((begin) => this.begins.get(begin)?.scope === scope);
  }

  #takeBegin(check: number): number {
    const place = this.#synchronous.findLastIndex((begin) => (begin & CHECK_MASK) === check);
    return place === -1 ? 0 : (this.#synchronous.splice(place, 1)[0] as number);
  }
}
