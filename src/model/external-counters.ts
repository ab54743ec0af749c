// How calls to the outside came out, from when they end until a segment takes them.

import { OTHER } from './operation.js';
import {
  connectingSums,
  type ConnectingPhase,
  type ConnectingSums,
  type ExternalRow,
  NO_PHASE,
  type OutcomeCount,
} from './record/outside-rows.js';
import type { Nanoseconds } from './units.js';

/** Outcomes of one operation that are told apart. */
const MOST_OUTCOMES = 16;

/** What making one connection took, in whole nanoseconds: of each phase that somebody told of. */
export type ConnectionTimes = Readonly<Partial<Record<ConnectingPhase, Nanoseconds>>>;

/** Of one operation. */
export class ExternalCounter {
  sent = 0;
  sentNanos = 0;
  answered = 0;
  firstByteNanos = 0;
  newConnections = 0;
  reusedConnections = 0;
  repeats = 0;
  #connecting: ConnectingSums | undefined;
  readonly #outcomes = new Map<string, number>();

  /** A connection was made. */
  connected(times: ConnectionTimes): void {
    this.#connecting = connectingSums((phase) => {
      const { count, nanos } = this.#connecting?.[phase] ?? NO_PHASE;
      const time = times[phase];
      return time === undefined ? { count, nanos } : { count: count + 1, nanos: (nanos + time) as Nanoseconds };
    });
  }

  /** @returns what connections took since the last call of this */
  takeConnecting(): ConnectingSums | undefined {
    const taken = this.#connecting;
    this.#connecting = undefined;
    return taken;
  }

  /** @param outcome a status or the type of an error */
  cameOut(outcome: string): void {
    const isKnown = this.#outcomes.size < MOST_OUTCOMES || this.#outcomes.has(outcome);
    const key = isKnown ? outcome : OTHER;
    this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1);
  }

  /** @returns what came out since the last call of this */
  takeOutcomes(): OutcomeCount[] {
    const outcomes = Array.from(this.#outcomes, ([outcome, count]) => ({ outcome, count }));
    this.#outcomes.clear();
    return outcomes;
  }
}

interface NamedCounter {
  readonly name: string;
  readonly venue: string | undefined;
  readonly counter: ExternalCounter;
}

export class ExternalCounters {
  /** By the operation's id. */
  readonly #counters = new Map<number, NamedCounter>();

  /** @param describe called once for each operation */
  counterOf(operationId: number, describe: () => Omit<NamedCounter, 'counter'>): ExternalCounter {
    let known = this.#counters.get(operationId);
    if (known === undefined)
      this.#counters.set(operationId, (known = { ...describe(), counter: new ExternalCounter() }));
    return known.counter;
  }

  /** @returns what was counted since the last call of this, of those that were called */
  take(): ExternalRow[] {
    return [...this.#counters.values()].flatMap(({ name, venue, counter }): ExternalRow[] => {
      const { sent, sentNanos, answered, firstByteNanos, newConnections, reusedConnections, repeats } = counter;
      const connecting = counter.takeConnecting();
      const outcomes = counter.takeOutcomes();
      const counted = outcomes.length + sent + answered + newConnections + reusedConnections + repeats;
      if (counted === 0 && connecting === undefined) return [];
      counter.sent = counter.sentNanos = 0;
      counter.answered = counter.firstByteNanos = counter.newConnections = counter.reusedConnections = 0;
      counter.repeats = 0;
      return [
        {
          name,
          ...(venue !== undefined && { venue }),
          outcomes,
          sent,
          sentNanos: Math.round(sentNanos) as Nanoseconds,
          answered,
          firstByteNanos: Math.round(firstByteNanos) as Nanoseconds,
          newConnections,
          reusedConnections,
          ...(connecting !== undefined && { connecting }),
          ...(repeats > 0 && { repeats }),
        },
      ];
    });
  }
}
