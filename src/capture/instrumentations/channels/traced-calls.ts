// Records the calls of a TracingChannel: from `start` until `asyncStart`, where the work is done and nobody has been told of it yet, or
// until `end`, where it was done at once.

import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../../model/log/log-layout.js';
import type { NameTable } from '../../../model/name-table.js';
import { OTHER } from '../../../model/operation.js';
import type { Recorder } from '../../recorder/recorder.js';
import type { ChannelSubscription } from '../../rules/instrumentation.js';
import type { Host } from '../host.js';
import type { TracedChannel } from './traced-library.js';

/** What Node.js makes of what the library publishes: the same object from `start` on. */
interface Message extends Readonly<Record<string, unknown>> {
  readonly error?: unknown;
  /** Of a call that is open. A field and not a WeakMap, which took half of the time: the object is the library's, made for this call alone. */
  [SCOPE]?: number;
}

const SCOPE = Symbol('tickscope scope');

/** Texts whose operation is remembered. */
const REMEMBERED_TEXTS = 4_096;

export class TracedCalls {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #onQuery: () => void;
  readonly #channel: TracedChannel;
  readonly #operationIds = new Map<string, number>();

  constructor({ recorder, names, onQuery }: Host, channel: TracedChannel) {
    this.#recorder = recorder;
    this.#names = names;
    this.#onQuery = onQuery;
    this.#channel = channel;
  }

  get subscriptions(): ChannelSubscription[] {
    const on = (event: string, onMessage: (message: Message) => void): ChannelSubscription => ({
      name: `tracing:${this.#channel.name}:${event}`,
      onMessage: (message) => onMessage(message as Message),
    });
    return [
      on('start', (message) => this.#starts(message)),
      on('end', (message) => this.#returns(message)),
      on('asyncStart', (message) => this.#ends(message)),
    ];
  }

  #starts(message: Message): void {
    const { field } = this.#channel;
    const text = field === undefined ? '' : message[field];
    const operationId = this.#idOf(typeof text === 'string' ? text : '');
    this.#channel.called?.(message);
    if (field !== undefined) this.#onQuery();
    const recorder = this.#recorder;
    const scope = recorder.active.get();
    const begin = recorder.begin(ASYNC_BEGIN | operationId, scope);
    message[SCOPE] = scope > 0 ? begin : -begin;
  }

  #idOf(text: string): number {
    const known = this.#operationIds.get(text);
    if (known !== undefined) return known;
    const { kind, name, details } = this.#channel.nameOf(text);
    const id = this.#names.intern(kind, name, details);
    // A name beyond the table is counted at every call.
    if (this.#operationIds.size < REMEMBERED_TEXTS && this.#names.entry(id).name !== OTHER)
      this.#operationIds.set(text, id);
    return id;
  }

  /** The function has returned or thrown. Else it goes on: a result comes with its callback or promise. */
  #returns(message: Message): void {
    if ('error' in message || 'result' in message) this.#ends(message);
  }

  #ends(message: Message): void {
    const scope = message[SCOPE];
    if (scope === undefined || scope === 0) return;
    message[SCOPE] = 0;
    this.#recorder.end('error' in message ? ASYNC_END | FAILED : ASYNC_END, scope);
  }
}
