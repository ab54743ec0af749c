// Rebuilds ticks, and trees outside any tick, from the records of their operations.
//
// Inside one scope operations nest like calls, and scopes stand beside each other. The parent of an operation is the innermost one
// that runs in its scope, and from there up the tree the first that is still open.

import { LATE_OPERATIONS, OPEN_TICK_TREES } from '../../model/limits.js';
import { CHECK_MASK } from '../../model/log/log-layout.js';
import { RecentMap } from '../../model/recent-map.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK, NO_PARENT, ROOT } from '../../model/tick-trace.js';
import { type NewSpanId, OpenTrace } from '../../model/tree/open-trace.js';
import { NO_POSITION, TickBuffer, TickBufferPool } from '../../model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../model/units.js';
import { ClosedTicks } from './closed-ticks.js';
import type { DrainSink } from './drain-sink.js';
import { NONE, RunningOperations } from './running-operations.js';
import {
  SCOPE_OF_CLOSED,
  SCOPE_OF_HOLDER,
  SCOPE_OF_OPERATION,
  SCOPE_OF_TICK,
  SCOPE_OF_TREE,
  Scopes,
} from './scopes.js';

/** Of an operation that does not count. */
const NOT_COUNTED = -1;

export interface PlaceInTrace {
  readonly trace: OpenTrace;
  readonly position: number;
}

export class OpenTraces {
  /** The time of the record that is being read. */
  atNanos = 0;
  /** Ends without a begin, and begins whose end was lost. */
  unmatched = 0;
  readonly #sink: DrainSink;
  readonly #newId: NewSpanId;
  readonly #operations = new RunningOperations();
  readonly #scopes = new Scopes(this.#operations);
  readonly #pool = new TickBufferPool();
  /** By index; a closed one is used again unless it is shared. */
  readonly #traces: OpenTrace[] = [];
  /** By index: its first scope. */
  readonly #firstScopes: number[] = [];
  readonly #free: number[] = [];
  #opened = 0;
  #openCount = 0;
  /** Scopes that have outlived their tick, oldest first. */
  readonly #late = new Set<number>();
  readonly #lateSpans = new Map<number, PlaceInTrace>();
  /** By scope: closed traces whose spans somebody may ask for. */
  readonly #recent = new RecentMap<number, PlaceInTrace>();
  readonly #closedTicks = new ClosedTicks();
  readonly #leavesWork: Uint8Array;

  /** @param leavesWork by operation id: set to 1 where a tick is seen to leave work behind */
  constructor(sink: DrainSink, newId: NewSpanId, leavesWork: Uint8Array) {
    this.#sink = sink;
    this.#newId = newId;
    this.#leavesWork = leavesWork;
  }

  /** The trace that a scope belongs to, and the position in it: where it is open, or was shared or sent not long ago. */
  placeOf(scope: number): PlaceInTrace | undefined {
    const trace = this.traceOf(scope);
    return trace === undefined ? this.#recent.get(scope) : { trace, position: this.#positionOf(scope) };
  }

