// node-postgres: its queries by `pg-queries.ts`, the rest through @opentelemetry/instrumentation-pg with a tracer that writes records.
//
// The instrumentation's own module hooks stay off: they do not fire for `import` of CommonJS. Its patches are applied when
// the package's file has run, which covers both. What it does not see of a statement, or would leave in the program's
// objects, is in pg-client.ts and pg-submittables.ts.

import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { type OperationName, POOL_WAIT } from '../../../model/operation.js';
import { ATTR_DB_QUERY_TEXT } from '../../../model/semconv/semantic-conventions.js';
import type { PackagePatch } from '../../rules/instrumentation.js';
import type { Host } from '../host.js';
import type { SpanNaming } from '../../otel/recorder-tracer.js';
import type { DetailedName } from '../../../model/name-table.js';
import { type ApplyPatch, patchClient, patchPool } from './pg-client.js';
import { PgQueries } from './pg-queries.js';
import { Submittables } from './pg-submittables.js';
import { SqlNaming } from '../../sql/sql-naming.js';

class PgSpanNaming implements SpanNaming {
  readonly #naming = new SqlNaming('postgresql');

  start(spanName: string): OperationName {
    if (spanName === 'pg-pool.connect') return POOL_WAIT;
    if (spanName === 'pg.connect') return { kind: 'external', name: 'pg.connect' };
    return { kind: 'query', name: 'pg.query' };
  }

  fromAttribute(key: string, value: unknown): DetailedName | undefined {
    return key === ATTR_DB_QUERY_TEXT && typeof value === 'string' ? this.#naming.nameOf(value) : undefined;
  }
}

interface Patched {
  readonly name: string;
  readonly supportedVersions: readonly string[];
  readonly patch?: ((exports: unknown, version?: string) => unknown) | undefined;
}

/** By the files that they are for. */
export interface PgPatches {
  readonly client: PackagePatch['patch'];
  readonly nativeClient: PackagePatch['patch'];
  readonly pool: PackagePatch['patch'];
}

export function pgPatches(host: Host): PgPatches {
  const { recorder, names, tracerProvider: makeTracerProvider, recordedScopes } = host;
  const { active } = recorder;
  const tracerProvider = makeTracerProvider(new PgSpanNaming());
  const instrumentation = new PgInstrumentation({ enabled: false });
  instrumentation.setTracerProvider(tracerProvider);
  // For metrics that nobody reads it would listen to the program's pools, and hold each until it is ended.
  Object.defineProperty(instrumentation, '_setPoolConnectEventListeners', { value: () => {} });
  const queries = new PgQueries(recorder, names, new SqlNaming('postgresql'), host.askedValues, () => host.onQuery());
  const submittables = new Submittables(active, tracerProvider.getTracer('pg'));
  const definitions = instrumentation.getModuleDefinitions();
  const files: Patched[] = definitions.flatMap(({ files: inPackage }) => inPackage);
  const pool: Patched | undefined = definitions.find(({ name }) => name === 'pg-pool');
  const client = (name: string): PackagePatch['patch'] =>
    supported(
      files.find((file) => file.name === `pg/${name}`),
      (exports, apply) => {
        // Spans of the program's copy of the instrumentation record the same calls.
        recordedScopes.add(instrumentation.instrumentationName);
        return patchClient(active, exports, apply, submittables, queries);
      },
    );
  return {
    client: client('lib/client.js'),
    nativeClient: client('lib/native/client.js'),
    pool: supported(pool, (exports, apply) => patchPool(active, exports, apply, host.pools)),
  };
}

/** The patch of a file, where the package has a version that the instrumentation knows. */
function supported(
  patched: Patched | undefined,
  patchWith: (exports: unknown, apply: ApplyPatch) => unknown,
): PackagePatch['patch'] {
  return (exports, _wrap, version) => {
    const patch = patched?.patch;
    if (patch === undefined) throw new Error('instrumentation-pg has no patch for it');
    const versions = patched?.supportedVersions ?? [];
    if (!majorsOf(versions).includes(majorOf(version))) {
      throw new Error(`version ${version} is not among those that instrumentation-pg knows: ${versions.join(', ')}`);
    }
    return patchWith(exports, () => patch(exports, version));
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
