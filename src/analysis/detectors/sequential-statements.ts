// Finds reads that a tick asks one after the other, though it knows from the start what it asks for: together they take as long as the longest.
//
// Of kept ticks, because their trees say what follows what. Sentry takes reads without any value for independent, and needs 30 ms of each.

import { formatMean, formatShare } from '../../model/format-units.js';
import type { KeptOperation, KeptTick } from '../../model/record/record-segment.js';
import type { Share } from '../../model/units.js';
import { itemsBy } from '../items-by.js';
import { sum } from '../statistics/numbers.js';
import type { Detected, Detector, DetectorInput } from './detector.js';
import { gainWithout, placeOf, type RankedRow, shareEvidence } from './in-ticks.js';
import { comparedColumns, isRead } from './statements.js';

/** Of the kept ticks that ask the first of them. */
const LEAST_TICK_SHARE = 0.5;
/** Of the time of slow ticks, in all but the longest. */
const LEAST_SHARE: Share = 0.05 as Share;
/** Of the shorter of two neighbours: in a longer pause the program may make the question for the second. */
const MOST_PAUSE = 0.2;

/** Statements of one tick, each asked when the answer of the one before has come. */
interface Chain {
  readonly statements: readonly string[];
  readonly traceId: string;
  readonly location: string | undefined;
}

/** A statement, in the method that asks nothing else where there is one. */
interface Asked {
  readonly query: KeptOperation;
  readonly outer: KeptOperation;
}

export const sequentialStatements: Detector = {
  id: 'sequential-statements',
  title: 'Reads wait for each other that could run together',
  titleOfNone: 'No reads wait for each other that are seen to need nothing of each other',
  needsAllTicks: false,

  detect(input) {
    const { kept } = input.segment;
    const chains = kept.flatMap(chainsOf);
    const byStatements = itemsBy(chains, ({ statements }) => statements.join('\u0000'));
    return [...byStatements.values()].flatMap((same) => {
      const [{ statements }] = same as [Chain];
      const asking = kept.filter((tick) => asks(tick, statements[0] as string)).length;
      return same.length < LEAST_TICK_SHARE * asking ? [] : detectedOf(same, asking, input);
    });
  },
};

function detectedOf(chains: readonly Chain[], asking: number, { rows, whatIf }: DetectorInput): Detected[] {
  const [chain] = chains as readonly [Chain, ...Chain[]];
  const members = chain.statements
    .map((statement) => rows.find(({ row }) => row.kind === 'query' && row.name === statement))
    .filter((row) => row !== undefined)
    .toSorted((left, right) => right.share - left.share);
  const [longest, ...others] = members;
  const share = sum(others.map((other) => other.share)) as Share;
  if (longest === undefined || share < LEAST_SHARE) return [];
  return [
    {
      share,
      ...gainOf(others, whatIf),
      ...placeOf(chain),
      evidence: {
        'one after the other': chain.statements.join('; '),
        'of the kept ticks that ask the first': formatShare((chains.length / asking) as Share),
        'calls in a tick': formatMean(longest.callsPerTick),
        'all but the longest': shareEvidence({ share })['of the time in slow ticks'] as string,
        trace: chain.traceId,
      },
      advice:
        'Ask for all of them at once and wait once: await Promise.all([...]), on a pool and not on one client, which asks one after the other. Or make one statement of them.',
    },
  ];
}

/** Of two: what is said of one operation says nothing of several together. */
function gainOf(others: readonly RankedRow[], whatIf: DetectorInput['whatIf']): ReturnType<typeof gainWithout> {
  const [only, another] = others;
  return only === undefined || another !== undefined ? {} : gainWithout(whatIf, only.row, 1);
}

function asks({ operations }: KeptTick, statement: string): boolean {
  return operations.some(({ kind, name }) => kind === 'query' && name === statement);
}

function chainsOf({ traceId, operations }: KeptTick): Chain[] {
  const byParent = itemsBy(
    operations.filter(({ parent }) => parent !== -1),
    ({ parent }) => parent,
  );
  return [...byParent].flatMap(([parent, children]) => {
    // One connection has to do all that is in a transaction.
    if (children.some(({ name }) => /^\s*(?:begin|start\s+transaction)\b/i.test(name))) return [];
    const location = operations[parent]?.location;
    return chainsAmong(children, (outer) => askedBy(outer, operations))
      .map((chain) => chain.map(({ query }) => query.name))
      .filter((statements) => statements.length > 1)
      .map((statements) => ({ statements, traceId, location }));
  });
}

/** @returns a read, and where a method asks it and nothing else, the method; `undefined` for what is neither */
function askedBy(outer: KeptOperation, operations: readonly KeptOperation[]): Asked | undefined {
  if (outer.failed === true || outer.late === true) return undefined;
  if (outer.kind === 'query') return isRead(outer.name) ? { query: outer, outer } : undefined;
  if (outer.kind !== 'database') return undefined;
  const [only, another] = operations.filter(({ parent }) => operations[parent] === outer);
  if (only?.kind !== 'query' || another !== undefined || !isRead(only.name)) return undefined;
  return { query: only, outer };
}

/** Cuts neighbours into chains. @param children in the order of their starts */
function chainsAmong(
  children: readonly KeptOperation[],
  askedOf: (child: KeptOperation) => Asked | undefined,
): Asked[][] {
  const chains: Asked[][] = [];
  let chain: Asked[] = [];
  for (const child of children) {
    const asked = askedOf(child);
    if (asked !== undefined && continues(chain, asked)) chain.push(asked);
    else {
      chains.push(chain);
      chain = asked === undefined ? [] : [asked];
    }
  }
  return [...chains, chain];
}

function continues(chain: readonly Asked[], next: Asked): boolean {
  const [first, last] = [chain[0], chain.at(-1)];
  if (first === undefined || last === undefined) return false;
  const pause = next.outer.startNanos - last.outer.startNanos - last.outer.durationNanos;
  const shorter = Math.min(last.outer.durationNanos, next.outer.durationNanos);
  const isNew = chain.every(({ query }) => query.name !== next.query.name);
  return isNew && pause >= 0 && pause <= MOST_PAUSE * shorter && isKnownBefore(next.query.name, first.query.name);
}

/** Whether all that a statement is asked with was there for the first too: what it compares with values, the first does. */
function isKnownBefore(statement: string, first: string): boolean {
  const known = new Set(comparedColumns(first));
  const columns = comparedColumns(statement);
  return columns.length === parametersIn(statement) && columns.every((column) => known.has(column));
}

/** Different ones, or as many as there are question marks. */
function parametersIn(statement: string): number {
  const found: readonly string[] = statement.match(/\$\d+|\?|(?<!:):[a-z_]\w*|@\w+/gi) ?? [];
  return found.includes('?') ? found.length : new Set(found).size;
}
