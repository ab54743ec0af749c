// Wraps listeners of market events, on every emitter in the process.

import { EventEmitter, on, once } from 'node:events';
import { hiddenField } from '../../../wrap/hidden-field.js';
import { originalOf } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { ConfiguredEvents } from '../../../rules/instrumentation.js';
import type { Match } from '../../../rules/match.js';
import { callingPlace } from '../../../load/calling-place.js';
import type { Host } from '../../host.js';
import { isEventName, shapeOfEvent } from './event-names.js';
import { isPlainlyTickShaped } from '../shape/tick-shape.js';

/** Of WebSockets, workers and other processes. */
const MESSAGE = 'message';
/** Names of listeners that Node and packages wrap around the program's. */
const SAYS_NOTHING = /^(?:eventHandler|onMessageEvent|wrapper|listener|handler|callback)$/;
const BOUND = /^bound /;
/** Programs can make up any number of event names; the verdicts on this many are kept. */
const REMEMBERED_NAMES = 1_000;

/** What listeners need of the host. */
export type ListenerHost = Pick<
  Host,
  'wrap' | 'measuredListener' | 'isRelay' | 'configured' | 'programFiles' | 'workingDirectory'
>;

export class Listeners {
  readonly #host: ListenerHost;
  readonly #configured: ConfiguredEvents;
  readonly #verdicts = new Map<string, boolean>();
  // One wrapper for each function, so that adding it again, or removing it, finds the same one.
  readonly #wrappers = hiddenField<AnyFunction>();
  readonly #originals = hiddenField<AnyFunction>();

  constructor(host: ListenerHost) {
    this.#host = host;
    this.#configured = host.configured;
  }

  /** Whether listeners of an event of that name are wrapped. Called by every emitter of the process; almost no name is. */
  concern(event: unknown): event is string {
    if (typeof event !== 'string') return false;
    const known = this.#verdicts.get(event);
    if (known !== undefined) return known;
    const isNamed = this.#configured.tickPatternOf(event) !== undefined || event === MESSAGE || isEventName(event);
    const verdict = isNamed && !this.#configured.isExcludedEvent(event);
    if (this.#verdicts.size < REMEMBERED_NAMES) this.#verdicts.set(event, verdict);
    return verdict;
  }

  /**
   * The wrapper to register instead of `listener`. Returns the argument itself if it is not a function, already wrapped, or measured in its body.
   *
   * @param named the function that gives the name in the report
   */
  wrapperFor(event: string, listener: AnyFunction, named: AnyFunction = listener): AnyFunction {
    if (typeof listener !== 'function') return listener;
    const known = this.#wrappers.get(listener);
    if (known !== undefined) return known;
    if (originalOf(listener) !== undefined || isOfNode(listener)) return listener;
    const measured = this.#host.measuredListener(listener);
    // A wrapper of `once` or of a package calls a listener that may be measured.
    if (measured === undefined && named !== listener && this.#host.measuredListener(named) === named) return listener;
    if (measured !== undefined) return measured === listener ? listener : this.#remember(listener, measured);
    const name = named.name.replace(BOUND, '').replace(SAYS_NOTHING, '') || `on('${event}')`;
    // A target is not asked about its events before.
    if (!this.concern(event) || this.#configured.isExcludedListener(name, named)) return listener;
    const { programFiles, workingDirectory } = this.#host;
    const { isPackage, location } = callingPlace(programFiles, workingDirectory);
    const match = this.#matchOf(event, name);
    const isLater = match.rule === 'tick-event' && (isPackage || this.#host.isRelay(named));
    const mayHandOn = isLater ? 'later' : BOUND.test(named.name) ? 'at once' : undefined;
    const wrapper = this.#host.wrap(listener, mayHandOn ? { ...match, mayHandOn } : match, location);
    return this.#remember(listener, wrapper);
  }

  #remember(listener: AnyFunction, wrapper: AnyFunction): AnyFunction {
    this.#wrappers.set(listener, wrapper);
    this.#originals.set(wrapper, listener);
    return wrapper;
  }

  #matchOf(event: string, name: string): Match {
    const configured = this.#configured.tickPatternOf(event);
    if (configured !== undefined) {
      return { kind: 'tick', name, rule: 'configured-tick', ...configured, isTick: () => true };
    }
    const match: Match = { kind: 'tick', name, rule: 'tick-event' };
    return event === MESSAGE
      ? { ...match, isTick: isPlainlyTickShaped, takesMessages: true }
      : { ...match, isTick: shapeOfEvent(event) };
  }

  /** The wrapper of `listener`, if it was ever added. */
  addedFor(listener: AnyFunction): AnyFunction | undefined {
    return this.#wrappers.get(listener);
  }

  /** The program's listener behind a wrapper; any other function itself. */
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
