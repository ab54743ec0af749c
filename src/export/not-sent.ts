// What was not sent: counted by its cause, said once when sending begins to fail, and once more with the totals when the program ends.

import { formatCount } from '../model/format-units.js';
import type { LossId, Losses } from '../model/losses.js';

export type SentSignal = 'traces' | 'metrics';

/** Who sends tells of it here. */
export interface SendingOutcome {
  /** An attempt has failed, or nothing has answered. It may be made again. */
  failing(reason: string): void;
  /** Something was taken. */
  taken(): void;
  /** @param reason absent: the one for which sending fails, or that of the cause */
  lost(cause: UnsentCause, count: number, reason?: string): void;
  /** What waits when the program ends. @param otherwise the reason where sending does not fail; absent: that of the cause */
  abandoned(cause: UnsentCause, count: number, otherwise?: string): void;
}

interface Cause {
  readonly one: string;
  readonly more: string;
  /** Where nothing else is known. */
  readonly reason: string;
}

export type UnsentCause = Extract<
  LossId,
  | 'spans_beyond_queue'
  | 'spans_not_exported'
  | 'spans_not_sent_at_exit'
  | 'spans_rejected'
  | 'collections_not_sent'
  | 'data_points_rejected'
>;

const NOT_KEPT = 'not kept by the collector';
const spans = (reason: string): Cause => ({ one: 'span', more: 'spans', reason });
const CAUSES: Readonly<Record<UnsentCause, Cause>> = {
  spans_beyond_queue: spans('more came than could wait'),
  spans_not_exported: spans('the exporter gave no reason'),
  spans_not_sent_at_exit: spans('the program ended before'),
  spans_rejected: spans(NOT_KEPT),
  collections_not_sent: {
    one: 'metric collection',
    more: 'metric collections',
    reason: 'the program ended before',
  },
  data_points_rejected: {
    one: 'metric data point',
    more: 'metric data points',
    reason: NOT_KEPT,
  },
};

/** What a collector has taken and not kept. */
const REJECTED: ReadonlySet<UnsentCause> = new Set(['spans_rejected', 'data_points_rejected']);
const CHECK = 'Check OTEL_EXPORTER_OTLP_ENDPOINT and whether a collector listens there.';

/** Reasons of one kind that are told apart; the rest is counted together. */
const REASONS = 8;
const OTHER_REASONS = 'other reasons';
/** Reasons in the line at the end. */
const REASONS_SAID = 3;

interface Tally {
  readonly one: string;
  readonly more: string;
  readonly byReason: Map<string, number>;
}

export class NotSent {
  readonly #losses: Losses;
  readonly #say: (message: string) => void;
  readonly #tallies = new Map<string, Tally>();
  readonly #saidSignals = new Set<SentSignal>();
  readonly #saidReasons = new Set<string>();
  #hasSaidTotals = false;
  /** By signal: the reason for which sending fails, or that something was taken. */
  readonly #states = new Map<SentSignal, string | true>();

  constructor(losses: Losses, say: (message: string) => void) {
    this.#losses = losses;
    this.#say = say;
  }

  /** Whether something was taken, and nothing fails since. */
  get answers(): boolean {
    const states = [...this.#states.values()];
    return states.length > 0 && states.every((state) => state === true);
  }

  of(signal: SentSignal): SendingOutcome {
    const failing = (): string | undefined => {
      const state = this.#states.get(signal);
      return state === true ? undefined : state;
    };
    return {
      failing: (reason) => {
        this.#states.set(signal, reason);
        this.#sayFirst(signal, `${signal} could not be sent: ${reason}. ${CHECK}`, reason);
      },
      taken: () => void this.#states.set(signal, true),
      abandoned: (cause, count, otherwise) => this.#lost(cause, count, failing() ?? otherwise ?? CAUSES[cause].reason),
      lost: (cause, count, reason) => {
        if (REJECTED.has(cause)) this.#sayFirst(signal, `some ${signal} were ${reason ?? NOT_KEPT}.`);
        this.#lost(cause, count, reason ?? failing() ?? CAUSES[cause].reason);
      },
    };
  }

  /** Called when the program ends. */
  sayTotals(): void {
    if (this.#hasSaidTotals || this.#tallies.size === 0) return;
    this.#hasSaidTotals = true;
    const kinds = new Set(Object.values(CAUSES).map(({ more }) => more));
    this.#say(
      [...kinds]
        .flatMap((kind) => this.#tallies.get(kind) ?? [])
        .map(totalOf)
        .join('; '),
    );
  }

  /** Once for each signal, and one reason once. */
  #sayFirst(signal: SentSignal, message: string, reason = message): void {
    const isNew = !this.#saidSignals.has(signal) && !this.#saidReasons.has(reason);
    this.#saidSignals.add(signal);
    if (!isNew) return;
    this.#saidReasons.add(reason);
    this.#say(`${message} The program runs on, and the report shows what was lost.`);
  }

  #lost(cause: UnsentCause, count: number, reason: string): void {
    if (count <= 0) return;
    this.#losses.add(cause, count);
    const { one, more } = CAUSES[cause];
    let tally = this.#tallies.get(more);
    if (tally === undefined) this.#tallies.set(more, (tally = { one, more, byReason: new Map() }));
    const { byReason } = tally;
    const key = byReason.has(reason) || byReason.size < REASONS ? reason : OTHER_REASONS;
    byReason.set(key, (byReason.get(key) ?? 0) + count);
  }
}

/** `2,000 spans were not sent: connection refused at 127.0.0.1:4318` */
function totalOf({ one, more, byReason }: Tally): string {
  const total = [...byReason.values()].reduce((sum, count) => sum + count, 0);
  const most = [...byReason].toSorted(([, left], [, right]) => right - left);
  const said = most
    .slice(0, REASONS_SAID)
    .map(([reason, count]) => (most.length === 1 ? reason : `${reason} (${formatCount(count)})`));
  const rest = most.length > REASONS_SAID ? ' and others' : '';
  const what = total === 1 ? `1 ${one} was` : `${formatCount(total)} ${more} were`;
  return `${what} not sent: ${said.join(', ')}${rest}`;
}
