// The functions and events that are looked at, each call with the observed inside which it happened.

import type { Context } from '@opentelemetry/api';
import type { Losses } from '../../model/losses.js';
import type { ObservedFunctionRow } from '../../model/record/observations.js';
import type { RuleId } from '../../model/rules.js';
import type { OpenCall, CallTracer } from '../wrap/call-tracer.js';
import { now } from '../recorder/clock.js';
import type { Recorder } from '../recorder/recorder.js';
import { EMPTY_CONTEXT } from '../recorder/scope-context.js';
import { given, isLookUp, type Look, seriesLook, tickLook } from './evidence.js';
import { orderLook } from './order-evidence.js';

const FRAME_KEY = Symbol('tickscope doctor');
/** Beyond this many functions only the first ones are observed. */
const MOST_FUNCTIONS = 4_096;
/** Arguments are examined in this many calls of a function; later calls count as the last examined one. */
const LOOKED_AT = 64;
/** Without evidence after this many calls, a function is no longer observed. */
const CALLS_WITHOUT_SIGN = 2_000;

/** One call that is running. */
export interface Frame {
  readonly observed: ObservedFunction;
  readonly outer: Frame | undefined;
  readonly looksLikeTick: boolean;
  readonly looksLikeOrder: boolean;
  ended: boolean;
}

interface Sum {
  calls: number;
  readonly why: string;
  readonly certain: boolean;
}

export interface Identity {
  readonly kind: 'function' | 'event';
  readonly name: string;
  readonly location: string;
  readonly path: string;
  readonly rule?: RuleId;
  /** The package that exports it. */
  readonly packageName?: string;
}

export class ObservedFunction {
  readonly identity: Identity;
  calls = 0;
  callsOutsideTicks = 0;
  queries = 0;
  /** Requests and messages that went out in it, and in no function around it that is called as for an order. */
  sends = 0;
  totalNanos = 0;
  takesList = false;
  /** The arguments of the first call, in words; `undefined` where it had none. */
  given: string | undefined;
  readonly within: Map<ObservedFunction, number> = new Map();
  #tick: Sum | undefined;
  #series: Sum | undefined;
  #order: Sum | undefined;
  /** What the arguments of the last call that was looked at were. */
  #last = { tick: false, series: false, order: false };

  constructor(identity: Identity) {
    this.identity = identity;
  }

