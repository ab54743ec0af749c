// Stand-ins for the listeners of market events, whoever adds them and to whatever emitter.

import { EventEmitter, on, once } from 'node:events';
import { originalOf } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Match } from '../../../rules/match.js';
import { isEventName, shapeOfEvent } from './event-names.js';
import { isPlainlyTickShaped } from '../shape/tick-shape.js';

/** What the configuration says of events by their names. */
export interface ConfiguredEvents {
  /** By which rule its listeners handle ticks, whatever they are given. */
  ruleOfEvent(event: string): string | undefined;
  isExcludedEvent(event: string): boolean;
}

/** Of WebSockets, workers and other processes. */
const MESSAGE = 'message';
/** Names of listeners that Node and packages put around the program's. */
const SAYS_NOTHING = /^(?:eventHandler|onMessageEvent|wrapper|listener|handler|callback)$/;
/** Programs make up event names without end: the verdicts on this many are remembered. */
const REMEMBERED_NAMES = 1_000;

export class Listeners {
  readonly #wrap: (listener: AnyFunction, match: Match) => AnyFunction;
  readonly #configured: ConfiguredEvents;
  readonly #verdicts = new Map<string, boolean>();
  // One stand-in for a function, so that what is added once more, or removed, is the same as before.
  readonly #wrappers = new WeakMap<AnyFunction, AnyFunction>();
  readonly #originals = new WeakMap<AnyFunction, AnyFunction>();

  constructor(wrap: (listener: AnyFunction, match: Match) => AnyFunction, configured: ConfiguredEvents) {
    this.#wrap = wrap;
    this.#configured = configured;
  }

  /** Whether listeners of an event of that name have stand-ins: almost none have, and every emitter of the process asks. */
  concern(event: unknown): event is string {
    if (typeof event !== 'string') return false;
    const known = this.#verdicts.get(event);
    if (known !== undefined) return known;
    const isNamed = this.#configured.ruleOfEvent(event) !== undefined || event === MESSAGE || isEventName(event);
    const verdict = isNamed && !this.#configured.isExcludedEvent(event);
    if (this.#verdicts.size < REMEMBERED_NAMES) this.#verdicts.set(event, verdict);
    return verdict;
  }

  /**
   * What has to be added to an emitter for `listener`; what is none, or has a stand-in already, comes back.
   * @param named whose name it goes by in the report
   */
  wrapperFor(event: string, listener: AnyFunction, named: AnyFunction = listener): AnyFunction {
    const known = this.#wrappers.get(listener);
    if (known !== undefined) return known;
    if (typeof listener !== 'function' || originalOf(listener) !== undefined || isOfNode(listener)) return listener;
    const name = named.name.replace(/^bound /, '').replace(SAYS_NOTHING, '') || `on('${event}')`;
    const wrapper = this.#wrap(listener, this.#matchOf(event, name));
    this.#wrappers.set(listener, wrapper);
    this.#originals.set(wrapper, listener);
    return wrapper;
  }

  #matchOf(event: string, name: string): Match {
    const configured = this.#configured.ruleOfEvent(event);
    if (configured !== undefined) {
      return { kind: 'tick', name, rule: configured, configured: true, isTick: () => true };
    }
    const match: Match = { kind: 'tick', name, rule: 'tick: event and argument' };
    return event === MESSAGE
      ? { ...match, isTick: isPlainlyTickShaped, takesMessages: true }
      : { ...match, isTick: shapeOfEvent(event) };
  }

  /** What was added for `listener`, where it was added. */
  addedFor(listener: AnyFunction): AnyFunction | undefined {
    return this.#wrappers.get(listener);
  }

  /** The listener that the program knows; of what is no stand-in, itself. */
  originalOf(listener: AnyFunction): AnyFunction {
    return this.#originals.get(listener) ?? listener;
  }
}

/** The texts of the listeners by which Node's own helpers wait for an event. */
const TEXTS_OF_NODE: ReadonlySet<string> = textsOfNode();

function textsOfNode(): ReadonlySet<string> {
  const probe = new EventEmitter();
  void once(probe, 'probe');
  void on(probe, 'probe');
  return new Set(probe.listeners('probe').map(textOf));
}

/** Only fills a queue or settles a promise: the loop behind it, or what awaits it, handles the event. */
function isOfNode(listener: AnyFunction): boolean {
  return listener.length === 0 && TEXTS_OF_NODE.has(textOf(listener));
}

function textOf(listener: object): string {
  return Function.prototype.toString.call(listener);
}
