// Reads the spans of an SDK that the program brings along.
//
// Every tracer provider of 1.x to 3.x hands its spans to a `MultiSpanProcessor`. Its methods are patched, and not the list of
// processors that the program gave: that one stays as it is for whoever looks at it.

import type { Context } from '@opentelemetry/api';
import type { PackagePatch } from '../rules/instrumentation.js';
import { mimic } from '../wrap/mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { SdkSpan, StartedSpan } from './sdk-span.js';

export interface SpanReader {
  start(span: StartedSpan, parentContext: Context): void;
  end(span: SdkSpan): unknown;
}

const { apply, defineProperty } = Reflect;

const FILES: readonly (readonly [packageName: string, file: RegExp])[] = [
  ['@opentelemetry/sdk-trace', /^(?:dist|build\/\w+)\/MultiSpanProcessor\.[cm]?js$/],
  ['@opentelemetry/sdk-trace-base', /^build\/\w+\/MultiSpanProcessor\.js$/],
];

/** @param reader must not throw */
export function programSdks(reader: SpanReader): PackagePatch[] {
  return FILES.map(([packageName, file]) => ({
    packageName,
    file,
    alsoModules: true,
    patch(exports) {
      const { prototype } = (exports as { MultiSpanProcessor: { prototype: object } }).MultiSpanProcessor;
      before(prototype, 'onStart', (span, parentContext) =>
        reader.start(span as StartedSpan, parentContext as Context),
      );
      before(prototype, 'onEnd', (span) => void reader.end(span as SdkSpan));
      return exports;
    },
  }));
}

/** Our time is taken first: what the program's processors do is not the operation's. */
function before(prototype: object, key: string, read: (...args: unknown[]) => void): void {
  const original = (prototype as Record<string, AnyFunction>)[key] as AnyFunction;
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      read(...args);
      return apply(original, this, args);
    },
  };
  const value = mimic(wrapper, original);
  defineProperty(prototype, key, { value, writable: true, configurable: true, enumerable: false });
}
