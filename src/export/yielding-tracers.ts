// Tracers that go over to the program's SDK with the global place.
//
// An SDK registers its instrumentations before it takes the place, and counts on a proxy that asks again. The API's proxy asks no
// more once it has a provider, and the preload's is always there: those instrumentations would never send to their own SDK.

import type { Context, Span, SpanOptions, Tracer, TracerOptions, TracerProvider } from '@opentelemetry/api';

export class YieldingTracerProvider implements TracerProvider {
  readonly #provider: () => TracerProvider;

  /** @param provider whose spans they are at the moment; never this one */
  constructor(provider: () => TracerProvider) {
    this.#provider = provider;
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    return new YieldingTracer(this.#provider, (provider) => provider.getTracer(name, version, options));
  }
}

class YieldingTracer implements Tracer {
  readonly #provider: () => TracerProvider;
  readonly #makeTracer: (provider: TracerProvider) => Tracer;
  #madeBy: TracerProvider | undefined;
  #tracer: Tracer | undefined;

  constructor(provider: () => TracerProvider, makeTracer: (provider: TracerProvider) => Tracer) {
    this.#provider = provider;
    this.#makeTracer = makeTracer;
  }

  startSpan(name: string, options?: SpanOptions, parent?: Context): Span {
    return this.#current().startSpan(name, options, parent);
  }

  startActiveSpan<Fn extends (span: Span) => unknown>(name: string, ...rest: unknown[]): ReturnType<Fn> {
    const tracer = this.#current();
    return Reflect.apply(tracer.startActiveSpan, tracer, [name, ...rest]) as ReturnType<Fn>;
  }

  #current(): Tracer {
    const provider = this.#provider();
    if (this.#tracer === undefined || this.#madeBy !== provider) {
      this.#madeBy = provider;
      this.#tracer = this.#makeTracer(provider);
    }
    return this.#tracer;
  }
}
