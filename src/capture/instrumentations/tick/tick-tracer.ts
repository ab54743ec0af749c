// Records calls of a tick handler: a tick where it is outermost, an operation inside a tick.

import type { Nanoseconds } from '../../../model/units.js';
import { InnerCall, type OpenCall, OutermostCall, type Recording } from '../../wrap/call-tracer.js';
import type { Operation } from '../../wrap/operation.js';
import type { Match } from '../../rules/match.js';
import type { Recorder } from '../../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../../recorder/tick-context.js';
import { type EventExtractors, EventReading } from './event/event-reading.js';
import { ShapeVerdict } from './shape/shape-verdict.js';
import { isTickShaped } from './shape/tick-shape.js';

export class TickRecording implements Recording {
  readonly #recorder: Recorder;
  readonly #tick: Operation;
  /** The same function where it is called inside a tick. */
  readonly #inner: Operation;
  /** Whether a call without the shape is still an operation of a tick: a strategy's is. */
  readonly #innerWithoutShape: boolean;
  readonly #event: EventReading;
  readonly #verdict: ShapeVerdict;

  constructor(
    recorder: Recorder,
    tick: Operation,
    inner: Operation,
    { strategy, isTick = isTickShaped }: Match,
    extractors: EventExtractors,
  ) {
    this.#recorder = recorder;
    this.#tick = tick;
    this.#inner = inner;
    this.#innerWithoutShape = strategy !== undefined;
    this.#event = new EventReading(extractors);
    this.#verdict = new ShapeVerdict(isTick, (calls) => recorder.lost(NOT_LOOKED_AT, calls));
  }

  begin(args: readonly unknown[], ownContext: boolean): OpenCall | undefined {
    if (this.#verdict.isTick(args)) return this.beginShaped(args, ownContext);
    const active = this.#innerWithoutShape ? openTick() : undefined;
    return active === undefined ? undefined : this.#beginInner(active, ownContext, false);
  }

  /** @param since where the handler had begun before its arguments were known */
  beginShaped(args: readonly unknown[], ownContext: boolean, since?: Nanoseconds): OpenCall {
    const active = openTick();
    if (active !== undefined) return this.#beginInner(active, ownContext, true);
    this.#tick.calls++;
    return new OutermostCall(this.#recorder, this.#beginTick(args, since));
  }

  /** Whatever is asked of the event is asked before the tick's clock is read. */
  #beginTick(args: readonly unknown[], since: Nanoseconds | undefined): TickContext {
    const event = this.#event;
    event.read(args);
    if (event.missing > 0) this.#recorder.sequenceGap(event.missing);
    const begun = this.#recorder.beginTick(this.#tick.id, event.symbol, event.batch, since);
    begun.trace.eventUnixMillis = event.unixMillis;
    return begun;
  }

  /** Only where it is the outermost: a generator that is left before its end would hold the tick around it open. */
  beginRun(args: readonly unknown[]): OpenCall | undefined {
    return openTick() === undefined ? this.begin(args, true) : undefined;
  }

  passOver(): undefined {
    this.#recorder.passOver();
  }

  #beginInner(active: TickContext, ownContext: boolean, holdsTick: boolean): OpenCall {
    this.#inner.calls++;
    return new InnerCall(this.#recorder, this.#inner, active, ownContext, holdsTick);
  }
}

const NOT_LOOKED_AT = 'calls of a function that got nothing but other objects for long: not looked at';

function openTick(): TickContext | undefined {
  const active = activeTickContext();
  return active !== undefined && active.trace.isTick && !active.trace.closed ? active : undefined;
}
