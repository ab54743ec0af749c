// What an operation is: anything timed, told apart by its kind and its name.

/** In the order in which reports list them. */
export const OPERATION_KINDS = [
  'tick',
  'indicator',
  'database',
  'query',
  'external',
  'internal',
  'wait',
  'untraced',
] as const;

/**
 * - `tick`: one market event handled by the program; as an operation, the synchronous code of the handler itself
 * - `indicator`: the outermost call of a technical indicator
 * - `database`: a method of a DatabaseService
 * - `query`: one statement on the driver
 * - `external`: HTTP, WebSocket, broker, opening a connection
 * - `internal`: strategies, ticks inside a tick, synchronous system calls and anything else
 * - `wait`: `pool` (a pool connection), `gc`, `loop: <owner>`
 * - `untraced`: waiting inside the operation of that name, and at the `await` where that is known, `onTick at bot.js:33`, while nothing that Tickscope knows was running; computed, never measured
 */
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** Kinds beside ticks that may wait in their own time for what nobody traced: a store may ask by a driver that is not instrumented. */
export const WAITS_ITSELF: ReadonlySet<string> = new Set<OperationKind>(['database', 'internal']);

/** An operation's identity in tables, merges and reports. */
export interface OperationName {
  readonly kind: OperationKind;
  /** Free of values and ids, at most 200 characters. */
  readonly name: string;
}

/** The name of the row that holds what no other row could. */
export const OTHER = '__other__';

/** Waiting for a connection of a database pool. */
export const POOL_WAIT: OperationName = { kind: 'wait', name: 'pool' };

export function isPoolWait({ kind, name }: OperationName): boolean {
  return kind === POOL_WAIT.kind && name === POOL_WAIT.name;
}

const AT = ' at ';

/** What untraced waiting at an `await` of a function is called. */
export function awaitName(functionName: string, location: string): string {
  return functionName + AT + location;
}

/** @returns what a name of `awaitName` is made of; `undefined` for other names */
export function awaitOf({
  kind,
  name,
}: OperationName): { readonly inside: string; readonly location: string } | undefined {
  const at = kind === 'untraced' ? name.lastIndexOf(AT) : -1;
  return at === -1 ? undefined : { inside: name.slice(0, at), location: name.slice(at + AT.length) };
}

/** One string for an identity, usable as a key. */
export function operationKey(kind: OperationKind, name: string): string {
  return `${kind}\u0000${name}`;
}
