// Database services, repositories and helpers in the program's own code.

import type { Instrumentation, OwnFunction } from '../../hooks/instrumentation.js';

const CLASS =
  /(?:^|[a-z0-9])(?:Database|Db|DB|Postgres|Pg|Sql|Prisma|Mongo|Redis|Timescale|Influx|Questdb)(?:Service|Client|Manager|Connection|Adapter|Provider|Driver)?$|(?:Repository|Dao|DAL|Store|Persister|DbService|DatabaseListener)$/;

const METHOD =
  /^(?:query|queryOne|queryMany|execute|exec|run|all|get|one|many|none|any|transaction|batch)$|^(?:find|save|insert|upsert|update|delete|create|bulk|get|load|fetch|store|record|read|write|list|count|select|add|remove|mark|append|persist|archive)(?:[A-Z]\w*|)$/;

/** A module-level `query(text, params)` helper, the commonest form in public code. */
const HELPER = /^(?:query|queryOne|queryMany|execute|sql|transaction)$/;
const HELPER_FILE = /^(?:db|database|pool|pg|postgres)\.[cm]?[jt]s$/;

export const ownDatabase: Instrumentation = {
  id: 'database',
  hint: /Database|D[bB]\b|Postgres|Pg|Sql|Prisma|Mongo|Redis|Timescale|Influx|Questdb|Repository|Dao|DAL|Store|Persister|DbService|\bquery/,
  match(candidate) {
    if (candidate.className === undefined ? !isHelper(candidate) : !isMethod(candidate)) return undefined;
    const owner = candidate.className ?? candidate.fileName.replace(/\.[cm]?[jt]s$/, '');
    return {
      kind: 'database',
      name: `${owner}.${candidate.name}`,
      rule: candidate.className === undefined ? 'database: helper in a database file' : 'database: class and method',
    };
  },
};

/** Any asynchronous method of such a class; a synchronous one may return a promise too, and is told by its name. */
function isMethod({ className, name, isAsync }: OwnFunction): boolean {
  if (!CLASS.test(className as string)) return false;
  // In-memory stores have synchronous getters by the thousand.
  return isAsync || (METHOD.test(name) && !/Store$/.test(className as string));
}

function isHelper({ fileName, name }: OwnFunction): boolean {
  return HELPER_FILE.test(fileName) && HELPER.test(name);
}
