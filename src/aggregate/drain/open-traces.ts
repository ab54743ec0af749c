// Rebuilds ticks, and trees outside any tick, from the records of their operations.
//
// Inside one scope operations nest like calls, and scopes stand beside each other. The parent of an operation is the innermost one
// that runs in its scope, and from there up the tree the first that is still open.
//
// Over 300 lines, because begins, ends and closings change the same scopes, and a rule of one is half of a rule of another.

import type { EventLog } from '../../model/log/event-log.js';
import { CHECK_MASK } from '../../model/log/log-layout.js';
import { durationOf, FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK, ROOT } from '../../model/tick-trace.js';
import type { NewSpanId, OpenTrace } from '../../model/tree/open-trace.js';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE } from '../../model/semconv/semantic-conventions.js';
import { SpanNotes } from '../../model/tree/span-notes.js';
import { NO_POSITION, type TickBuffer } from '../../model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../model/units.js';
import type { DrainSink } from './drain-sink.js';
import { Outlived, type PlaceInTrace } from './outlived.js';
import { innermostIn, openTraceOf, runningOperationIn } from './running-in-scope.js';
import { NONE, NOT_COUNTED, RunningOperations } from './running-operations.js';
import {
  SCOPE_OF_CLOSED,
  SCOPE_OF_HOLDER,
  SCOPE_OF_OPERATION,
  SCOPE_OF_TICK,
  SCOPE_OF_TREE,
  Scopes,
  UNLINKED,
} from './scopes.js';
import { TraceTable } from './trace-table.js';

export class OpenTraces {
  /** The time of the record that is being read. */
  atNanos = 0;
  /** Ends without a begin, and begins whose end was lost. */
  unmatched = 0;
  readonly #sink: DrainSink;
  readonly #operations = new RunningOperations();
  readonly #scopes = new Scopes(this.#operations);
  readonly #traces: TraceTable;
  readonly #outlived = new Outlived();
  readonly #log: EventLog;

  /** @param log is told of ticks that leave work behind */
  constructor(sink: DrainSink, newId: NewSpanId, log: EventLog) {
    this.#sink = sink;
    this.#traces = new TraceTable(sink.losses, newId);
    this.#log = log;
  }

  /** Scopes that are known. */
  get scopeCount(): number {
    return this.#scopes.count;
  }

  /** The trace that a scope belongs to, and the position in it: where it is open, or was shared or sent not long ago. */
  placeOf(scope: number): PlaceInTrace | undefined {
    const trace = this.traceOf(scope);
    return trace === undefined ? this.#outlived.places.get(scope) : { trace, position: this.#positionOf(scope) };
  }

  /** The open trace that a scope belongs to. */
  traceOf(scope: number): OpenTrace | undefined {
    const slot = scope === 0 ? NONE : this.#scopes.find(scope);
    const index = this.#indexOf(slot);
    return index === NONE ? undefined : this.#traces.at(index);
  }

  /** The index of the open trace of a scope; `NONE` where it has closed, or the scope is not known. */
  #indexOf(slot: number): number {
    return openTraceOf(slot, this.#scopes, this.#traces);
  }

