// Records calls of a tick handler: a tick if the call is outermost, an operation inside a tick otherwise.

import type { Losses } from '../../../model/losses.js';
import type { Nanoseconds } from '../../../model/units.js';
import { InnerCall, type OpenCall, OutermostCall, type CallTracer } from '../../wrap/call-tracer.js';
import type { Operation } from '../../wrap/operation.js';
import type { Match } from '../../rules/match.js';
import type { Recorder } from '../../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../../recorder/tick-context.js';
import { type EventExtractors, EventReading } from './event/event-reading.js';
import type { FoundEvent } from './event/find-event.js';
import { ShapeVerdict } from './shape/shape-verdict.js';
import { isTickShaped } from './shape/tick-shape.js';

export class TickTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #tick: Operation;
  /** The same function, called inside a tick. */
  readonly #inner: Operation;
  /** Whether a call without the shape of an event is an operation of the tick around it. True for strategies. */
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
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#tick = tick;
    this.#inner = inner;
    this.#innerWithoutShape = strategy !== undefined;
    this.#event = new EventReading(extractors);
    this.#verdict = new ShapeVerdict(isTick, recorder.losses);
  }

  start(args: readonly unknown[], needsContext: boolean): OpenCall | undefined {
    if (this.#verdict.isTick(args)) return this.#startShaped(args, needsContext);
    const active = this.#innerWithoutShape ? openTick() : undefined;
    return active === undefined ? undefined : this.#startInner(active, needsContext, false);
  }

  /** For a listener that has parsed an event after its start. */
  startMessage(found: FoundEvent, since: Nanoseconds): OpenCall {
    return this.#startShaped([found.event], true, found, since);
  }

  #startShaped(args: readonly unknown[], needsContext: boolean, found?: FoundEvent, since?: Nanoseconds): OpenCall {
    const active = openTick();
    if (active !== undefined) return this.#startInner(active, needsContext, true);
    this.#tick.calls++;
    return new OutermostCall(this.#recorder, this.#startTick(args, found, since));
  }

  /** Reads the event before the tick's clock, so that the tick does not contain the reading. */
  #startTick(args: readonly unknown[], found?: FoundEvent, since?: Nanoseconds): TickContext {
    const event = this.#event;
    event.read(args, found);
    if (event.missing > 0) this.#recorder.sequenceGap(event.missing);
    const started = this.#recorder.startTick(this.#tick.id, event.symbol, event.batch, since);
    started.trace.eventUnixMillis = event.unixMillis;
    return started;
  }

  /** Only an outermost call: a generator that is abandoned before its end would hold the tick around it open. */
  startRun(args: readonly unknown[]): OpenCall | undefined {
    return openTick() === undefined ? this.start(args, true) : undefined;
  }

  #startInner(active: TickContext, needsContext: boolean, holdsTick: boolean): OpenCall {
    this.#inner.calls++;
    return new InnerCall(this.#recorder, this.#inner, active, needsContext, holdsTick);
  }
}

function openTick(): TickContext | undefined {
  const active = activeTickContext();
  return active !== undefined && active.trace.isTick && !active.trace.closed ? active : undefined;
}
