// Records the calls of a TracingChannel: from `start` until `asyncStart`, where the work is done and nobody has been told of it yet, or
// until `end`, where it was done at once.

import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../../model/log/log-layout.js';
import type { NameTable } from '../../../model/name-table.js';
import type { Recorder } from '../../recorder/recorder.js';
import type { ChannelSubscription } from '../../rules/instrumentation.js';
import type { Host } from '../host.js';
import type { TracedChannel } from './traced-library.js';

/** What Node.js makes of what the library publishes: the same object from `start` on. */
interface Message extends Readonly<Record<string, unknown>> {
  readonly error?: unknown;
}

interface OpenCall {
  readonly operationId: number;
  readonly scope: number;
}

export class TracedCalls {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #onQuery: () => void;
  readonly #channel: TracedChannel;
  readonly #open = new WeakMap<object, OpenCall>();

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
    const { kind, name, details } = this.#channel.nameOf(message);
    const operationId = this.#names.intern(kind, name, details);
    if (kind === 'query') this.#onQuery();
    const recorder = this.#recorder;
    const scope = recorder.active.get();
    const begin = recorder.begin(ASYNC_BEGIN | operationId, scope);
    this.#open.set(message, { operationId, scope: scope > 0 ? begin : -begin });
  }

  /** The function has returned or thrown. Else it goes on: a result comes with its callback or promise. */
  #returns(message: Message): void {
    if (Object.hasOwn(message, 'error') || Object.hasOwn(message, 'result')) this.#ends(message);
  }

  #ends(message: Message): void {
    const call = this.#open.get(message);
    if (call === undefined) return;
    this.#open.delete(message);
    const code = ASYNC_END | call.operationId;
    this.#recorder.end(Object.hasOwn(message, 'error') ? code | FAILED : code, call.scope);
  }
}
