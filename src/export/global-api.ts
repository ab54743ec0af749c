// Lets Tickscope run beside an OpenTelemetry SDK of the program.
//
// OpenTelemetry has one global place each for traces, metrics, logs, propagation and context. The first registration takes
// the place, and later ones are refused. The preload is always first, so the program's SDK would send nothing any more.
// Therefore Tickscope gives up a place when somebody else registers for it, and never takes one that is taken.

import {
  type ContextManager,
  context,
  type ProxyTracerProvider,
  ROOT_CONTEXT,
  type TracerProvider,
} from '@opentelemetry/api';
import { guarded } from '../guard.js';
import { startMicrotask } from '../primordials.js';
import { YieldingTracerProvider } from './yielding-tracers.js';

/** The key of the registry that every copy of @opentelemetry/api 1.x uses. */
const API_KEY = Symbol.for('opentelemetry.js.api.1');

/** The registry: the version of @opentelemetry/api, and the instance in each place. Copies of another version are refused. */
type Registry = { readonly version: string } & Record<string, unknown>;

/** An export of @opentelemetry/api with a method that registers something. */
type Registering = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** Called whenever a place changes hands between Tickscope and the program. */
export interface PlaceListener {
  /** @param isOurs whether Tickscope sends the program's spans, or the program's SDK */
  onTracing(isOurs: boolean): void;
  /** @param isOurs whether Tickscope keeps the active context */
  onContextManager(isOurs: boolean): void;
}

/** Without `diag`: anybody may replace the logger for OpenTelemetry's messages at any time. */
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
  readonly #listener: PlaceListener;
  readonly #manager: ContextManager;
  /** What was registered before Tickscope. */
  readonly #taken: Readonly<Record<string, unknown>> = { ...globals[API_KEY] };
  /** The registry, if Tickscope made it. */
  #tickscopeRegistry: Registry | undefined;
  /** A registration is running: it is what reads a place next. */
  #registering = false;

  constructor(say: (message: string) => void, manager: ContextManager, listener: PlaceListener) {
    this.#say = say;
    this.#manager = manager;
    this.#listener = listener;
  }

  /** The context manager for Tickscope's SDK. */
  get contextManager(): ContextManager {
    return this.#manager;
  }

  /** Starts the SDK, which registers in the free places; the program gets them when it registers for them. */
  register(start: () => void): void {
    start();
    const registry = globals[API_KEY];
    if (registry === undefined) return;
    const { version, ...taken } = this.#taken;
    if (version === undefined) this.#tickscopeRegistry = registry;
    const free = PLACES.filter((place) => taken[place] === undefined);
    if (free.includes('trace')) letTracersYield(registry);
    if (taken['context'] !== undefined) this.#listener.onContextManager(false);
    // A registry of another version refused our instances.
    if (free.some((place) => registry[place] !== undefined)) {
      for (const place of free) this.#lend(registry, place, registry[place]);
      this.#watch(registry);
    }
    if (taken['trace'] !== undefined) this.#listener.onTracing(false);
    if (taken['context'] !== undefined || taken['trace'] !== undefined) {
      this.#say(
        `an OpenTelemetry SDK was started before Tickscope (@opentelemetry/api ${String(version)}). ` +
          'It keeps the spans and metrics of the program; ticks are measured beside it.',
      );
    }
    this.#keepContextWorking();
  }

  /**
   * The program loads another copy of @opentelemetry/api. A copy of another version may read what is registered, but its SDK
   * cannot register anything beside ours; when it tries, Tickscope leaves everything to it.
   */
  onOtherCopy(exports: unknown, version: string): void {
    const registry = this.#tickscopeRegistry;
    if (registry === undefined || registry.version === version) return;
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

  /** Every registration assigns the registry again before it checks whether its place is free; reading a place does not. */
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
    if (place === 'trace') this.#listener.onTracing(false);
    if (place === 'context') this.#listener.onContextManager(false);
    const look = guarded('following the OpenTelemetry API', () => {
      if (place === 'context') this.#keepContextWorking();
      if (registry[place] !== undefined || globals[API_KEY] !== registry) return;
      // The registration was refused after all, because of its version.
      this.#lend(registry, place, instance);
      if (place === 'trace') this.#listener.onTracing(true);
      if (place === 'context') this.#listener.onContextManager(true);
    });
    startMicrotask(look);
  }

  #fill(registry: Registry, place: string, value: unknown): void {
    defineProperty(registry, place, { value, writable: true, enumerable: true, configurable: true });
  }

  #stepAside(version: string): void {
    const registry = this.#tickscopeRegistry;
    this.#tickscopeRegistry = undefined;
    if (registry === undefined || globals[API_KEY] !== registry) return;
    delete globals[API_KEY];
    this.#keepContextWorking();
    this.#say(
      `the program's OpenTelemetry SDK uses @opentelemetry/api ${version}, which shares no context with ${registry.version}. ` +
        'It keeps the spans and metrics of the program; ticks are measured beside it.',
    );
  }

  /** Spans of Tickscope's instrumentations stand in each other by the active context. If no manager keeps it for this copy of the API, ours does. */
  #keepContextWorking(): void {
    const probe = ROOT_CONTEXT.setValue(API_KEY, true);
    const token = context.attach(probe);
    const works = context.active() === probe;
    token.dispose();
    if (works) return;
    this.#manager.enable();
    this.#listener.onContextManager(true);
    defineProperty(context, '_getContextManager', { value: () => this.#manager, configurable: true, writable: true });
  }
}

/** The program keeps tracers that it got earlier; their spans go to the provider that has the place now. */
function letTracersYield(registry: Registry): void {
  const proxy = registry['trace'] as ProxyTracerProvider | undefined;
  if (proxy === undefined) return;
  const delegate = proxy.getDelegate();
  const yielding: TracerProvider = new YieldingTracerProvider(() => {
    const holder = globals[API_KEY]?.['trace'] as Partial<ProxyTracerProvider> | undefined;
    return holder?.getTracer === undefined || holder.getDelegate?.() === yielding
      ? delegate
      : (holder as TracerProvider);
  });
  proxy.setDelegate(yielding);
}
