// Tickscope beside an OpenTelemetry SDK of the program's own.
//
// OpenTelemetry has one global place each for traces, metrics, logs, propagation and context; who registers first has it, and
// later ones are refused. The preload is always first: a program's SDK would send nothing any more. So Tickscope leaves a
// place to whoever asks for it, and never takes one that is taken.

import { type Context, context, type ProxyTracerProvider, ROOT_CONTEXT, type TracerProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { startMicrotask } from '../primordials.js';
import { YieldingTracerProvider } from './yielding-tracers.js';

/** Where every copy of @opentelemetry/api 1.x finds what is registered. */
const API_KEY = Symbol.for('opentelemetry.js.api.1');

/** What @opentelemetry/api keeps there: its version, and who has which place. Copies of another version are refused. */
type Registry = { readonly version: string } & Record<string, unknown>;

/** An export of @opentelemetry/api that registers things. */
type Registering = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** Told which places are Tickscope's, whenever that changes. */
export interface OurPlaces {
  /** Whether the program's spans are Tickscope's to send, or its own. */
  tracing(isOurs: boolean): void;
  /** Who keeps the active context; `undefined` where it is the program's. */
  context(manager: { active(): Context } | undefined): void;
}

/** A logger for OpenTelemetry's own messages may be replaced by anybody at any time. */
const PLACES: readonly string[] = ['context', 'propagation', 'trace', 'metrics', 'logs'];

const REGISTERING: readonly (readonly [api: string, method: string])[] = [
  ['diag', 'setLogger'],
  ['context', 'setGlobalContextManager'],
  ['propagation', 'setGlobalPropagator'],
  ['trace', 'setGlobalTracerProvider'],
  ['metrics', 'setGlobalMeterProvider'],
];

const { defineProperty } = Reflect;
const globals = globalThis as unknown as Record<symbol, Registry | undefined>;

export class GlobalApi {
  readonly #say: (message: string) => void;
  readonly #places: OurPlaces;
  readonly #manager: AsyncLocalStorageContextManager = new AsyncLocalStorageContextManager();
  /** What stood there before Tickscope. */
  readonly #taken: Readonly<Record<string, unknown>> = { ...globals[API_KEY] };
  /** The registry, where it is Tickscope's own. */
  #own: Registry | undefined;
  /** Somebody is registering something: the next look at a place is theirs. */
  #registering = false;

  constructor(say: (message: string) => void, places: OurPlaces) {
    this.#say = say;
    this.#places = places;
  }

  /** For the SDK. */
  get contextManager(): AsyncLocalStorageContextManager {
    return this.#manager;
  }

  /** Starts the SDK, which registers what nobody else has; what it got is left to the program when it asks. */
  register(start: () => void): void {
    start();
    const registry = globals[API_KEY];
    if (registry === undefined) return;
    const { version, ...taken } = this.#taken;
    if (version === undefined) this.#own = registry;
    const free = PLACES.filter((place) => taken[place] === undefined);
    if (free.includes('trace')) letTracersYield(registry);
    if (registry['context'] === this.#manager) this.#places.context(this.#manager);
    // Of another version, it took nothing from us.
    if (free.some((place) => registry[place] !== undefined)) {
      for (const place of free) this.#lend(registry, place, registry[place]);
      this.#watch(registry);
    }
    if (taken['trace'] !== undefined) this.#places.tracing(false);
    if (taken['context'] !== undefined || taken['trace'] !== undefined) {
      this.#say(
        `an OpenTelemetry SDK was started before Tickscope (@opentelemetry/api ${String(version)}). ` +
          'It keeps the spans and metrics of the program; ticks are measured beside it.',
      );
    }
    this.#keepContextWorking();
  }

  /**
   * Meets another copy of @opentelemetry/api as it is loaded. One of another version may read what is registered, but its
   * SDK could register nothing beside ours; when it tries, everything is left to it.
   */
  meet(exports: unknown, version: string): void {
    const own = this.#own;
    if (own === undefined || own.version === version) return;
    for (const [name, method] of REGISTERING) {
      const api = (exports as Record<string, Registering | undefined>)[name];
      const original = api?.[method];
      if (api === undefined || original === undefined) continue;
      const { stepAsideFirst } = {
        stepAsideFirst: (...args: unknown[]): unknown => {
          this.#stepAside(version);
          return Reflect.apply(original, api, args);
        },
      };
      defineProperty(api, method, { value: stepAsideFirst, writable: true, configurable: true, enumerable: false });
    }
  }

  /** Every registration assigns the registry anew before it looks whether its place is free; reading one does not. */
  #watch(registry: Registry): void {
    let current: Registry | undefined = registry;
    defineProperty(globalThis, API_KEY, {
      get: () => {
        this.#registering = false;
        return current;
      },
      set: (value: Registry | undefined) => {
        this.#registering = true;
        current = value;
      },
      enumerable: true,
      configurable: true,
    });
  }

  #lend(registry: Registry, place: string, instance: unknown): void {
    defineProperty(registry, place, {
      get: () => {
        if (!this.#registering) return instance;
        this.#registering = false;
        this.#giveAway(registry, place, instance);
        return undefined;
      },
      set: (value: unknown) => this.#fill(registry, place, value),
      enumerable: true,
      configurable: true,
    });
  }

  #giveAway(registry: Registry, place: string, instance: unknown): void {
    delete registry[place];
    if (place === 'trace') this.#places.tracing(false);
    if (place === 'context') this.#places.context(undefined);
    startMicrotask(() => {
      if (place === 'context') this.#keepContextWorking();
      if (registry[place] !== undefined || globals[API_KEY] !== registry) return;
      // Refused after all, for its version.
      this.#lend(registry, place, instance);
      if (place === 'trace') this.#places.tracing(true);
      if (place === 'context') this.#places.context(this.#manager);
    });
  }

  #fill(registry: Registry, place: string, value: unknown): void {
    defineProperty(registry, place, { value, writable: true, enumerable: true, configurable: true });
  }

  #stepAside(version: string): void {
    const own = this.#own;
    this.#own = undefined;
    if (own === undefined || globals[API_KEY] !== own) return;
    delete globals[API_KEY];
    this.#keepContextWorking();
    this.#say(
      `the program's OpenTelemetry SDK uses @opentelemetry/api ${version}, which shares no context with ${own.version}. ` +
        'It keeps the spans and metrics of the program; ticks are measured beside it.',
    );
  }

  /** Ticks are found by the active context. Where nobody keeps it for this copy of the API, or cannot attach one, ours does. */
  #keepContextWorking(): void {
    const probe = ROOT_CONTEXT.setValue(API_KEY, true);
    const token = context.attach(probe);
    const works = context.active() === probe;
    token.dispose();
    if (works) return;
    this.#manager.enable();
    this.#places.context(this.#manager);
    defineProperty(context, '_getContextManager', { value: () => this.#manager, configurable: true, writable: true });
  }
}

/** Tracers that were handed out stay with whoever asked; what they make goes to whoever has the place. */
function letTracersYield(registry: Registry): void {
  const proxy = registry['trace'] as ProxyTracerProvider | undefined;
  if (proxy === undefined) return;
  const own = proxy.getDelegate();
  const yielding: TracerProvider = new YieldingTracerProvider(() => {
    const holder = globals[API_KEY]?.['trace'] as Partial<ProxyTracerProvider> | undefined;
    return holder?.getTracer === undefined || holder.getDelegate?.() === yielding ? own : (holder as TracerProvider);
  });
  proxy.setDelegate(yielding);
}
