// Copies the trees of kept ticks into the record, and hands them to whoever sends them as spans.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { keptTickOf } from '../aggregate/kept-tick.js';
import { unixNanos } from '../capture/recorder/clock.js';
import type { NameTable } from '../model/name-table.js';
import type { KeptPause, KeptTick, SentReason } from '../model/record/record-segment.js';
import { durationOf, type TickTimes, type TickTrace } from '../model/tick-trace.js';
import type { OpenTrace } from '../model/tree/open-trace.js';

/** Sends kept ticks as spans: a part of the preload that is loaded where something is sent. */
export interface KeptTickSender {
  /** Decides about each kept tick once. */
  takes(trace: OpenTrace, buffer: TickTrace, reason: SentReason): boolean;
  /** @param ageNanos of its event; NaN where that is not known @returns where the spans get the garbage collections in it from */
  send(trace: OpenTrace, buffer: TickTrace, times: TickTimes, ageNanos: number, tick: KeptTick): KeptPause[];
}

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
  #sender: KeptTickSender | undefined;

  constructor(running: RunningSegment, names: NameTable, processId: string) {
    this.#running = running;
    this.#names = names;
    this.#processId = processId;
  }

  /** From now on kept ticks are sent as spans too. */
  sendTo(sender: KeptTickSender): void {
    this.#sender = sender;
  }

  /** Keeps a closed tick if the keep policy says so. @param ageNanos as in `KeptTickSender.send` */
  add(trace: OpenTrace, buffer: TickTrace, times: TickTimes, ageNanos: number): Kept | undefined {
    const reason = this.#running.reasonToKeep(buffer);
    if (reason === undefined) return undefined;
    const { accumulator } = this.#running;
    const inRecord = accumulator.hasRoomFor(durationOf(buffer));
    const sender = this.#sender?.takes(trace, buffer, reason) === true ? this.#sender : undefined;
    if (!inRecord && sender === undefined) return undefined;
    const tick = keptTickOf(trace, buffer, this.#names, { process: this.#processId, reason, unixNanos });
    if (inRecord) accumulator.keep(tick);
    const pauses = sender?.send(trace, buffer, times, ageNanos, tick);
    return { tick: inRecord ? tick : undefined, pauses };
  }
}
