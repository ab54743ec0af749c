// The SDK for programs that make spans where nothing is sent: a part of the preload that is loaded with the first of them.

import type { TextMapPropagator, TracerProvider as TracerProviderOfApi } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { defaultResource } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { ProgramSpanProcessor, type ProgramSpanIntake } from './traces/program-span-processor.js';

/** As NodeSDK makes them without a variable. */
export function makeTracerProvider(intake: ProgramSpanIntake): TracerProviderOfApi {
  return new TracerProvider({
    resource: defaultResource(),
    spanProcessors: [new ProgramSpanProcessor(intake, [])],
  });
}

export function makePropagator(): TextMapPropagator {
  return new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] });
}
