// How calls to the outside came out, from when they end until a segment takes them.

import { OTHER } from './operation.js';
import type { ExternalRow, OutcomeCount } from './record/outside-rows.js';
import type { Nanoseconds } from './units.js';

/** Outcomes of one operation that are told apart. */
const MOST_OUTCOMES = 16;

/** Of one operation. */
export class ExternalCounter {
  sent = 0;
  sentNanos = 0;
  answered = 0;
  firstByteNanos = 0;
  newConnections = 0;
  reusedConnections = 0;
  readonly #outcomes = new Map<string, number>();

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
      const { sent, sentNanos, answered, firstByteNanos, newConnections, reusedConnections } = counter;
      const outcomes = counter.takeOutcomes();
      if (outcomes.length === 0 && sent + answered + newConnections + reusedConnections === 0) return [];
      counter.sent = counter.sentNanos = 0;
      counter.answered = counter.firstByteNanos = counter.newConnections = counter.reusedConnections = 0;
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
        },
      ];
    });
  }
}
