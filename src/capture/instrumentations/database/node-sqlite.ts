// Node's own SQLite: statements of a database, prepared ones, and those of its tag store.

import type { BuiltinPatch } from '../../rules/instrumentation.js';
import type { Operation } from '../../wrap/operation.js';
import { around, replaceMember } from '../../patch/replace-member.js';
import type { SynchronousStatements } from './synchronous-statements.js';

const { apply, getPrototypeOf } = Reflect;

interface SqliteExports {
  readonly DatabaseSync: { readonly prototype: object };
  readonly StatementSync: { readonly prototype: object };
}

export function nodeSqlite(statements: SynchronousStatements): BuiltinPatch {
  const recordCalls = (
    prototype: object,
    operationOf: (self: unknown, args: readonly unknown[]) => Operation | undefined,
  ): void => {
    for (const key of ['run', 'get', 'all', 'iterate'] as const) {
      replaceMember(
        prototype,
        key,
        around((original, self, args) => {
          const operation = operationOf(self, args);
          const call = (): unknown => apply(original, self, args);
          if (operation === undefined) return call();
          return key === 'iterate' ? statements.iterate(operation, call) : statements.record(operation, call);
        }),
      );
    }
  };
  const tagStores = new WeakSet<object>();
  return {
    name: 'node:sqlite',
    patch(exports) {
      const { DatabaseSync, StatementSync } = exports as SqliteExports;
      recordCalls(StatementSync.prototype, (statement) => statements.prepared(statement, sourceOf));
      replaceMember(
        DatabaseSync.prototype,
        'exec',
        around((original, database, args) => {
          const call = (): unknown => apply(original, database, args);
          return typeof args[0] === 'string' ? statements.record(statements.operation(args[0]), call) : call();
        }),
      );
      // The class of the store is not exported.
      replaceMember(
        DatabaseSync.prototype,
        'createTagStore',
        around((original, database, args) => {
          const store = apply(original, database, args) as object;
          const prototype = getPrototypeOf(store) as object;
          if (!tagStores.has(prototype)) {
            tagStores.add(prototype);
            recordCalls(prototype, (_self, [strings]) =>
              Array.isArray(strings) ? statements.operation(strings.join('?')) : undefined,
            );
          }
          return store;
        }),
      );
    },
  };
}

/** A getter, which throws once the database is closed. */
function sourceOf(statement: unknown): unknown {
  try {
    return (statement as { sourceSQL?: unknown }).sourceSQL;
  } catch {
    return undefined;
  }
}