  /** The open trace that a scope belongs to. */
  traceOf(scope: number): OpenTrace | undefined {
    const slot = scope === 0 ? NONE : this.#scopes.find(scope);
    const index = slot === NONE ? NONE : (this.#scopes.tree[slot] as number);
    return index === NONE ? undefined : this.#traces[index];
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
      top = scopes.top[slot] as number;
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
    const index = slot === NONE ? NONE : (this.#scopes.tree[slot] as number);
    this.#learn(slot, scope);
    const own = scope > 0 ? logPosition : -logPosition;
    const position = slot === NONE ? NO_POSITION : this.#place(slot, operationId, logPosition);
    // Where the tree is full, what runs inside belongs to what is around.
    const inside = position === NO_POSITION && index !== NONE ? this.#openPositionIn(slot) : position;
    this.#addScope(own, index, this.#running(operationId, NONE, inside, logPosition), SCOPE_OF_OPERATION);
  }

  /** @returns the tick that begins; `undefined` where the call is an operation that holds the tick around it open */
  tickBegins(operationId: number, innerId: () => number, scope: number, logPosition: number): OpenTrace | undefined {
    const around = scope > 0 ? this.traceOf(scope) : undefined;
    if (around === undefined || !around.isTick) return this.#openTree(operationId, logPosition, SCOPE_OF_TICK);
    const slot = this.#scopes.find(scope);
    const index = this.#scopes.tree[slot] as number;
    const inner = innerId();
    around.pending++;
    const position = this.#place(slot, inner, logPosition);
    const inside = position === NO_POSITION ? this.#openPositionIn(slot) : position;
    this.#addScope(logPosition, index, this.#running(inner, NONE, inside, logPosition), SCOPE_OF_HOLDER);
    return undefined;
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
    if (index === NONE) this.#removeIfOver(slot);
    else if (kind === SCOPE_OF_HOLDER) this.#settle(index);
  }

  /** The outermost function of a trace has returned, and the trace goes on. */
  returned(scope: number): void {
    const trace = this.traceOf(scope);
    if (trace === undefined || trace.logPosition !== Math.abs(scope)) return;
    trace.returnedNanos = this.atNanos;
    (trace.buffer as TickBuffer).isSynchronous = false;
    if (trace.isTick) this.#sink.tickReturned(this.atNanos as Nanoseconds);
  }

  /** The innermost operation that runs in a scope, where its trace is open. */
  operationIn(scope: number): number | undefined {
    const slot = this.#scopes.find(scope);
    if (slot === NONE || this.#scopes.tree[slot] === NONE) return undefined;
    const top = this.#scopes.top[slot] as number;
    return top === NONE ? undefined : this.#operations.operationId[top];
  }

  /** Renames a running operation that has a scope of its own. */
  rename(scope: number, operationId: number): void {
    const slot = this.#scopes.find(scope);
    const base = slot === NONE ? NONE : (this.#scopes.base[slot] as number);
    if (base === NONE) return;
    this.#operations.operationId[base] = operationId;
    if (this.#isPlaceOf(slot, base)) this.traceOf(scope)?.rename(this.#positionOf(scope), operationId);
  }

  /** A late operation is sent by somebody else. */
  leavesItself(scope: number): void {
    this.#lateSpans.delete(Math.abs(scope));
  }

  /** Takes a running operation whose times the program gave out of its tree: its order among the others means nothing. */
  leaveOut(scope: number): void {
    const slot = this.#scopes.find(scope);
    if (slot === NONE) return;
    const base = this.#scopes.base[slot] as number;
    const position = this.#operations.position[base] as number;
    if (this.#isPlaceOf(slot, base)) this.traceOf(scope)?.buffer?.leaveOut(position);
    this.#scopes.ended[slot] = 1;
    if (this.#scopes.tree[slot] === NONE) this.#removeIfOver(slot);
  }

  /** An operation that has ended as a success turns out to have failed: marks it where its trace is open. @returns where it stands in that */
  turnedOutFailed(begin: number): 'outermost' | 'inner' | undefined {
    for (const trace of this.#traces) {
      const position = trace.buffer?.positionOf(begin) ?? NO_POSITION;
      if (position === NO_POSITION) continue;
      trace.markFailed(position);
      return position === ROOT ? 'outermost' : 'inner';
    }
    return undefined;
  }

  /** Whether a tick that closed not long ago began there, and not an operation of another one. */
  wasTick(begin: number): boolean {
    return this.#closedTicks.has(begin);
  }

  /** A scope that is not known is one of a trace that has closed. */
  #slotOf(scope: number): number {
    const known = this.#scopes.find(scope);
    if (known !== NONE) return known;
    const slot = this.#scopes.add(scope, NONE, NONE, SCOPE_OF_CLOSED, NONE);
    this.#isLate(scope);
    return slot;
  }

  #openTree(operationId: number, logPosition: number, kind: number): OpenTrace {
    const isTick = kind === SCOPE_OF_TICK;
    const index = this.#free.pop() ?? this.#traces.length;
    const known = this.#traces[index];
    const trace = known === undefined || known.isShared ? new OpenTrace(this.#newId) : known;
    this.#traces[index] = trace;
    const buffer = this.#openCount < OPEN_TICK_TREES ? this.#pool.take() : this.#bufferWithoutTree();
    trace.open(++this.#opened, isTick, operationId, logPosition, buffer);
    trace.startNanos = this.atNanos;
    buffer.start(operationId, NO_PARENT, this.atNanos);
    buffer.begins[ROOT] = logPosition;
    buffer.isSynchronous = true;
    this.#openCount++;
    this.#firstScopes[index] = NONE;
    const scope = isTick ? logPosition : -logPosition;
    this.#addScope(scope, index, this.#running(operationId, NONE, ROOT, logPosition), kind);
    return trace;
  }

  #bufferWithoutTree(): TickBuffer {
    this.#sink.losses.add('ticks_beyond_trees');
    return new TickBuffer(1, 1);
  }

  /** Notices an operation that begins after the handler of its tick has returned: the handler leaves work behind. */
  #learn(slot: number, scope: number): void {
    if (scope < 0) return;
    const index = slot === NONE ? NONE : (this.#scopes.tree[slot] as number);
    if (index === NONE) return this.#closedTicks.learn(scope, this.#leavesWork);
    const trace = this.#traces[index] as OpenTrace;
    if (trace.returnedNanos !== Infinity && trace.logPosition === scope) this.#leavesWork[trace.operationId] = 1;
  }

  #running(operationId: number, outer: number, position: number, begin: number): number {
    const running = this.#operations.add(operationId, outer, position, begin);
    this.#operations.startNanos[running] = this.atNanos;
    return running;
  }

  #addScope(scope: number, index: number, base: number, kind: number): void {
    const next = index === NONE ? NONE : (this.#firstScopes[index] as number);
    const slot = this.#scopes.add(scope, index, base, kind, next);
    if (index === NONE) return this.#isLate(scope);
    this.#firstScopes[index] = slot;
    // The first one is the trace's own.
    if (next !== NONE) ((this.#traces[index] as OpenTrace).buffer as TickBuffer).isSynchronous = false;
  }

  #push(slot: number, operationId: number, position: number, logPosition: number): void {
    const { top } = this.#scopes;
    top[slot] = this.#running(operationId, top[slot] as number, position, logPosition);
  }

  /** Gives an operation a place in the open tree of a scope. @returns `NO_POSITION` where there is none */
  #place(slot: number, operationId: number, logPosition: number): number {
    const index = this.#scopes.tree[slot] as number;
    if (index === NONE) return NO_POSITION;
    const { buffer } = this.#traces[index] as OpenTrace;
    const position = (buffer as TickBuffer).start(operationId, this.#openPositionIn(slot), this.atNanos);
    if (position === NO_POSITION) this.#sink.losses.add('operations_beyond_tree');
    else (buffer as TickBuffer).begins[position] = logPosition;
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

  #isPlaceOf(slot: number, running: number): boolean {
    const index = this.#scopes.tree[slot] as number;
    const position = this.#operations.position[running] as number;
    if (index === NONE || position === NO_POSITION) return false;
    return (this.#traces[index] as OpenTrace).buffer?.begins[position] === this.#operations.begin[running];
  }

  /** A synchronous operation goes on after its return: it gets a scope, in which nothing runs. */
  #leave(slot: number, running: number, scope: number): void {
    const { begin, outer } = this.#operations;
    outer[running] = NONE;
    const own = scope > 0 ? (begin[running] as number) : -(begin[running] as number);
    this.#addScope(own, this.#scopes.tree[slot] as number, running, SCOPE_OF_OPERATION);
  }

  #finish(slot: number, running: number, scope: number, failed: boolean): void {
    const { startNanos, operationId, position, begin } = this.#operations;
    const id = operationId[running] as number;
    if (id === NOT_COUNTED) return;
    const start = startNanos[running] as number;
    const index = this.#scopes.tree[slot] as number;
    const isLate = index === NONE && scope > 0;
    if (this.#isPlaceOf(slot, running)) {
      (this.#traces[index] as OpenTrace).buffer?.end(position[running] as number, this.atNanos, failed);
    }
    const place = isLate ? FLAG_LATE : scope < 0 ? FLAG_OUTSIDE_TICK : 0;
    const flags = failed ? place | FLAG_FAILED : place;
    if (this.#lateSpans.size > 0) this.#endLateSpan(begin[running] as number, id, start, failed);
    this.#sink.operationEnded(id, (this.atNanos - start) as Nanoseconds, flags);
  }

  #endLateSpan(begin: number, operationId: number, startNanos: number, failed: boolean): void {
    const late = this.#lateSpans.get(begin);
    if (late === undefined) return;
    this.#lateSpans.delete(begin);
    late.trace.lateEnd?.(late.position, operationId, startNanos, this.atNanos, failed);
  }

  /** Whether the operation whose begin has that check runs in a scope, at whatever depth. */
  #isRunning(slot: number, check: number): boolean {
    const { begin, outer } = this.#operations;
    let running = this.#scopes.top[slot] as number;
    while (running !== NONE && ((begin[running] as number) & CHECK_MASK) !== check) running = outer[running] as number;
    return running !== NONE;
  }

  #endOutermost(slot: number, failed: boolean): void {
    const index = this.#scopes.tree[slot] as number;
    const trace = this.#traces[index] as OpenTrace;
    this.#scopes.ended[slot] = 1;
    trace.failed ||= failed;
    // It was called back inside of an operation that goes on.
    if (this.#scopes.top[slot] !== this.#scopes.base[slot]) (trace.buffer as TickBuffer).isSynchronous = false;
    if (trace.pending > 1 && trace.returnedNanos === Infinity) this.returned(this.#scopes.scope[slot] as number);
    this.#settle(index);
  }

  /** Settles one of the calls that a trace waits for. The last one closes it. */
  #settle(index: number): void {
    const trace = this.#traces[index] as OpenTrace;
    trace.pending--;
    if (trace.pending > 0) return;
    const buffer = trace.buffer as TickBuffer;
    buffer.end(ROOT, this.atNanos, trace.failed);
    buffer.close(this.atNanos);
    this.#openCount--;
    trace.buffer = undefined;
    if (!trace.isTick) {
      const durationNanos = (this.atNanos - trace.startNanos) as Nanoseconds;
      const flags = trace.failed ? FLAG_OUTSIDE_TICK | FLAG_FAILED : FLAG_OUTSIDE_TICK;
      this.#sink.operationEnded(trace.operationId, durationNanos, flags);
    }
    this.#sink.traceClosed(trace, buffer);
    if (trace.isTick) this.#closedTicks.add(trace);
    this.#closeScopes(index, trace);
    this.#pool.giveBack(buffer);
    this.#free.push(index);
  }

  #closeScopes(index: number, trace: OpenTrace): void {
    const scopes = this.#scopes;
    const { outer, position, begin } = this.#operations;
    const isAskedFor = trace.isShared || trace.left;
    let slot = this.#firstScopes[index] as number;
    while (slot !== NONE) {
      const next = scopes.next[slot] as number;
      const base = scopes.base[slot] as number;
      const positionInTree = base === NONE ? ROOT : Math.max(ROOT, position[base] as number);
      for (let running = scopes.top[slot] as number; running !== NONE; running = outer[running] as number) {
        const isOpen = running !== base || scopes.ended[slot] === 0;
        if (trace.lateEnd !== undefined && isOpen && position[running] !== NO_POSITION) {
          this.#lateSpans.set(begin[running] as number, { trace, position: position[running] as number });
        }
        position[running] = NO_POSITION;
      }
      if (isAskedFor) this.#recent.set(scopes.scope[slot] as number, { trace, position: positionInTree });
      scopes.tree[slot] = NONE;
      scopes.next[slot] = NONE;
      if (!this.#removeIfOver(slot)) this.#isLate(scopes.scope[slot] as number);
      slot = next;
    }
  }

  /** Removes a scope whose tree has closed and in which nothing runs. */
  #removeIfOver(slot: number): boolean {
    const scopes = this.#scopes;
    if (scopes.tree[slot] !== NONE) return false;
    const base = scopes.base[slot] as number;
    const isOver = scopes.top[slot] === base && (base === NONE || scopes.ended[slot] === 1);
    if (isOver) {
      this.#late.delete(scopes.scope[slot] as number);
      scopes.remove(slot);
    }
    return isOver;
  }

  #isLate(scope: number): void {
    this.#late.add(scope);
    if (this.#late.size <= LATE_OPERATIONS) return;
    const [oldest] = this.#late;
    this.#late.delete(oldest as number);
    this.#lateSpans.delete(Math.abs(oldest as number));
    const slot = this.#scopes.find(oldest as number);
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
