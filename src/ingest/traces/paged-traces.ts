// Which traces came with which answer: one that lies in two of the times that were asked for comes with both, whole.

/** Ids that are remembered, of about 100 bytes each. */
const MOST_TRACES = 500_000;

export class PagedTraces {
  readonly #before = new Set<string>();
  #page = new Set<string>();

  begin(): void {
    for (const trace of this.#page) if (this.#before.size < MOST_TRACES) this.#before.add(trace);
    this.#page = new Set();
  }

  /** Traces that came with the answer, whether before or not. */
  get inPage(): number {
    return this.#page.size;
  }

  isOfEarlierPage(traceId: Uint32Array): boolean {
    const key = traceId.join(' ');
    this.#page.add(key);
    return this.#before.has(key);
  }
}
