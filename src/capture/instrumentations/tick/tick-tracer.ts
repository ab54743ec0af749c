// Records calls of a tick handler: a tick where it is outermost, an operation inside a tick.

import type { Nanoseconds } from '../../../model/units.js';
import { InnerCall, type OpenCall, OutermostCall, type CallTracer } from '../../wrap/call-tracer.js';
import type { Operation } from '../../wrap/operation.js';
import type { Match } from '../../rules/match.js';
import type { Recorder } from '../../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../../recorder/tick-context.js';
import { type EventExtractors, EventReading } from './event/event-reading.js';
import { ShapeVerdict } from './shape/shape-verdict.js';
import { isTickShaped } from './shape/tick-shape.js';

export class TickTracer implements CallTracer {
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

  start(args: readonly unknown[], needsContext: boolean): OpenCall | undefined {
    if (this.#verdict.isTick(args)) return this.startShaped(args, needsContext);
    const active = this.#innerWithoutShape ? openTick() : undefined;
    return active === undefined ? undefined : this.#startInner(active, needsContext, false);
  }

  /** @param since where the handler had started before its arguments were known */
  startShaped(args: readonly unknown[], needsContext: boolean, since?: Nanoseconds): OpenCall {
    const active = openTick();
    if (active !== undefined) return this.#startInner(active, needsContext, true);
    this.#tick.calls++;
    return new OutermostCall(this.#recorder, this.#startTick(args, since));
  }

  /** Whatever is asked of the event is asked before the tick's clock is read. */
  #startTick(args: readonly unknown[], since: Nanoseconds | undefined): TickContext {
    const event = this.#event;
    event.read(args);
    if (event.missing > 0) this.#recorder.sequenceGap(event.missing);
    const started = this.#recorder.startTick(this.#tick.id, event.symbol, event.batch, since);
    started.trace.eventUnixMillis = event.unixMillis;
    return started;
  }

  /** Only where it is the outermost: a generator that is left before its end would hold the tick around it open. */
  startRun(args: readonly unknown[]): OpenCall | undefined {
    return openTick() === undefined ? this.start(args, true) : undefined;
  }

  passOver(): undefined {
    this.#recorder.passOver();
  }

  #startInner(active: TickContext, needsContext: boolean, holdsTick: boolean): OpenCall {
    this.#inner.calls++;
    return new InnerCall(this.#recorder, this.#inner, active, needsContext, holdsTick);
  }
}

const NOT_LOOKED_AT = 'calls of a function that got nothing but other objects for long: not looked at';

function openTick(): TickContext | undefined {
  const active = activeTickContext();
  return active !== undefined && active.trace.isTick && !active.trace.closed ? active : undefined;
}
