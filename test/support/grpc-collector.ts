// A small OTLP collector that speaks grpc, without TLS.

import { type handleUnaryCall, Server, ServerCredentials } from '@grpc/grpc-js';
import { type CollectedRequest, readRequest } from './otlp-collector.js';

const SERVICES = ['trace.v1.TraceService', 'metrics.v1.MetricsService', 'logs.v1.LogsService'];

export interface GrpcCollector {
  /** Host and port, without a scheme. */
  readonly address: string;
  readonly received: readonly CollectedRequest[];
  stop(): void;
}

export async function startGrpcCollector(): Promise<GrpcCollector> {
  const server = new Server();
  const received: CollectedRequest[] = [];
  const bytes = (value: Buffer): Buffer => value;
  for (const service of SERVICES) {
    const path = `/opentelemetry.proto.collector.${service}/Export`;
    const definition = { path, requestStream: false, responseStream: false } as const;
    const serialisers = {
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    };
    const take: handleUnaryCall<Buffer, Buffer> = ({ request, metadata }, answer) => {
      received.push(readRequest(path, metadata.toHttp2Headers() as CollectedRequest['headers'], request));
      answer(null, Buffer.alloc(0));
    };
    server.addService({ Export: { ...definition, ...serialisers } }, { Export: take });
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, received, stop: () => server.forceShutdown() };
}
