// Reads the spans of an SDK that the program brings along.
//
// Every tracer provider of 1.x to 3.x hands its spans to a `MultiSpanProcessor`. Its methods are patched and not the
// program's list of processors, which other code may read.

import type { Context } from '@opentelemetry/api';
import type { SdkSpan, StartedSpan } from '../../otel/sdk-span.js';
import type { SpanReader } from '../host.js';
import { around, replaceMember } from '../../patch/replace-member.js';
import type { PackagePatch } from '../../rules/instrumentation.js';

const { apply } = Reflect;

const FILES: readonly (readonly [packageName: string, file: RegExp])[] = [
  ['@opentelemetry/sdk-trace', /^(?:dist|build\/\w+)\/MultiSpanProcessor\.[cm]?js$/],
  ['@opentelemetry/sdk-trace-base', /^build\/\w+\/MultiSpanProcessor\.js$/],
];

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

/** Reads the span first: the time that the program's processors take is not the operation's. */
function before(prototype: object, key: string, read: (...args: unknown[]) => void): void {
  const reading = around((original, processor, args) => {
    read(...args);
    return apply(original, processor, args);
  });
  if (!replaceMember(prototype, key, reading)) throw new TypeError(`no method ${key}`);
}