  /** The position in its open trace of the operation that the scope is of, or of the nearest that has one. */
  #positionOf(scope: number): number {
    const slot = this.#scopes.find(scope);
    const base = slot === NONE ? NONE : (this.#scopes.base[slot] as number);
    return base === NONE ? ROOT : Math.max(ROOT, this.#operations.position[base] as number);
  }

  synchronousBegins(operationId: number, scope: number, logPosition: number): void {
    if (scope === 0) {
      this.#openTree(operationId, logPosition, SCOPE_OF_TREE);
      return;
    }
    const slot = this.#slotOf(scope);
    this.#learn(slot, scope);
    this.#push(slot, operationId, this.#place(slot, operationId, logPosition), logPosition);
  }

  /** Of an operation that counts only inside an open tick. */
  innerBegins(operationId: number, scope: number, logPosition: number): void {
    const isCounted = this.traceOf(scope)?.isTick === true;
    if (isCounted) return this.synchronousBegins(operationId, scope, logPosition);
    const slot = this.#slotOf(scope);
    this.#push(slot, NOT_COUNTED, NO_POSITION, logPosition);
  }

  /** An operation that begins now, and ends before anything else happens. @returns false where its trace is not open: nothing was done */
  leaf(operationId: number, scope: number, logPosition: number, endNanos: number, failed: boolean): boolean {
    const slot = scope === 0 ? NONE : this.#scopes.find(scope);
    const index = this.#indexOf(slot);
    if (index === NONE) return false;
    const trace = this.#traces.at(index);
    if (scope > 0) this.#learnOf(trace, scope);
    const position = this.#placeIn(trace, slot, operationId, logPosition);
    if (position !== NO_POSITION) (trace.buffer as TickBuffer).end(position, endNanos, failed);
    const startNanos = this.atNanos;
    this.atNanos = endNanos;
    const flags = (trace.isTick ? 0 : FLAG_OUTSIDE_TICK) | (failed ? FLAG_FAILED : 0);
    this.#sink.operationEnded(operationId, (endNanos - startNanos) as Nanoseconds, flags, startNanos);
    return true;
  }

  /** @param check the low bits of the begin's position @param goesOn whether it has returned and not ended */
  synchronousEnds(scope: number, check: number, failed: boolean, goesOn: boolean): void {
    const scopes = this.#scopes;
    const operations = this.#operations;
    const slot = scopes.find(scope);
    if (slot === NONE) {
      this.unmatched++;
      return;
    }
    const base = scopes.base[slot] as number;
    let top = scopes.top[slot] as number;
    if (!this.#isRunning(slot, check)) {
      this.unmatched++;
      return;
    }
    // Ends are lost where the stack overflows, and where `vm` ends a script by its timeout.
    while (top !== base && ((operations.begin[top] as number) & CHECK_MASK) !== check) {
      this.unmatched++;
      scopes.top[slot] = operations.outer[top] as number;
      operations.remove(top);
      top = scopes.top[slot];
    }
    if (top === base) {
      if (scopes.kind[slot] !== SCOPE_OF_TREE || scopes.ended[slot] === 1) this.unmatched++;
      else if (goesOn) this.returned(scope);
      else this.#endOutermost(slot, failed);
      return;
    } else {
      scopes.top[slot] = operations.outer[top] as number;
      if (goesOn) this.#leave(slot, top, scope);
      else {
        this.#finish(slot, top, scope, failed);
        operations.remove(top);
      }
    }
    this.#removeIfOver(slot);
  }

  asynchronousBegins(operationId: number, scope: number, logPosition: number): void {
    if (scope === 0) {
      this.#openTree(operationId, logPosition, SCOPE_OF_TREE);
      return;
    }
    const slot = this.#scopes.find(scope);
    const index = this.#indexOf(slot);
    this.#learn(slot, scope);
    const own = scope > 0 ? logPosition : -logPosition;
    const position = slot === NONE ? NO_POSITION : this.#place(slot, operationId, logPosition);
    // Where the tree is full, what runs inside belongs to what is around.
    const inside = position === NO_POSITION && index !== NONE ? this.#openPositionIn(slot) : position;
    const running = this.#running(operationId, NONE, inside, logPosition);
    this.#addScope(own, index, running, SCOPE_OF_OPERATION, position !== NO_POSITION);
  }

  /**
   * @param isRelay whether the call only hands its events on: then it is a tree outside any tick, in which ticks begin
   * @returns what begins; `undefined` where the call is an operation that holds the tick around it open
   */
  tickBegins(operationId: number, scope: number, logPosition: number, isRelay: boolean): OpenTrace | undefined {
    const around = scope > 0 ? this.traceOf(scope) : undefined;
    const inner = this.innerIdOf(operationId);
    if (around === undefined || !around.isTick) {
      const kind = isRelay ? SCOPE_OF_TREE : SCOPE_OF_TICK;
      return this.#openTree(isRelay ? inner : operationId, logPosition, kind, logPosition);
    }
    const slot = this.#scopes.find(scope);
    const index = this.#indexOf(slot);
    around.pending++;
    const position = this.#place(slot, inner, logPosition);
    const inside = position === NO_POSITION ? this.#openPositionIn(slot) : position;
    const running = this.#running(inner, NONE, inside, logPosition);
    this.#addScope(logPosition, index, running, SCOPE_OF_HOLDER, position !== NO_POSITION);
    return undefined;
  }

  /** What the function of a tick is inside another one. */
  innerIdOf(operationId: number): number {
    return this.#log.innerOperations.get(operationId)?.id ?? operationId;
  }

  asynchronousEnds(scope: number, failed: boolean): void {
    const scopes = this.#scopes;
    const slot = scopes.find(scope);
    if (slot === NONE || scopes.ended[slot] === 1 || scopes.base[slot] === NONE) {
      this.unmatched++;
      return;
    }
    const kind = scopes.kind[slot];
    if (kind === SCOPE_OF_TICK || kind === SCOPE_OF_TREE) return this.#endOutermost(slot, failed);
    const index = scopes.tree[slot] as number;
    this.#finish(slot, scopes.base[slot] as number, scope, failed);
    scopes.ended[slot] = 1;
    this.#removeIfOver(slot);
    if (index !== NONE && kind === SCOPE_OF_HOLDER) this.#settle(index);
  }

  /** The outermost function of a trace has returned, and the trace goes on. */
  returned(scope: number): void {
    const trace = this.traceOf(scope);
    if (trace === undefined || trace.logPosition !== Math.abs(scope) || trace.returnedNanos !== Infinity) return;
    trace.returnedNanos = this.atNanos;
    (trace.buffer as TickBuffer).isSynchronous = false;
    if (trace.isTick) this.#sink.tickReturned(this.atNanos as Nanoseconds);
  }

  /** The innermost operation that runs in a scope, where its trace is open. */
  operationIn(scope: number): number | undefined {
    return innermostIn(scope, this.#scopes, this.#operations, this.#traces);
  }

  /** As `runningOperationIn`, of its own tables. */
  runningIn(scope: number): number {
    return runningOperationIn(scope, this.#scopes, this.#operations, this.#traces);
  }

  /** Renames a running operation that has a scope of its own. */
  rename(scope: number, operationId: number): void {
    const slot = this.#scopes.find(scope);
    const base = slot === NONE ? NONE : (this.#scopes.base[slot] as number);
    if (base === NONE) return;
    this.#operations.operationId[base] = operationId;
    if (this.#hasPlace(this.#indexOf(slot), base)) this.traceOf(scope)?.rename(this.#positionOf(scope), operationId);
  }

  /** Notes how a running operation that has a scope of its own came out, on its span. @param status of HTTP; 0 for none */
  cameOut(scope: number, status: number, errorType: string | undefined): void {
    const place = this.#placeOfRunning(scope) ?? this.#outlived.spans.get(Math.abs(scope));
    if (place === undefined) return;
    const notes = (place.trace.notes ??= new SpanNotes());
    if (status !== 0) notes.setAttribute(place.position, ATTR_HTTP_RESPONSE_STATUS_CODE, status);
    if (errorType !== undefined) notes.setAttribute(place.position, ATTR_ERROR_TYPE, errorType);
  }

  /** The place of its own that a running operation has in its open tick. */
  #placeOfRunning(scope: number): PlaceInTrace | undefined {
    const slot = this.#scopes.find(scope);
    const index = this.#indexOf(slot);
    const base = slot === NONE ? NONE : (this.#scopes.base[slot] as number);
    if (base === NONE || this.#scopes.ended[slot] === 1 || !this.#hasPlace(index, base)) return undefined;
    const trace = this.#traces.at(index);
    return trace.isTick ? { trace, position: this.#operations.position[base] as number } : undefined;
  }

  /** A late operation is sent by somebody else. */
  leavesItself(scope: number): void {
    this.#outlived.spans.delete(Math.abs(scope));
  }

  /** Takes a running operation whose times the program gave out of its tree: its order among the others means nothing. */
  leaveOut(scope: number): void {
    const slot = this.#scopes.find(scope);
    if (slot === NONE) return;
    const base = this.#scopes.base[slot] as number;
    const position = this.#operations.position[base] as number;
    if (this.#hasPlace(this.#indexOf(slot), base)) this.traceOf(scope)?.buffer?.leaveOut(position);
    this.#scopes.ended[slot] = 1;
    this.#removeIfOver(slot);
  }

  /** An operation that has ended as a success turns out to have failed: marks it where its trace is open. @returns where it stands in that */
  turnedOutFailed(begin: number): 'outermost' | 'inner' | undefined {
    const place = this.#traces.placeOf(begin);
    if (place === undefined) return undefined;
    place.trace.markFailed(place.position);
    return place.position === ROOT ? 'outermost' : 'inner';
  }

  /** A scope that is not known is one of a trace that has closed. */
  #slotOf(scope: number): number {
    const known = this.#scopes.find(scope);
    if (known !== NONE) return known;
    const slot = this.#scopes.add(scope, NONE, 0, NONE, SCOPE_OF_CLOSED, UNLINKED);
    this.#outlives(scope);
    return slot;
  }

  #openTree(operationId: number, logPosition: number, kind: number, scope: number = -logPosition): OpenTrace {
    const isTick = kind === SCOPE_OF_TICK;
    const index = this.#traces.open(isTick, operationId, logPosition, this.atNanos);
    this.#addScope(scope, index, this.#running(operationId, NONE, ROOT, logPosition), kind, true);
    return this.#traces.at(index);
  }

  /** Notices an operation that begins after the handler of its tick has returned: the handler leaves work behind. */
  #learn(slot: number, scope: number): void {
    if (scope < 0) return;
    const index = this.#indexOf(slot);
    if (index === NONE) this.#learnOfClosed(scope);
    else this.#learnOf(this.#traces.at(index), scope);
  }

  #learnOf({ returnedNanos, logPosition, operationId }: OpenTrace, scope: number): void {
    if (returnedNanos !== Infinity && logPosition === scope) this.#log.leavesWork[operationId] = 1;
  }

  #learnOfClosed(scope: number): void {
    const operationId = this.#log.tickAt(scope);
    if (operationId !== undefined) this.#log.leavesWork[operationId] = 1;
  }

  #running(operationId: number, outer: number, position: number, begin: number): number {
    const running = this.#operations.add(operationId, outer, position, begin);
    this.#operations.startNanos[running] = this.atNanos;
    return running;
  }

  /** @param isPlaced whether what it is of has a place in the tree; others are bounded by themselves, and not by the tree */
  #addScope(scope: number, index: number, base: number, kind: number, isPlaced: boolean): void {
    const isLinked = index !== NONE && isPlaced;
    const next = isLinked ? (this.#traces.firstScope[index] as number) : UNLINKED;
    const number = index === NONE ? 0 : this.#traces.at(index).number;
    const slot = this.#scopes.add(scope, index, number, base, kind, next);
    if (!isLinked) this.#outlives(scope);
    else this.#traces.firstScope[index] = slot;
    // The first one is the trace's own.
    if (index !== NONE && next !== NONE) (this.#traces.at(index).buffer as TickBuffer).isSynchronous = false;
  }

  #push(slot: number, operationId: number, position: number, logPosition: number): void {
    const { top } = this.#scopes;
    top[slot] = this.#running(operationId, top[slot] as number, position, logPosition);
  }

  /** Gives an operation a place in the open tree of a scope. @returns `NO_POSITION` where there is none */
  #place(slot: number, operationId: number, logPosition: number): number {
    const index = this.#indexOf(slot);
    return index === NONE ? NO_POSITION : this.#placeIn(this.#traces.at(index), slot, operationId, logPosition);
  }

  #placeIn(trace: OpenTrace, slot: number, operationId: number, logPosition: number): number {
    const buffer = trace.buffer as TickBuffer;
    const position = buffer.start(operationId, this.#openPositionIn(slot), this.atNanos);
    if (position === NO_POSITION) this.#sink.losses.add('operations_beyond_tree');
    else buffer.begins[position] = logPosition;
    return position;
  }

  /** The position of the innermost operation in a scope that has one. */
  #openPositionIn(slot: number): number {
    const { position, outer } = this.#operations;
    for (let running = this.#scopes.top[slot] as number; running !== NONE; running = outer[running] as number) {
      if (position[running] !== NO_POSITION) return position[running] as number;
    }
    return ROOT;
  }

