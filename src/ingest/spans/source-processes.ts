// The processes that the spans of a source come from, by their resources.

import type { ProcessInfo } from '../../model/record/record-segment.js';
import type { UnixMilliseconds } from '../../model/units.js';
import { PROCESSES_NAMED } from '../limits.js';

type Attributes = Readonly<Record<string, unknown>>;

export class SourceProcesses {
  readonly list: ProcessInfo[] = [];
  readonly #numbers = new Map<string, number>();

  /** Of spans whose resource says nothing. */
  get unknown(): number {
    return this.numberOf({});
  }

  /** @param read is called where these bytes were not seen before */
  numberOfBytes(bytes: Uint8Array, read: () => Attributes): number {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.numberOf(read());
    if (this.#numbers.size < 4 * PROCESSES_NAMED) this.#numbers.set(key, number);
    return number;
  }

  numberOf(resource: Attributes): number {
    const name = textOf(resource['service.name']) ?? 'unknown';
    const instance = textOf(resource['service.instance.id']) ?? '';
    const pid = Number(resource['process.pid'] ?? 0);
    const key = JSON.stringify([name, instance, pid]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    // Those beyond are taken for one of the first: their ticks count.
    if (this.list.length >= PROCESSES_NAMED) return 0;
    this.#numbers.set(key, this.list.length);
    const version = textOf(resource['process.runtime.version']) ?? 'unknown';
    return (
      this.list.push({
        id: instance || `${name}-${pid}`,
        pid: Number.isSafeInteger(pid) && pid > 0 ? pid : 0,
        name,
        nodeVersion: version.replace(/^v/, ''),
        startedAtUnixMillis: Infinity as UnixMilliseconds,
      }) - 1
    );
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
}
