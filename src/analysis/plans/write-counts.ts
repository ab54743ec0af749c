// How many rows a program writes to each table, by the statements that its record counts.
//
// A statement with many rows hides how many: the database may have counted them, and where nobody has, there are taken to be many.

/** Of an `INSERT` of several rows or a `COPY`, where nobody has counted. */
const ROWS_OF_A_BATCH = 100;
const NAME = String.raw`(?:ONLY\s+)?(?<table>(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+))?)`;
const WRITES = new RegExp(String.raw`\b(?<verb>INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|^COPY)\s+${NAME}`, 'gi');
/** Locks rows, or says what to do with one that is there. */
const NO_UPDATE = /\b(?:FOR\s+(?:NO\s+KEY\s+)?|DO\s+|ON\s+(?:CONFLICT\b[^]*?\bDO\s+)?|OF\s+)$/i;
const BATCH = /\bVALUES ?\([^()]*\), …|\bunnest\s*\(|\b(?:jsonb?_(?:to|populate)_recordset)\s*\(|^COPY\b[^]*\bFROM\b/i;
const SET_COLUMN = /(?:\bSET|,)\s*("(?:[^"]|"")+"|\w+)\s*=/gi;

export interface CountedStatement {
  readonly name: string;
  readonly count: number;
}

export interface WrittenTable {
  /** As the statement has it: `trades`, `public."Trades"`. */
  readonly table: string;
  readonly rows: number;
  /** Only of an update: the columns that it sets, in lower case. */
  readonly sets: readonly string[];
}

/** @param rowsPerCall as the database has counted them, where it has */
export function writesOf({ name, count }: CountedStatement, rowsPerCall: number | undefined): WrittenTable[] {
  if (/^COPY\b/i.test(name) && !/\bFROM\b/i.test(name)) return [];
  const found = [...name.matchAll(WRITES)].filter(
    ({ index, groups }) => !/^UPDATE/i.test(groups?.['verb'] ?? '') || !NO_UPDATE.test(name.slice(0, index)),
  );
  const rows = count * (rowsPerCall ?? (BATCH.test(name) ? ROWS_OF_A_BATCH : 1));
  return found.map(({ index, groups }) => {
    const isUpdate = /^UPDATE/i.test(groups?.['verb'] ?? '');
    return {
      table: (groups?.['table'] ?? '').replaceAll(/\s+/g, ''),
      rows,
      sets: isUpdate ? columnsSet(name.slice(index)) : [],
    };
  });
}

function columnsSet(update: string): string[] {
  const [before = ''] = update.split(/\bWHERE\b/i);
  return [...before.matchAll(SET_COLUMN)].map(([, column = '']) => column.replaceAll('"', '').toLowerCase());
}

/** Whether the statement adds rows: to this table. */
export function addsRows({ name }: CountedStatement): boolean {
  return /\bINSERT\s+INTO\b|^COPY\b/i.test(name);
}
