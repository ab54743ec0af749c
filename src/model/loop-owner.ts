// Who the event loop worked for: what ran in a stretch of its time.

/** In the order in which equal ones are listed. */
export const LOOP_OWNER_KINDS = [
  'tick',
  'main',
  'timer',
  'immediate',
  'nextTick',
  'websocket',
  'http',
  'socket',
  'dns',
  'fs',
  'crypto',
  'zlib',
  'worker',
  'process',
  'other',
  'turn',
  'tickscope',
] as const;

/**
 * - `tick`: the tick itself, from its begin until its handler returns, and callbacks in the context of an open tick
 * - `main`: the program's own files, until the first callback
 * - `timer`, `immediate`, `nextTick`: by the name of the callback; promises that go on there belong to it
 * - `websocket`, `http`, `socket`: by `server`, or `client` and the host
 * - `dns`, `fs`, `crypto`, `zlib`: what came back from there
 * - `worker`: messages of workers and ports; `process`: child processes, signals, terminals
 * - `turn`: all callbacks of a turn of the loop, where Node.js cannot tell them apart at a bearable price
 * - `tickscope`: its own timers, writing and sending
 */
export type LoopOwnerKind = (typeof LOOP_OWNER_KINDS)[number];

export interface LoopOwner {
  readonly kind: LoopOwnerKind;
  /** Free of values and ids; empty where nothing is known but the kind. */
  readonly name: string;
}

/** `timer poll`, or the kind alone. */
export function ownerLabel({ kind, name }: LoopOwner): string {
  return name === '' ? kind : `${kind} ${name}`;
}
