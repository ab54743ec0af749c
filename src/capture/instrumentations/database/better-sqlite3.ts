// The package better-sqlite3: prepared statements, and what a database runs at once.
//
// Pragmas and transactions run prepared statements of their own, through the same prototype.

import type { PackagePatch } from '../../rules/instrumentation.js';
import type { AnyFunction } from '../../rules/any-function.js';
import { around, replaceMember } from '../../patch/replace-member.js';
import type { SynchronousStatements } from './synchronous-statements.js';

const { apply, getPrototypeOf } = Reflect;

function sourceOf(statement: unknown): unknown {
  return (statement as { source?: unknown } | undefined)?.source;
}

export function betterSqlite3(statements: SynchronousStatements): PackagePatch {
  let knowsStatements = false;

  const recordStatements = (prototype: object): void => {
    knowsStatements = true;
    for (const key of ['run', 'get', 'all', 'iterate'] as const) {
      replaceMember(
        prototype,
        key,
        around((original, statement, args) => {
          const call = (): unknown => apply(original, statement, args);
          const operation = statements.prepared(statement, sourceOf);
          if (operation === undefined) return call();
          return key === 'iterate' ? statements.iterate(operation, call) : statements.record(operation, call);
        }),
      );
    }
  };

  return {
    packageName: 'better-sqlite3',
    // One for each platform besides, for bundlers.
    file: /^lib\/(?:index|(?:linux|linuxmusl|darwin|win32)-\w+)\.js$/,
    patch(exports) {
      const { prototype } = exports as { prototype: Record<string, AnyFunction> };
      const prepare = prototype['prepare'] as AnyFunction;
      /** The class of statements is native, and is seen when there is one. */
      const learn = (database: unknown): void => {
        if (knowsStatements) return;
        try {
          recordStatements(getPrototypeOf(apply(prepare, database, ['SELECT 1']) as object) as object);
        } catch {
          // The database is closed: the program's call throws the error.
        }
      };
      for (const key of ['prepare', 'pragma', 'transaction', 'explain']) {
        replaceMember(
          prototype,
          key,
          around((original, database, args) => {
            learn(database);
            return apply(original, database, args);
          }),
        );
      }
      replaceMember(
        prototype,
        'exec',
        around((original, database, args) => {
          const call = (): unknown => apply(original, database, args);
          return typeof args[0] === 'string' ? statements.record(statements.operation(args[0]), call) : call();
        }),
      );
      return exports;
    },
  };
}
