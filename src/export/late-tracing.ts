// Stands for the SDK in a program that sends nothing: most of those never make a span. It takes 30 ms of a start and 4 MB.

import {
  type Context,
  context,
  propagation,
  ProxyTracerProvider,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
  type Tracer,
  type TracerOptions,
  type TracerProvider,
} from '@opentelemetry/api';
import { debug } from '../stderr.js';
import type { GlobalApi } from './global-api.js';
import type { Telemetry } from './node-sdk.js';
import type * as ProgramTracing from './program-tracing.js';
import type { ProgramSpanIntake } from './traces/program-span-processor.js';

/** Takes the global places, as NodeSDK does without a variable. */
export function registerLateTracing(globalApi: GlobalApi, intake: ProgramSpanIntake): void {
  globalApi.register(() => {
    context.setGlobalContextManager(globalApi.contextManager.enable());
    propagation.setGlobalPropagator(new LatePropagator());
    trace.setGlobalTracerProvider(new LateTracerProvider(intake));
  });
}

export const NOTHING_SENT: Telemetry = {
  sendsTraces: false,
  readMillis: Infinity,
  sendTick: () => {},
  sendLate: () => {},
  log: () => {},
  pending: false,
  flush: async () => {},
  answers: false,
  abandon: () => {},
};

/** @returns `undefined` where it cannot be loaded: the program must not notice */
function load(): typeof ProgramTracing | undefined {
  try {
    return require('./program-tracing.js') as typeof ProgramTracing;
  } catch (error) {
    debug('the SDK for spans of the program could not be loaded', error);
    return undefined;
  }
}

/** Asked for a tracer when its first span starts (yielding-tracers.ts). */
class LateTracerProvider implements TracerProvider {
  readonly #intake: ProgramSpanIntake;
  #provider: TracerProvider | undefined;

  constructor(intake: ProgramSpanIntake) {
    this.#intake = intake;
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    this.#provider ??= load()?.makeTracerProvider(this.#intake) ?? new ProxyTracerProvider();
    return this.#provider.getTracer(name, version, options);
  }
}

class LatePropagator implements TextMapPropagator {
  #propagator: TextMapPropagator | undefined;

  inject<Carrier>(from: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    this.#loaded()?.inject(from, carrier, setter);
  }

  extract<Carrier>(into: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    return this.#loaded()?.extract(into, carrier, getter) ?? into;
  }

  fields(): string[] {
    return this.#loaded()?.fields() ?? [];
  }

  #loaded(): TextMapPropagator | undefined {
    return (this.#propagator ??= load()?.makePropagator());
  }
}
