// Records calls of a tick handler: a tick where it is outermost, an operation inside a tick.

import { InnerCall, type OpenCall, OutermostCall, type Recording } from '../../hooks/recording.js';
import type { Match, Operation } from '../../hooks/operation.js';
import type { Recorder } from '../../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../../recorder/tick-context.js';
import { EventReading } from './event-reading.js';
import { isTickShaped, type TickShape } from './tick-shape.js';

/** A function whose calls had the shape this often in a row, and never lacked it, is not looked at any more. */
const HITS_UNTIL_DECIDED = 64;

export class TickRecording implements Recording {
  readonly #recorder: Recorder;
  readonly #tick: Operation;
  /** The same function where it is called inside a tick. */
  readonly #inner: Operation;
  /** Whether a call without the shape is still an operation of a tick: a strategy's is. */
  readonly #innerWithoutShape: boolean;
  readonly #isTick: TickShape;
  readonly #event = new EventReading();
  #hits = 0;
  #missed = false;

  constructor(recorder: Recorder, tick: Operation, inner: Operation, { strategy, isTick = isTickShaped }: Match) {
    this.#recorder = recorder;
    this.#tick = tick;
    this.#inner = inner;
    this.#innerWithoutShape = strategy !== undefined;
    this.#isTick = isTick;
  }

  begin(args: readonly unknown[], ownContext = true): OpenCall | undefined {
    const shaped = this.#isShaped(args);
    const active = activeTickContext();
    if (active !== undefined && active.trace.isTick && !active.trace.closed) {
      if (!shaped && !this.#innerWithoutShape) return undefined;
      this.#inner.calls++;
      return new InnerCall(this.#recorder, this.#inner, active, ownContext, shaped);
    }
    if (!shaped) return undefined;
    this.#tick.calls++;
    return new OutermostCall(this.#recorder, this.#beginTick(args));
  }

  /** Whatever is asked of the event is asked before the tick's clock is read. */
  #beginTick(args: readonly unknown[]): TickContext {
    const event = this.#event;
    event.read(args);
    if (event.missing > 0) this.#recorder.sequenceGap(event.missing);
    const begun = this.#recorder.beginTick(this.#tick.id, event.symbol, event.batch);
    begun.trace.eventUnixMillis = event.unixMillis;
    return begun;
  }

  /** Only where it is the outermost: a generator that is left before its end would hold the tick around it open. */
  beginRun(args: readonly unknown[]): OpenCall | undefined {
    const active = activeTickContext();
    if (active !== undefined && active.trace.isTick && !active.trace.closed) return undefined;
    return this.begin(args);
  }

  passOver(): undefined {
    this.#recorder.passOver();
  }

  #isShaped(args: readonly unknown[]): boolean {
    if (this.#hits >= HITS_UNTIL_DECIDED && !this.#missed) return true;
    const shaped = this.#isTick(args);
    if (shaped) this.#hits++;
    else this.#missed = true;
    return shaped;
  }
}
