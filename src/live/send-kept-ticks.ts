// Sends kept ticks as spans: so many in a second, with what the process knows of why they took as long.

import { KeptRate } from '../aggregate/kept-rate.js';
import type { TickExemplars } from '../aggregate/tick-exemplars.js';
import { traceDetailsOf } from '../capture/keep/trace-details.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { Losses } from '../model/losses.js';
import type { NameTable } from '../model/name-table.js';
import type { KeptPause, KeptTick, SentReason } from '../model/record/record-segment.js';
import { durationOf, ROOT, type TickTimes, type TickTrace } from '../model/tick-trace.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import type { KeptTickSender } from './kept-ticks.js';
import { lateEndOf } from './late-spans.js';
import type { CausesOfTicks } from './tick-causes.js';

export interface SendKeptTicksParts {
  readonly telemetry: Telemetry;
  readonly names: NameTable;
  readonly causes: CausesOfTicks;
  /** Of the ticks that are sent. */
  readonly exemplars: TickExemplars;
  readonly losses: Losses;
  readonly ticksPerSecond: number;
}

export class SendKeptTicks implements KeptTickSender {
  readonly #parts: SendKeptTicksParts;
  readonly #rate: KeptRate;

  constructor(parts: SendKeptTicksParts) {
    this.#parts = parts;
    this.#rate = new KeptRate(parts.ticksPerSecond);
  }

  takes({ endNanos }: OpenTrace, buffer: TickTrace, reason: SentReason): boolean {
    const { telemetry, losses } = this.#parts;
    if (!telemetry.sendsTraces) return false;
    const isAdmitted = this.#rate.admits(reason, durationOf(buffer), endNanos);
    if (!isAdmitted) losses.add('ticks_beyond_rate');
    return isAdmitted;
  }

  send(trace: OpenTrace, buffer: TickTrace, times: TickTimes, ageNanos: number, tick: KeptTick): KeptPause[] {
    const { telemetry, names, causes: causesOf, exemplars } = this.#parts;
    const causes = causesOf.of(trace, times, ageNanos);
    const details = traceDetailsOf(trace, buffer, names, times, causes);
    asTickscopeWork(() => telemetry.sendTick(tick, details));
    exemplars.add(tick, details.spanIds[ROOT] as string);
    trace.left = true;
    trace.lateEnd = lateEndOf(tick, details, names, telemetry, trace);
    return causes.pauses;
  }
}
