// What an SDK of the program does beside Tickscope's, one function a scenario; each runs in a thread of its own, with the
// global object of Node.js: jest's reads a property back after it was set, which `GlobalApi` takes for somebody's look.

import { parentPort, workerData } from 'node:worker_threads';
import { type Context, context, createContextKey, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { ContextManager, Tracer, TracerProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ActiveScope } from '../../src/capture/recorder/active-scope.js';
import { GlobalApi } from '../../src/export/global-api.js';
import { ScopeContextManager } from '../../src/export/scope-context-manager.js';

const API_KEY = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as unknown as Record<symbol, Record<string, unknown> | undefined>;

/** What `GlobalApi` said, which places it reported, and whose tracers started spans. */
const said: string[] = [];
const places: string[] = [];
const spans: string[] = [];
/** Whatever else a scenario looks at. */
const seen: unknown[] = [];

function providerOf(name: string): TracerProvider {
  const tracer = { startSpan: () => spans.push(name) } as unknown as Tracer;
  return { getTracer: () => tracer };
}

/** Starts Tickscope's SDK, as the preload does. */
function register(): GlobalApi {
  const globalApi = new GlobalApi((message) => said.push(message), new ScopeContextManager(new ActiveScope()), {
    onTracing: (isOurs) => places.push(isOurs ? 'tracing: Tickscope' : 'tracing: program'),
    onContextManager: (isOurs) => places.push(isOurs ? 'context: Tickscope' : 'context: program'),
  });
  globalApi.register(() => {
    trace.setGlobalTracerProvider(providerOf('tickscope'));
    context.setGlobalContextManager(globalApi.contextManager.enable());
  });
  return globalApi;
}

const startSpan = (): unknown => trace.getTracer('bot').startSpan('a');

/** Whether code that runs in a context finds it. */
function contextWorks(): boolean {
  const probe: Context = ROOT_CONTEXT.setValue(createContextKey('probe'), true);
  return context.with(probe, () => context.active() === probe);
}

/** A copy of the API of another version, with what its registering function found. */
function copyOfApi(): { trace: { setGlobalTracerProvider(provider: unknown): string } } {
  const { setGlobalTracerProvider } = {
    setGlobalTracerProvider: (provider: unknown): string => {
      seen.push(provider, globals[API_KEY] === undefined ? 'no registry' : 'a registry');
      return 'registered';
    },
  };
  return { trace: { setGlobalTracerProvider } };
}

const SCENARIOS = {
  alone(): void {
    register();
    startSpan();
  },
  laterTracing(): void {
    register();
    const fromBefore = trace.getTracer('instrumentation');
    fromBefore.startSpan('a');
    seen.push(trace.setGlobalTracerProvider(providerOf('program')));
    fromBefore.startSpan('b');
    startSpan();
  },
  secondTracing(): void {
    register();
    seen.push(trace.setGlobalTracerProvider(providerOf('first')), trace.setGlobalTracerProvider(providerOf('second')));
    startSpan();
  },
  laterContext(): void {
    register();
    const manager = new AsyncLocalStorageContextManager().enable();
    seen.push(context.setGlobalContextManager(manager));
    const inside = ROOT_CONTEXT.setValue(createContextKey('inside'), true);
    seen.push(context.with(inside, () => manager.active() === inside));
  },
  idleContext(): void {
    register();
    const idle: Partial<ContextManager> = {
      active: () => ROOT_CONTEXT,
      with: (_context, run, self, ...args) => Reflect.apply(run, self, args) as never,
    };
    context.setGlobalContextManager({ ...idle, attach: () => ({ dispose: () => {} }) } as unknown as ContextManager);
  },
  refused(): void {
    register();
    // What registering does up to its check of the version: assigns the registry, and looks whether the place is free.
    const registry = (globals[API_KEY] = globals[API_KEY] ?? {});
    seen.push(registry['trace'] === undefined);
  },
  earlier(): void {
    trace.setGlobalTracerProvider(providerOf('program'));
    register();
    startSpan();
  },
  earlierContext(): void {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    register();
  },
  otherVersion(): void {
    const globalApi = register();
    const copy = copyOfApi();
    globalApi.onOtherCopy(copy, '1.4.0');
    seen.push(globals[API_KEY] !== undefined, copy.trace.setGlobalTracerProvider('its provider'));
  },
  sameVersion(): void {
    const globalApi = register();
    const copy = copyOfApi();
    globalApi.onOtherCopy(copy, String(globals[API_KEY]?.['version']));
    seen.push(copy.trace.setGlobalTracerProvider('its provider'));
  },
};

export type ScenarioName = keyof typeof SCENARIOS;

export interface Outcome {
  readonly said: readonly string[];
  readonly places: readonly string[];
  readonly spans: readonly string[];
  readonly seen: readonly unknown[];
  readonly contextWorks: boolean;
}

async function runScenario(name: ScenarioName): Promise<void> {
  SCENARIOS[name]();
  // Whoever asked for a place has taken it by then.
  await Promise.resolve();
  const outcome: Outcome = { said, places, spans, seen, contextWorks: contextWorks() };
  parentPort?.postMessage(outcome);
}

void runScenario(workerData as ScenarioName);
