// Records calls of a tick handler: a tick if the call is outermost, an operation inside a tick otherwise.

import type { Losses } from '../../../model/losses.js';
import type { Nanoseconds } from '../../../model/units.js';
import type { OpenCall, CallTracer } from '../../wrap/call-tracer.js';
import type { Operation } from '../../wrap/operation.js';
import { RecordedCall } from '../../wrap/recorded-call.js';
import type { Match } from '../../rules/match.js';
import type { ActiveScope } from '../../recorder/active-scope.js';
import type { Recorder } from '../../recorder/recorder.js';
import { type EventExtractors, EventReading } from './event/event-reading.js';
import type { FoundEvent } from './event/find-event.js';
import { isUnparsed, WaitingCall } from './messages/parsed-messages.js';
import { Relay } from './relays/relay.js';
import type { LateRelays } from './relays/late-relays.js';
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
  readonly #relay: Relay;
  readonly #takesTexts: boolean;
  readonly #onlyHandedOn: boolean;
  #hasInner = false;

  constructor(
    recorder: Recorder,
    tick: Operation,
    inner: Operation,
    { strategy, isTick = isTickShaped, mayHandOn, takesTexts, onlyHandedOn }: Match,
    extractors: EventExtractors,
    relays: LateRelays,
  ) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#tick = tick;
    this.#inner = inner;
    this.#innerWithoutShape = strategy !== undefined;
    this.#onlyHandedOn = onlyHandedOn === true;
    this.#takesTexts = takesTexts === true;
    this.#relay = new Relay(relays, mayHandOn);
    this.#event = new EventReading(extractors, this.#relay);
    this.#verdict = new ShapeVerdict(isTick, (args) => this.#event.hasPrice(args), recorder.losses);
  }

  get active(): ActiveScope {
    return this.#recorder.active;
  }

  get leavesWork(): boolean {
    return this.#hasInner && this.#recorder.log.leavesWork[this.#tick.id] === 1;
  }

  start(args: readonly unknown[], needsContext: boolean): OpenCall | undefined {
    // The function behind a bound one is recorded itself.
    if (this.#relay.isCertain && this.#relay.isAtOnce) return undefined;
    if (this.#onlyHandedOn && !this.#relay.isHandedOn(args)) return undefined;
    if (this.#verdict.isTick(args)) return this.#startShaped(args, needsContext);
    // A handler that parses what it handles: `onTrade(text)`.
    if (this.#takesTexts && isUnparsed(args[0])) return WaitingCall.begin(this);
    if (!this.#innerWithoutShape) return undefined;
    const call = RecordedCall.inTick(this.#recorder, this.#inner.id, needsContext);
    if (call !== undefined) this.#inner.calls++;
    return call;
  }

  /** For a listener that has parsed an event after its start. */
  startMessage(found: FoundEvent, since: Nanoseconds): OpenCall {
    return this.#startShaped([found.event], true, found, since);
  }

  /** Only an outermost call: a generator that is abandoned before its end would hold the tick around it open. */
  startRun(args: readonly unknown[]): OpenCall | undefined {
    const recorder = this.#recorder;
    return recorder.isInTick(recorder.active.get()) ? undefined : this.start(args, true);
  }

  isInTrace(): boolean {
    const recorder = this.#recorder;
    return recorder.traceOf(recorder.active.get()) !== undefined;
  }

  /** Reads the event before the tick's clock, so that the tick does not contain the reading. */
  #startShaped(args: readonly unknown[], needsContext: boolean, found?: FoundEvent, since?: Nanoseconds): OpenCall {
    const { id } = this.#tick;
    if (!this.#hasInner) {
      this.#hasInner = true;
      this.#recorder.log.innerOperations.set(id, this.#inner);
    }
    this.#event.read(args, found);
    if (this.#relay.wasCounted) {
      this.#inner.calls++;
      return RecordedCall.ofOperation(this.#recorder, this.#inner.id, needsContext);
    }
    this.#tick.calls++;
    const call = RecordedCall.ofTick(this.#recorder, id, this.#event, needsContext, since);
    this.#relay.began(call.scope);
    return call;
  }
}
