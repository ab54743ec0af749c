// node-postgres, through @opentelemetry/instrumentation-pg with a tracer that writes records.
//
// The instrumentation's own module hooks stay off: they do not fire for `import` of CommonJS. Its patches are applied when
// the package's file has run, which covers both.

import type { TracerProvider } from '@opentelemetry/api';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import type { OperationName } from '../../../model/operation.js';
import { ATTR_DB_QUERY_SUMMARY, ATTR_DB_QUERY_TEXT, ATTR_DB_SYSTEM_NAME } from '../../../model/semantic-conventions.js';
import type { Instrumentation, PackagePatch } from '../../hooks/instrumentation.js';
import type { DetailedName, SpanNaming } from '../../otel/recorder-tracer.js';
import { Statements } from './statements.js';

export class PgSpanNaming implements SpanNaming {
  readonly #statements = new Statements();

  begin(spanName: string): OperationName {
    if (spanName === 'pg-pool.connect') return { kind: 'wait', name: 'pool' };
    if (spanName === 'pg.connect') return { kind: 'external', name: 'pg.connect' };
    return { kind: 'query', name: 'pg.query' };
  }

  fromAttribute(key: string, value: unknown): DetailedName | undefined {
    if (key !== ATTR_DB_QUERY_TEXT || typeof value !== 'string') return undefined;
    const statement = this.#statements.statementOf(value);
    const attributes = {
      [ATTR_DB_SYSTEM_NAME]: 'postgresql',
      [ATTR_DB_QUERY_TEXT]: statement.text,
      [ATTR_DB_QUERY_SUMMARY]: statement.summary,
    };
    return { kind: 'query', name: statement.name, details: { attributes } };
  }
}

interface Patched {
  readonly name: string;
  readonly supportedVersions: readonly string[];
  readonly patch?: ((exports: unknown, version?: string) => unknown) | undefined;
}

export function pgDatabase(tracerProvider: TracerProvider): Instrumentation {
  const instrumentation = new PgInstrumentation({ enabled: false });
  instrumentation.setTracerProvider(tracerProvider);
  const definitions = instrumentation.getModuleDefinitions();
  const files: Patched[] = definitions.flatMap(({ files: inPackage }) => inPackage);
  const pool: Patched | undefined = definitions.find(({ name }) => name === 'pg-pool');
  return {
    id: 'pg',
    packages: [
      packagePatch(
        'pg',
        /^lib\/client\.js$/,
        files.find(({ name }) => name === 'pg/lib/client.js'),
      ),
      packagePatch(
        'pg',
        /^lib\/native\/client\.js$/,
        files.find(({ name }) => name === 'pg/lib/native/client.js'),
      ),
      packagePatch('pg-pool', /^index\.js$/, pool),
    ],
  };
}

function packagePatch(packageName: string, file: RegExp, patched: Patched | undefined): PackagePatch {
  return {
    packageName,
    file,
    patch(exports, _wrap, version) {
      if (patched?.patch === undefined) throw new Error(`instrumentation-pg has no patch for ${packageName}`);
      const supported = patched.supportedVersions.join(', ');
      if (!majorsOf(patched.supportedVersions).includes(majorOf(version))) {
        throw new Error(`version ${version} is not among those that instrumentation-pg knows: ${supported}`);
      }
      return patched.patch(exports, version);
    },
  };
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** `>=2.0.0 <4` gives 2 and 3: the ranges of instrumentation-pg all have this form. */
function majorsOf(ranges: readonly string[]): number[] {
  return ranges.flatMap((range) => {
    const [, from, below] = />=\s*(\d+)\S*\s+<\s*(\d+)/.exec(range) ?? [];
    const majors: number[] = [];
    for (let major = Number(from); major < Number(below); major++) majors.push(major);
    return majors;
  });
}
