// Finds the market event in a message: anybody's, so it has to be one beyond doubt.

import { isPlainEvent, isPlainlyTickShaped, read } from './tick-shape.js';

/** Members of an envelope that are looked into, at each of its two levels. */
const MEMBERS_LOOKED_INTO = 8;

/** @returns the message itself, or what its envelope holds: `{ stream, data: { ... } }`, `{ events: [{ tickers: [...] }] }` */
export function eventWithin(message: unknown): object | undefined {
  const event = search(message, 2);
  if (event !== undefined) return event;
  // An envelope that has the symbol, around an event that has the price.
  return typeof message === 'object' && message !== null && isPlainlyTickShaped([message]) ? message : undefined;
}

function search(value: unknown, levels: number): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isPlainEvent(value)) return value;
  if (levels === 0) return undefined;
  const members: unknown[] = Array.isArray(value) ? value.slice(0, MEMBERS_LOOKED_INTO) : membersOf(value);
  for (const member of members) {
    const event = search(Array.isArray(member) ? member[0] : member, levels - 1);
    if (event !== undefined) return event;
  }
  return undefined;
}

function membersOf(envelope: object): unknown[] {
  const members: unknown[] = [];
  for (const key in envelope) {
    const member = read(envelope, key);
    if (typeof member === 'object' && member !== null && members.push(member) === MEMBERS_LOOKED_INTO) break;
  }
  return members;
}
