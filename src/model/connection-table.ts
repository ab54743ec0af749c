// The places that the program's sockets are connected to, within bounds, for the life of the process.
//
// A line is what one socket at a time holds: the next socket to the same place takes the line of one that is closed, as its next turn. A
// connection is a number of 14 bits, which a record of the event log has room for: the line and the turn.

export const NO_CONNECTION = 0;
const TURN_BITS = 6;
/** Turns are counted around. The first is 1, so that no connection is 0. */
const LAST_TURN = 63;
/** Sockets beyond so many at once are not told apart. */
export const LINES = 255;

export interface ConnectionPlace {
  /** `host:port`. */
  readonly place: string;
  readonly isWebSocket: boolean;
}

/** The first connection of a line. */
export function firstOf(line: number): number {
  return (line << TURN_BITS) | 1;
}

/** The connection that follows one on its line. */
export function nextOf(connection: number): number {
  const turn = connection & LAST_TURN;
  return turn === LAST_TURN ? firstOf(lineOf(connection)) : connection + 1;
}

export function lineOf(connection: number): number {
  return connection >> TURN_BITS;
}

/** How many others have followed a connection on its line. */
export function turnsBetween(before: number, after: number): number {
  return (after - before + LAST_TURN) % LAST_TURN;
}

export class ConnectionTable {
  /** By line, from 1 on. */
  readonly #places: (ConnectionPlace | undefined)[] = [undefined];
  readonly #firstLines = new Map<string, number>();
  #webSockets = 0;
  #webSocket = 0;

  /** @returns the new line; `undefined` where there are too many */
  add(place: ConnectionPlace): number | undefined {
    const line = this.#places.length;
    if (line > LINES) return undefined;
    this.#places.push(place);
    if (!this.#firstLines.has(place.place)) this.#firstLines.set(place.place, line);
    if (place.isWebSocket && ++this.#webSockets === 1) this.#webSocket = line;
    return line;
  }

  placeOf(line: number): string | undefined {
    return this.#places[line]?.place;
  }

  /** The first line to the same place, which stands for the place; 0 where it is not known. */
  firstLineOf(line: number): number {
    const place = this.#places[line];
    return place === undefined ? 0 : (this.#firstLines.get(place.place) as number);
  }

  /** The line of the process's one WebSocket; 0 where there are more at once, or none. */
  get oneWebSocket(): number {
    return this.#webSockets === 1 ? this.#webSocket : 0;
  }
}
