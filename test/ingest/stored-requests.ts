// A place that stores the requests of traces as they come, and writes them down as the collector's file exporter does.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync, zstdCompressSync } from 'node:zlib';

export class StoredRequests {
  readonly bodies: Buffer[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<StoredRequests> {
    const server = createServer();
    const stored = new StoredRequests(server);
    server.on('request', (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url === '/v1/traces') stored.bodies.push(Buffer.concat(chunks));
        response.writeHead(200, { 'content-type': request.headers['content-type'] ?? '' }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return stored;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

type Write = (messages: readonly Buffer[]) => Buffer;

/** Behind its length, the largest byte first. */
export function framed(messages: readonly Buffer[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      return [length, message];
    }),
  );
}

function lines(messages: readonly Buffer[]): Buffer {
  return Buffer.concat(messages.flatMap((message) => [message, Buffer.from('\n')]));
}

/** Every form in which a collector, or somebody after it, stores them. */
export const FORMS: readonly (readonly [form: string, protocol: string, write: Write])[] = [
  ['JSON lines', 'http/json', lines],
  ['JSON lines in gzip', 'http/json', (messages) => gzipSync(lines(messages))],
  [
    'JSON in zstd behind lengths',
    'http/json',
    (messages) => framed(messages.map((message) => zstdCompressSync(message))),
  ],
  ['protobuf behind lengths', 'http/protobuf', framed],
  [
    'protobuf in zstd behind lengths',
    'http/protobuf',
    (messages) => framed(messages.map((message) => zstdCompressSync(message))),
  ],
  ['protobuf behind lengths, all in zstd', 'http/protobuf', (messages) => zstdCompressSync(framed(messages))],
  ['one protobuf message', 'http/protobuf', (messages) => Buffer.concat(messages)],
  ['one protobuf message in gzip', 'http/protobuf', (messages) => gzipSync(Buffer.concat(messages))],
];
