// Asks Jaeger: over HTTP, with a limit of time, and with an exact message for every answer that is none.

import { errorCode, UnusableSourceError } from '../../model/unusable-source-error.js';

/** One request. A search over a large store takes seconds. */
const REQUEST_MILLIS = 30_000;
/** Of an answer that is no JSON, so much is quoted. */
const QUOTED_CHARACTERS = 120;
/** Of an answer to a small question. */
const MOST_TEXT_BYTES = 4 * 1024 * 1024;

export interface Answer {
  readonly status: number;
  readonly isJson: boolean;
  readonly body: AsyncIterable<Uint8Array>;
}

export class JaegerClient {
  /** Without name and password, for messages. */
  readonly shown: string;
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMillis: number;

  /** @param address of Jaeger's pages, with the path that they are under */
  constructor(address: URL, timeoutMillis: number = REQUEST_MILLIS) {
    const { username, password, origin, pathname } = address;
    this.#base = `${origin}${pathname.replace(/\/+$/, '')}`;
    this.shown = this.#base;
    const given = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.#headers = {
      accept: 'application/json',
      ...(given !== ':' && { authorization: `Basic ${Buffer.from(given).toString('base64')}` }),
    };
    this.#timeoutMillis = timeoutMillis;
  }

  /** @param path with its query @throws UnusableSourceError where nobody answers, or refuses to */
  async get(path: string): Promise<Answer> {
    let response: Response;
    try {
      const signal = AbortSignal.timeout(this.#timeoutMillis);
      response = await fetch(`${this.#base}${path}`, { headers: this.#headers, signal });
    } catch (error) {
      throw this.#unreachable(error);
    }
    const { status, headers, body } = response;
    if (status === 401 || status === 403) {
      await body?.cancel();
      throw new UnusableSourceError(
        `${this.shown} refuses to answer (${status}). Give name and password in the address, as in http://name:password@host:16686.`,
      );
    }
    const isJson = /\bjson\b/.test(headers.get('content-type') ?? '');
    return { status, isJson, body: this.#chunks(body) };
  }

  /** @returns the whole of a short answer; `undefined` where it is no JSON */
  async json({ isJson, body }: Answer): Promise<unknown> {
    const text = await this.text(body);
    if (!isJson) return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }

  async text(body: AsyncIterable<Uint8Array>): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes <= MOST_TEXT_BYTES) chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** What to say of an answer that is not what was asked for. */
  refusal(status: number, text: string): UnusableSourceError {
    if (/^\s*</.test(text)) {
      return new UnusableSourceError(
        `${this.shown} answers with a page, and not as Jaeger’s API does (${status}). Give the address of Jaeger’s own pages, with the path that they are under, for example http://127.0.0.1:16686.`,
      );
    }
    const quoted = JSON.stringify(text.trim().slice(0, QUOTED_CHARACTERS));
    return new UnusableSourceError(
      `${this.shown} answers with ${status} ${quoted}. Ask for less time with --last, or look at Jaeger’s own log.`,
    );
  }

  async *#chunks(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
    if (body === null) return;
    try {
      yield* body as unknown as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw this.#unreachable(error);
    }
  }

  #unreachable(error: unknown): UnusableSourceError {
    if (error instanceof UnusableSourceError) return error;
    const { name, cause = error } = error as { readonly name?: unknown; readonly cause?: unknown };
    if (name === 'TimeoutError') {
      return new UnusableSourceError(
        `${this.shown} has not answered within ${this.#timeoutMillis / 1_000} s. Ask for less time with --last, or for one --service.`,
      );
    }
    return new UnusableSourceError(
      `${this.shown} cannot be reached (${errorCode(cause)}). Start Jaeger, or give the address of its pages, for example http://127.0.0.1:16686.`,
    );
  }
}
