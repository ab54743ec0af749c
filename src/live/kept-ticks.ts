// Copies the trees of kept ticks into the record, and sends them as spans where traces are exported.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { keptTickOf } from '../aggregate/kept-tick.js';
import { traceDetailsOf } from '../capture/keep/trace-details.js';
import { unixNanos } from '../capture/recorder/clock.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { NameTable } from '../model/name-table.js';
import type { KeptPause, KeptTick } from '../model/record/record-segment.js';
import { durationOf, type TickTimes, type TickTrace } from '../model/tick-trace.js';
import type { TraceDetails } from '../model/trace-details.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import { lateEndOf } from './late-spans.js';
import type { CausesOfTicks } from './tick-causes.js';

/** What is remembered of a kept tick. */
export interface Kept {
  /** Its tree, where the record has room for it. */
  readonly tick: KeptTick | undefined;
  /** Where the spans get the garbage collections in it from. */
  readonly pauses: KeptPause[] | undefined;
}

export class LiveKeptTicks {
  readonly #running: RunningSegment;
  readonly #names: NameTable;
  readonly #processId: string;
  #telemetry: Telemetry | undefined;
  #causes: CausesOfTicks | undefined;

  constructor(running: RunningSegment, names: NameTable, processId: string) {
    this.#running = running;
    this.#names = names;
    this.#processId = processId;
  }

  /** From now on kept ticks are sent as spans too. */
  sendTo(telemetry: Telemetry, causes: CausesOfTicks): void {
    this.#telemetry = telemetry;
    this.#causes = causes;
  }

  /** Keeps a closed tick if the keep policy says so. @param ageNanos of its event; NaN where that is not known */
  add(trace: OpenTrace, buffer: TickTrace, times: TickTimes, ageNanos: number): Kept | undefined {
    const reason = this.#running.reasonToKeep(buffer);
    if (reason === undefined) return undefined;
    const { accumulator } = this.#running;
    const inRecord = accumulator.hasRoomFor(durationOf(buffer));
    const telemetry = this.#telemetry?.sendsTraces === true ? this.#telemetry : undefined;
    if (!inRecord && telemetry === undefined) return undefined;
    const tick = keptTickOf(trace, buffer, this.#names, { process: this.#processId, reason, unixNanos });
    if (inRecord) accumulator.keep(tick);
    const causes = telemetry && this.#causes?.of(trace, times, ageNanos);
    if (telemetry !== undefined) {
      const details = traceDetailsOf(trace, buffer, this.#names, times, causes);
      this.#send(trace, tick, details, telemetry);
    }
    return { tick: inRecord ? tick : undefined, pauses: causes?.pauses };
  }

  #send(trace: OpenTrace, tick: KeptTick, details: TraceDetails, telemetry: Telemetry): void {
    asTickscopeWork(() => telemetry.sendTick(tick, details));
    trace.left = true;
    trace.lateEnd = lateEndOf(tick, details, this.#names, telemetry, trace);
  }
}
