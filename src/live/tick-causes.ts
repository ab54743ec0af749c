// Why a kept tick began when it did and took as long as it did: for its spans, of what the process knows beside its tree.

import type { LoopStretches } from '../capture/runtime/loop-stretches.js';
import { type LoopOwner, placedName } from '../model/owner-table.js';
import { STALL_NANOS } from '../model/record/runtime-rows.js';
import {
  ATTR_TICK_AGE,
  ATTR_TICK_RESPONSE,
  ATTR_TICK_WAIT,
  ATTR_WAIT_BASIS,
} from '../model/semconv/arrival-conventions.js';
import {
  ATTR_HELD_NANOS,
  ATTR_LOOP_OWNER_KIND,
  ATTR_LOOP_OWNER_NAME,
  EVENT_STALL,
} from '../model/semconv/runtime-conventions.js';
import { ATTR_DURATION_NANOS, ATTR_START_NANOS } from '../model/semconv/semantic-conventions.js';
import { ROOT, type TickTimes } from '../model/tick-trace.js';
import type { AttributeValues, TickCauses, TraceEvent, TraceLink } from '../model/trace-details.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import type { Nanoseconds } from '../model/units.js';

/** Sent ticks that are remembered, so that one that they held up can be linked with them. */
const TICKS_REMEMBERED = 256;
const STALLS = 8;
const LINKS = 4;
const NANOS_PER_SECOND = 1e9;

interface Holding {
  readonly ownerId: number;
  /** Of the trace that it was for; 0 for none. */
  readonly traceNumber: number;
  fromNanos: number;
  toNanos: number;
}

export class CausesOfTicks {
  readonly #ownerOf: (ownerId: number) => LoopOwner;
  readonly #stretches: LoopStretches | undefined;
  /** By the number of their trace, oldest first. */
  readonly #sent = new Map<number, Pick<TraceLink, 'traceId' | 'spanId'>>();

  /** @param stretches absent where nobody sees every callback of the event loop */
  constructor(ownerOf: (ownerId: number) => LoopOwner, stretches: LoopStretches | undefined) {
    this.#ownerOf = ownerOf;
    this.#stretches = stretches;
  }

  /** @param ageNanos of its event; NaN where that is not known */
  of(trace: OpenTrace, times: TickTimes, ageNanos: number): TickCauses {
    const holdings = this.#holdingsOf(trace);
    const links = this.#linksTo(holdings);
    this.#remember(trace);
    return {
      attributes: { ...waitAttributes(trace, ageNanos), ...this.#longestHolder(times) },
      events: holdings.slice(0, STALLS).map((holding) => this.#stallEvent(trace, holding)),
      links,
      pauses: [],
      isReceived: !Number.isNaN(trace.stampedNanos),
    };
  }

  /** Who held the loop while the tick's event waited or the tick could not go on, longest first, where it was a stall. */
  #holdingsOf({ number, startNanos, endNanos, stampedNanos, earliestNanos }: OpenTrace): Holding[] {
    const since = Number.isNaN(stampedNanos) ? earliestNanos : stampedNanos;
    const byCallback = new Map<number, Holding>();
    this.#stretches?.pieces.overlaps(Number.isNaN(since) ? startNanos : since, endNanos, {
      piece(ownerId, traceNumber, fromNanos, toNanos, callbackNanos) {
        if (traceNumber === number) return;
        const known = byCallback.get(callbackNanos);
        if (known === undefined) byCallback.set(callbackNanos, { ownerId, traceNumber, fromNanos, toNanos });
        else known.fromNanos = fromNanos;
      },
    });
    return [...byCallback.values()]
      .filter(({ fromNanos, toNanos }) => toNanos - fromNanos >= STALL_NANOS)
      .toSorted((left, right) => right.toNanos - right.fromNanos - (left.toNanos - left.fromNanos));
  }

  #stallEvent({ startNanos, work }: OpenTrace, { ownerId, fromNanos, toNanos }: Holding): TraceEvent {
    const fromBegin = fromNanos - startNanos;
    const { kind, ...owner } = this.#ownerOf(ownerId);
    return {
      name: EVENT_STALL,
      // An event before its span is drawn nowhere.
      atNanos: (fromBegin <= 0 ? 0 : fromBegin - (work?.before(fromNanos) ?? 0)) as Nanoseconds,
      attributes: {
        [ATTR_LOOP_OWNER_KIND]: kind,
        [ATTR_LOOP_OWNER_NAME]: placedName({ kind, ...owner }),
        [ATTR_START_NANOS]: fromBegin,
        [ATTR_DURATION_NANOS]: toNanos - fromNanos,
      },
    };
  }

  #linksTo(holdings: readonly Holding[]): TraceLink[] {
    const nanosByTrace = new Map<number, number>();
    for (const { traceNumber, fromNanos, toNanos } of holdings) {
      nanosByTrace.set(traceNumber, (nanosByTrace.get(traceNumber) ?? 0) + toNanos - fromNanos);
    }
    return [...nanosByTrace]
      .toSorted(([, left], [, right]) => right - left)
      .flatMap(([traceNumber, nanos]) => {
        const tick = this.#sent.get(traceNumber);
        return tick === undefined ? [] : [{ ...tick, attributes: { [ATTR_HELD_NANOS]: nanos } }];
      })
      .slice(0, LINKS);
  }

  /** Who of the others held the loop longest while the tick or its event waited. */
  #longestHolder({ waits }: TickTimes): AttributeValues {
    let [longestId, longestNanos] = [-1, 0];
    waits.forEach((ownerId, nanos) => {
      if (nanos > longestNanos) [longestId, longestNanos] = [ownerId, nanos];
    });
    if (longestId === -1) return {};
    const owner = this.#ownerOf(longestId);
    return {
      [ATTR_LOOP_OWNER_KIND]: owner.kind,
      [ATTR_LOOP_OWNER_NAME]: placedName(owner),
      [ATTR_HELD_NANOS]: longestNanos,
    };
  }

  #remember(trace: OpenTrace): void {
    this.#sent.set(trace.number, { traceId: trace.traceId, spanId: trace.spanIdOf(ROOT) });
    if (this.#sent.size > TICKS_REMEMBERED) this.#sent.delete(this.#sent.keys().next().value as number);
  }
}

/** In seconds, as the metrics of these names are. */
function waitAttributes(trace: OpenTrace, ageNanos: number): AttributeValues {
  const { startNanos, endNanos, stampedNanos, earliestNanos } = trace;
  const isStamped = !Number.isNaN(stampedNanos);
  const since = isStamped ? stampedNanos : earliestNanos;
  const waitNanos = Math.max(0, startNanos - since);
  return {
    ...(!Number.isNaN(waitNanos) && {
      [ATTR_TICK_WAIT]: waitNanos / NANOS_PER_SECOND,
      [ATTR_TICK_RESPONSE]: (waitNanos + endNanos - startNanos) / NANOS_PER_SECOND,
      [ATTR_WAIT_BASIS]: isStamped ? 'stamped' : 'bound',
    }),
    ...(!Number.isNaN(ageNanos) && { [ATTR_TICK_AGE]: ageNanos / NANOS_PER_SECOND }),
  };
}