  /** @returns the frame of this call; `undefined` where the function is no longer observed */
  enter(args: readonly unknown[], recorder: Recorder): Frame | undefined {
    this.calls++;
    if (this.calls > CALLS_WITHOUT_SIGN && !this.#hasSign) return undefined;
    const outer = runningIn(recorder.active.context);
    const isFree = !recorder.isInTick(recorder.active.get());
    if (isFree) this.callsOutsideTicks++;
    const looksLikeTick = this.#looksLikeTick(args, isFree);
    if (this.calls === 1 && args.length > 0) this.given = given(args);
    if (looksLikeTick) {
      const around = tickAround(outer);
      if (around !== undefined) this.within.set(around, (this.within.get(around) ?? 0) + 1);
    }
    const looksLikeOrder = this.#last.order;
    if (looksLikeOrder && this.#order !== undefined) this.#order.calls++;
    return { observed: this, outer, looksLikeTick, looksLikeOrder, ended: false };
  }

  /** @param isFree whether no tick that a rule takes is running */
  #looksLikeTick(args: readonly unknown[], isFree: boolean): boolean {
    if (this.calls <= LOOKED_AT) {
      const [tick, series, order] = [tickLook(args), seriesLook(args), orderLook(args)];
      this.#last = { tick: tick !== undefined, series: series !== undefined, order: order !== undefined };
      this.takesList ||= Array.isArray(args[0]);
      if (tick !== undefined && isFree) this.#tick ??= sumOf(tick);
      if (series !== undefined) this.#series ??= sumOf(series);
      if (order !== undefined) this.#order ??= sumOf(order);
    }
    if (this.#last.series && this.#series !== undefined) this.#series.calls++;
    if (!isFree || !this.#last.tick || this.#tick === undefined) return false;
    this.#tick.calls++;
    return true;
  }

  /** @param positions of all functions in the list that is written */
  describe(positions: ReadonlyMap<ObservedFunction, number>, ambiguous: boolean): ObservedFunctionRow {
    const within = Array.from(this.within, ([observed, calls]) => [positions.get(observed) ?? -1, calls]);
    return {
      ...this.identity,
      ambiguous,
      calls: this.calls,
      callsOutsideTicks: this.callsOutsideTicks,
      ...(this.#tick !== undefined && { tick: this.#tick }),
      ...(this.#series !== undefined && { series: this.#series }),
      ...(this.#order !== undefined && { order: this.#order }),
      queries: this.queries,
      sends: this.sends,
      ...(isLookUp(this.identity.name) && { isLookUp: true as const }),
      totalNanos: this.totalNanos,
      takesList: this.takesList,
      within: Object.fromEntries(within) as Record<number, number>,
      ...(this.given !== undefined && { given: this.given }),
    };
  }

  get #hasSign(): boolean {
    return this.#tick !== undefined || this.#order !== undefined || this.queries > 0;
  }

  get isOfInterest(): boolean {
    const { rule, name } = this.identity;
    const isKnown = rule !== undefined || isLookUp(name);
    return isKnown || this.#tick !== undefined || this.#series !== undefined || this.queries > 0 || this.sends > 0;
  }
}

export class ObservedFunctions {
  readonly #functions = new Map<string, ObservedFunction>();
  /** Functions by their last names: functions of one name are distinguished by their files. */
  readonly #namesakes = new Map<string, Set<string>>();

  of(identity: Identity): ObservedFunction {
    const key = `${identity.kind} ${identity.name} ${identity.packageName ?? identity.location}`;
    let observed = this.#functions.get(key);
    if (observed === undefined) {
      observed = new ObservedFunction(identity);
      if (this.#functions.size < MOST_FUNCTIONS) this.#functions.set(key, observed);
      const last = lastNameOf(identity);
      const namesakes = this.#namesakes.get(last) ?? new Set();
      this.#namesakes.set(last, namesakes.add(`${identity.name} ${identity.path}`));
    }
    return observed;
  }

  describe(): ObservedFunctionRow[] {
    const functions = [...this.#functions.values()].filter(({ isOfInterest }) => isOfInterest);
    const positions = new Map(functions.map((observed, position) => [observed, position]));
    return functions.map((observed) => observed.describe(positions, this.#isAmbiguous(observed.identity)));
  }

  /** `handle` means every method of that name too, `Router.handle` that of every class `Router`. */
  #isAmbiguous(identity: Identity): boolean {
    const namesakes = [...(this.#namesakes.get(lastNameOf(identity)) ?? [])];
    return namesakes.filter((each) => !identity.name.includes('.') || each.startsWith(`${identity.name} `)).length > 1;
  }
}

/** Looks at a call, and records nothing. */
export class ObservedCallTracer implements CallTracer {
  // Nothing is recorded here, so a call nested too deep to be recorded is no loss.
  readonly losses: Losses = { add: () => {} };
  readonly #observed: ObservedFunction;
  readonly #recorder: Recorder;

  constructor(observed: ObservedFunction, recorder: Recorder) {
    this.#observed = observed;
    this.#recorder = recorder;
  }

  start(args: readonly unknown[]): OpenCall | undefined {
    // A program whose loop is never free may have nothing that is recorded.
    this.#recorder.timeRead(now());
    const frame = this.#observed.enter(args, this.#recorder);
    return frame === undefined ? undefined : new LookedAtCall(frame, this.#recorder);
  }
}

class LookedAtCall implements OpenCall {
  readonly scope = 0;
  readonly isLight = false;
  readonly context: Context;
  readonly #frame: Frame;
  readonly #startNanos = now();

  constructor(frame: Frame, recorder: Recorder) {
    this.#frame = frame;
    this.context = withFrame(frame, recorder);
  }

  returned(): void {
    // What it does after it has returned belongs to it too.
  }

  end(): void {
    this.#frame.ended = true;
    this.#frame.observed.totalNanos += now() - this.#startNanos;
  }
}

export function withFrame(frame: Frame, { active }: Recorder): Context {
  return (active.context ?? EMPTY_CONTEXT).setValue(FRAME_KEY, frame);
}

/** The innermost call that has not ended: a timer that it set runs inside it, but no longer for it. */
export function runningIn(from: Context | undefined): Frame | undefined {
  let frame = from?.getValue(FRAME_KEY) as Frame | undefined;
  while (frame?.ended === true) frame = frame.outer;
  return frame;
}

function tickAround(from: Frame | undefined): ObservedFunction | undefined {
  let frame = from;
  while (frame !== undefined && (!frame.looksLikeTick || frame.ended)) frame = frame.outer;
  return frame?.observed;
}

function lastNameOf({ name }: Identity): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function sumOf({ why, certain }: Look): Sum {
  return { calls: 0, why, certain };
}
