// Traces of a running Jaeger as one segment: a time is asked for, and where as many came as were asked for, its halves.

import { JsonElements } from '../json/json-elements.js';
import { objectOf } from '../json/json-values.js';
import { SourceMessages } from '../files/source-messages.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { TraceIngest } from '../trace-ingest.js';
import type { TracesWithNotes } from '../read-trace-files.js';
import { JaegerClient } from './client.js';
import { findApi, type JaegerApi, type Search } from './search.js';

/** One answer is made as a whole in Jaeger's memory. */
const TRACES_ASKED = 200;
/** Jaeger's times are whole microseconds, and its search takes times of this length: below, nothing is divided further. */
const SHORTEST_MILLIS = 1;
/** Requests of one report; a busy hour takes some hundreds. */
const MOST_REQUESTS = 20_000;

export interface JaegerOptions {
  readonly address: URL;
  /** Absent: the only one that there is. */
  readonly service?: string | undefined;
  readonly roots: readonly string[];
  readonly symbol?: string | undefined;
  readonly fromUnixMillis: number;
  readonly toUnixMillis: number;
  readonly requestMillis?: number;
  readonly tracesAsked?: number;
  /** Called before each request. @param traces that came so far */
  readonly onRequest?: (traces: number) => void;
}

interface Page {
  readonly fromUnixMillis: number;
  readonly toUnixMillis: number;
}

/** @throws UnusableSourceError where Jaeger does not answer, or has no tick */
export async function readJaeger(options: JaegerOptions): Promise<TracesWithNotes> {
  const client = new JaegerClient(options.address, options.requestMillis);
  const { api, services } = await findApi(client);
  const service = serviceOf(client, services, options.service);
  const reading = new JaegerReading(client, api, service, options);
  await reading.readAll();
  const traces = reading.ingest.finish(`${client.shown}, service ${JSON.stringify(service)},`);
  const source = { ...traces.source, ...(reading.isCut && { isCut: true as const }) };
  return { ...traces, source, notes: reading.messages.toNotes() };
}

function serviceOf({ shown }: JaegerClient, services: readonly string[], asked: string | undefined): string {
  const names = services.map((name) => JSON.stringify(name)).join(', ');
  const [only] = services;
  if (only === undefined) throw new UnusableSourceError(`${shown} knows no service: nothing was sent to it yet.`);
  if (asked === undefined && services.length === 1) return only;
  if (asked !== undefined && services.includes(asked)) return asked;
  const example = `for example --service ${JSON.stringify(only)}`;
  throw new UnusableSourceError(
    asked === undefined
      ? `${shown} has traces of several services: ${names}. Give one, ${example}.`
      : `${shown} has no service ${JSON.stringify(asked)}. Give one of ${names}, ${example}.`,
  );
}

class JaegerReading {
  readonly ingest: TraceIngest;
  readonly messages: SourceMessages;
  /** A time that is divided no further had more traces than were asked for. */
  isCut = false;
  readonly #client: JaegerClient;
  readonly #api: JaegerApi;
  readonly #service: string;
  readonly #options: JaegerOptions;
  #requests = 0;

  constructor(client: JaegerClient, api: JaegerApi, service: string, options: JaegerOptions) {
    this.#client = client;
    this.#api = api;
    this.#service = service;
    this.#options = options;
    this.messages = new SourceMessages(client.shown);
    const { roots, symbol, fromUnixMillis: sinceUnixMillis } = options;
    this.ingest = new TraceIngest({ roots, symbol, sinceUnixMillis, inPages: true });
  }

  /** From the first to the last. */
  async readAll(): Promise<void> {
    const { fromUnixMillis, toUnixMillis, tracesAsked = TRACES_ASKED, onRequest } = this.#options;
    let all = 0;
    const pages: Page[] = [{ fromUnixMillis, toUnixMillis }];
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
      onRequest?.(all);
      const traces = await this.#read(page, tracesAsked);
      all += traces;
      if (traces < tracesAsked) continue;
      const middle = page.fromUnixMillis + Math.floor((page.toUnixMillis - page.fromUnixMillis) / 2);
      const length = page.toUnixMillis - page.fromUnixMillis;
      if (length <= SHORTEST_MILLIS || this.#requests >= MOST_REQUESTS) {
        this.isCut = true;
        continue;
      }
      pages.push({ ...page, fromUnixMillis: middle }, { ...page, toUnixMillis: middle });
    }
  }

  /** @returns how many traces the answer had */
  async #read(page: Page, mostTraces: number): Promise<number> {
    const { roots } = this.#options;
    const operation = roots.length === 1 ? roots[0] : undefined;
    const search: Search = { service: this.#service, operation, mostTraces, ...page };
    this.#requests++;
    const answer = await this.#client.get(this.#api.path(search));
    if (answer.status !== 200 || !answer.isJson)
      return this.#refused(answer.status, await this.#client.text(answer.body));
    this.ingest.beginPage();
    const elements = new JsonElements({
      element: ({ key, text, atByte }) => this.#take(key, text, atByte),
      damaged: this.messages.damaged,
    });
    for await (const chunk of answer.body) elements.take(Buffer.from(chunk));
    elements.end();
    return this.ingest.tracesInPage;
  }

  /** Version 3 says with 404 that there is no trace in that time. */
  #refused(status: number, text: string): number {
    if (status === 404 && /"httpCode"\s*:\s*404|no traces found/i.test(text)) return 0;
    throw this.#client.refusal(status, text);
  }

  #take(key: string, text: string, atByte: number): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.messages.damaged(atByte, 'not JSON, so it was left out');
    }
    const element = objectOf(value);
    if (key !== 'errors') return void this.ingest.jsonElement(key, element);
    const said = element['msg'];
    this.messages.damaged(
      atByte,
      `Jaeger says ${JSON.stringify(typeof said === 'string' ? said.slice(0, 200) : 'error')}`,
    );
  }
}