  /** Whether an operation has a place of its own in the open trace with that index. */
  #hasPlace(index: number, running: number): boolean {
    const position = this.#operations.position[running] as number;
    if (index === NONE || position === NO_POSITION) return false;
    return this.#traces.at(index).buffer?.begins[position] === this.#operations.begin[running];
  }

  /** A synchronous operation goes on after its return: it gets a scope, in which nothing runs. */
  #leave(slot: number, running: number, scope: number): void {
    const { begin, outer } = this.#operations;
    outer[running] = NONE;
    const own = scope > 0 ? (begin[running] as number) : -(begin[running] as number);
    const index = this.#indexOf(slot);
    const isPlaced = this.#hasPlace(index, running);
    this.#addScope(own, index, running, SCOPE_OF_OPERATION, isPlaced);
  }

  #finish(slot: number, running: number, scope: number, failed: boolean): void {
    const { startNanos, operationId, position, begin } = this.#operations;
    const id = operationId[running] as number;
    if (id === NOT_COUNTED) return;
    const start = startNanos[running] as number;
    const index = this.#indexOf(slot);
    const isLate = index === NONE && scope > 0;
    const trace = index === NONE ? undefined : this.#traces.at(index);
    if (this.#hasPlace(index, running)) trace?.buffer?.end(position[running] as number, this.atNanos, failed);
    const isOutside = scope < 0 || trace?.isTick === false;
    const place = isLate ? FLAG_LATE : isOutside ? FLAG_OUTSIDE_TICK : 0;
    const flags = failed ? place | FLAG_FAILED : place;
    const { spans } = this.#outlived;
    if (spans.size > 0) this.#outlived.endSpan(begin[running] as number, id, start, this.atNanos, failed);
    const work = trace?.work;
    const workNanos = work === undefined ? 0 : work.between(start, this.atNanos);
    this.#sink.operationEnded(id, (this.atNanos - start - workNanos) as Nanoseconds, flags, start);
  }

  /** Whether the operation whose begin has that check runs in a scope, at whatever depth. */
  #isRunning(slot: number, check: number): boolean {
    const { begin, outer } = this.#operations;
    let running = this.#scopes.top[slot] as number;
    while (running !== NONE && ((begin[running] as number) & CHECK_MASK) !== check) running = outer[running] as number;
    return running !== NONE;
  }

  #endOutermost(slot: number, failed: boolean): void {
    const index = this.#indexOf(slot);
    const trace = this.#traces.at(index);
    this.#scopes.ended[slot] = 1;
    trace.failed ||= failed;
    // It was called back inside of an operation that goes on.
    if (this.#scopes.top[slot] !== this.#scopes.base[slot]) (trace.buffer as TickBuffer).isSynchronous = false;
    if (trace.pending > 1 && trace.returnedNanos === Infinity) this.returned(this.#scopes.scope[slot] as number);
    this.#settle(index);
  }

  /** Settles one of the calls that a trace waits for. The last one closes it. */
  #settle(index: number): void {
    const trace = this.#traces.at(index);
    trace.pending--;
    if (trace.pending > 0) return;
    const buffer = trace.buffer as TickBuffer;
    buffer.end(ROOT, this.atNanos, trace.failed);
    buffer.close(this.atNanos);
    if (trace.work !== undefined) buffer.leaveOutWork(trace.work);
    trace.endNanos = this.atNanos;
    trace.buffer = undefined;
    if (!trace.isTick) {
      const flags = trace.failed ? FLAG_OUTSIDE_TICK | FLAG_FAILED : FLAG_OUTSIDE_TICK;
      this.#sink.operationEnded(trace.operationId, durationOf(buffer), flags, trace.startNanos);
    }
    try {
      this.#sink.traceClosed(trace, buffer);
    } finally {
      this.#closeScopes(index, trace);
      // Scopes find the trace by its number: from here on none does.
      trace.number = 0;
      this.#traces.giveBack(index, buffer);
    }
  }

  #closeScopes(index: number, trace: OpenTrace): void {
    const scopes = this.#scopes;
    const { outer, position, begin, startNanos } = this.#operations;
    const isAskedFor = trace.isShared || trace.left;
    let slot = this.#traces.firstScope[index] as number;
    while (slot !== NONE) {
      const next = scopes.next[slot] as number;
      const base = scopes.base[slot] as number;
      const positionInTree = base === NONE ? ROOT : Math.max(ROOT, position[base] as number);
      for (let running = scopes.top[slot] as number; running !== NONE; running = outer[running] as number) {
        const isOpen = running !== base || scopes.ended[slot] === 0;
        if (trace.lateEnd !== undefined && isOpen && position[running] !== NO_POSITION) {
          this.#outlived.addSpan(
            begin[running] as number,
            trace,
            position[running] as number,
            startNanos[running] as number,
          );
        }
        position[running] = NO_POSITION;
        // What goes on is measured without the trace from here on.
        startNanos[running]! += trace.work?.between(startNanos[running] as number, this.atNanos) ?? 0;
      }
      if (isAskedFor) this.#outlived.places.set(scopes.scope[slot] as number, { trace, position: positionInTree });
      scopes.tree[slot] = NONE;
      scopes.next[slot] = UNLINKED;
      if (!this.#removeIfOver(slot)) this.#outlives(scopes.scope[slot] as number);
      slot = next;
    }
  }

  /** Removes a scope that no open tree holds and in which nothing runs. */
  #removeIfOver(slot: number): boolean {
    const scopes = this.#scopes;
    if (scopes.next[slot] !== UNLINKED) return false;
    const base = scopes.base[slot] as number;
    const isOver = scopes.top[slot] === base && (base === NONE || scopes.ended[slot] === 1);
    if (isOver) {
      this.#outlived.delete(scopes.scope[slot] as number);
      scopes.remove(slot);
    }
    return isOver;
  }

  /** A scope is held by no open tree. The oldest of those is given up where there are too many. */
  #outlives(scope: number): void {
    const oldest = this.#outlived.add(scope);
    const slot = oldest === undefined ? NONE : this.#scopes.find(oldest);
    if (slot === NONE) return;
    this.#sink.losses.add('operations_beyond_late');
    const base = this.#scopes.base[slot] as number;
    let running = this.#scopes.top[slot] as number;
    while (running !== NONE && running !== base) {
      const outer = this.#operations.outer[running] as number;
      this.#operations.remove(running);
      running = outer;
    }
    this.#scopes.remove(slot);
  }
}
