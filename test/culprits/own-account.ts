// What a program's own notes say its slow responses consisted of: what was at work in them, and what held the event loop meanwhile. Nothing of
// this is from Tickscope, but for how many of the slowest are meant.

/** What the program notes, in `test/fixtures/culprits/market.js`. Times are milliseconds since its start. */
export interface OwnNotes {
  /** When the market sent the event, when it was answered, when it was given to the handler, and its number. */
  readonly responses: readonly (readonly [sentAt: number, answeredAt: number, startedAt: number, tick: number])[];
  readonly pieces: readonly Piece[];
  readonly collections: readonly (readonly [from: number, to: number])[];
  /** Of the time in which it could have run, the part that it waited for a processor. */
  readonly queuedShare: number;
}

interface Piece {
  readonly name: string;
  readonly began: number;
  readonly ended: number;
  /** The number of the event that it was done for. */
  readonly tick?: number;
  /** Of what was waited for: when it was there. Absent: the event loop was held. */
  readonly readyAt?: number;
}

export interface OwnAccount {
  /** By name, its part of all that the program knows of its slow responses. */
  readonly shares: Readonly<Record<string, number>>;
  /** How much that is of the responses: not what an event and its answer took on their way, and what others did with the processor. */
  readonly knownShare: number;
}

/** Ticks that keep others waiting do so by one name, whatever they do. */
export const OTHER_TICKS = 'other ticks';
export const COLLECTIONS = 'collections';

/**
 * What is awaited is blamed until it is there, and then whoever holds the event loop.
 *
 * @param slowest how many
 * @param holders what is called by its own name where others wait for it; everything else that a tick does is that tick
 */
export function ownAccount(
  { responses, pieces, collections }: OwnNotes,
  slowest: number,
  holders: ReadonlySet<string>,
): OwnAccount {
  const lengthOf = ([sentAt, answeredAt]: OwnNotes['responses'][number]): number => answeredAt - sentAt;
  const slow = responses.toSorted((left, right) => lengthOf(right) - lengthOf(left)).slice(0, slowest);
  const holding = pieces.filter(({ readyAt }) => readyAt === undefined);
  const times = new Map<string, number>();
  const add = (name: string, millis: number): void => void times.set(name, (times.get(name) ?? 0) + millis);
  const addWork = (name: string, from: number, to: number): void => {
    const collected = collections.reduce((sum, each) => sum + overlap(from, to, each[0], each[1]), 0);
    add(COLLECTIONS, collected);
    add(name, to - from - collected);
  };
  for (const [sentAt, answeredAt, startedAt, tick] of slow) {
    const addHeldByOthers = (from: number, to: number): void => {
      for (const { name, began, ended, tick: itsTick } of holding) {
        if (itsTick === tick || overlap(from, to, began, ended) === 0) continue;
        addWork(holders.has(name) ? name : OTHER_TICKS, Math.max(from, began), Math.min(to, ended));
      }
    };
    addHeldByOthers(sentAt, startedAt);
    let doneUntil = startedAt;
    for (const { name, began, ended, readyAt } of pieces.filter((piece) => piece.tick === tick)) {
      doneUntil = ended;
      if (readyAt === undefined) {
        addWork(name, began, ended);
        continue;
      }
      const ready = Math.min(Math.max(began, readyAt), ended);
      add(name, ready - began);
      addHeldByOthers(ready, ended);
    }
    addHeldByOthers(doneUntil, answeredAt);
  }
  const known = [...times.values()].reduce((sum, millis) => sum + millis, 0);
  return {
    shares: Object.fromEntries([...times].map(([name, millis]) => [name, millis / known])),
    knownShare: known / slow.reduce((sum, response) => sum + lengthOf(response), 0),
  };
}

function overlap(from: number, to: number, otherFrom: number, otherTo: number): number {
  return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
}
