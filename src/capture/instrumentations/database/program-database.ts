// Database services, repositories and helpers in the program's code.

import type { ProgramRule, ProgramFunction } from '../../rules/instrumentation.js';

const CLASS =
  /(?:^|[a-z0-9])(?:Database|Db|DB|Postgres|Pg|Sql|Prisma|Mongo|Redis|Timescale|Influx|Questdb)(?:Service|Client|Manager|Connection|Adapter|Provider|Driver)?$|(?:Repository|Dao|DAL|Store|Persister|DbService|DatabaseListener)$/;

const METHOD =
  /^(?:query|queryOne|queryMany|execute|exec|run|all|get|one|many|none|any|transaction|batch)$|^(?:find|save|insert|upsert|update|delete|create|bulk|get|load|fetch|store|record|read|write|list|count|select|add|remove|mark|append|persist|archive)(?:[A-Z]\w*|)$/;

/** A module-level `query(text, params)` helper, the commonest form in public code. */
const HELPER = /^(?:query|queryOne|queryMany|execute|sql|transaction)$/;
/** Where helpers stand: a file, or an object that holds them. */
const HELPER_PLACE = /^(?:db|database|pool|pg|postgres)$/;

export const programDatabase: ProgramRule = {
  hint: /Database|D[bB]\b|Postgres|Pg|Sql|Prisma|Mongo|Redis|Timescale|Influx|Questdb|Repository|Dao|DAL|Store|Persister|DbService|\b(?:query|execute|sql|transaction)/,
  match(candidate) {
    const owner = candidate.className ?? candidate.fileName.replace(/\.[cm]?[jt]s$/, '');
    const isHelper = HELPER_PLACE.test(owner) && HELPER.test(candidate.name);
    if (!isHelper && !isMethod(candidate)) return undefined;
    return {
      kind: 'database',
      name: `${owner}.${candidate.name}`,
      ...(isHelper ? { rule: 'database-helper', isByFile: true } : { rule: 'database-method' }),
    };
  },
};

/** Any asynchronous method of such a class; a synchronous one may return a promise too, and is recognised by its name. */
function isMethod({ className, name, isAsync }: ProgramFunction): boolean {
  if (className === undefined || !CLASS.test(className)) return false;
  // In-memory stores have synchronous getters by the thousand.
  return isAsync || (METHOD.test(name) && !/Store$/.test(className));
}
