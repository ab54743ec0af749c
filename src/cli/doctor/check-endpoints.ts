// Whether the addresses that the environment sends to answer: by a real request without any span.

import { connect } from 'node:net';
import { once } from 'node:events';
import { type OtlpTarget, otlpTargetOf } from '../../export/otel-environment.js';
import type { EndpointCheck } from '../../model/report/diagnosis.js';
import { redacted } from '../../redact.js';
import { errorCode } from '../../model/unusable-source-error.js';

const LIMIT_MILLIS = 2_000;
const SIGNALS = ['traces', 'metrics'] as const;

type Signal = (typeof SIGNALS)[number];

/** A signal that the environment switches off, or sends otherwise than by OTLP, has no check. */
export function checkEndpoints(environment: NodeJS.ProcessEnv): Promise<EndpointCheck[]> {
  const checks = SIGNALS.flatMap((signal) => {
    // A preload with this environment says what is wrong with it.
    const target = otlpTargetOf(environment, signal === 'traces' ? 'TRACES' : 'METRICS', () => {});
    return target === undefined ? [] : [checkEndpoint(signal, target)];
  });
  return Promise.all(checks.map(async (check) => withoutSecrets(await check, environment)));
}

/** An error of `fetch` may quote the header that it does not take. */
function withoutSecrets({ address, detail, ...check }: EndpointCheck, environment: NodeJS.ProcessEnv): EndpointCheck {
  return { ...check, address: redacted(address, environment), detail: redacted(detail, environment) };
}

async function checkEndpoint(signal: Signal, target: OtlpTarget): Promise<EndpointCheck> {
  const { protocol, address: text } = target;
  const isRpc = protocol === 'grpc';
  const full = isRpc && !text.includes('://') ? `http://${text}` : text;
  if (!URL.canParse(full)) return { signal, address: text, answers: false, detail: 'this is no address' };
  const url = new URL(full);
  const { username, password } = url;
  // Neither printed nor taken by fetch.
  [url.username, url.password] = ['', ''];
  const address = url.href;
  try {
    const detail = isRpc
      ? await connected(url)
      : await answered(url, target, username === '' ? {} : basic(username, password));
    return { signal, address, ...detail };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return { signal, address, answers: false, detail: isLate ? `nothing within ${LIMIT_MILLIS} ms` : errorCode(cause) };
  }
}

async function answered(
  url: URL,
  { protocol, headers }: OtlpTarget,
  authorization: Readonly<Record<string, string>>,
): Promise<Pick<EndpointCheck, 'answers' | 'detail'>> {
  const isJson = protocol === 'http/json';
  const type = isJson ? 'application/json' : 'application/x-protobuf';
  const { ok, status } = await fetch(url, {
    method: 'POST',
    headers: { ...authorization, ...headersOf(headers), 'content-type': type },
    // A request for nothing: in protobuf that is no byte at all.
    body: isJson ? '{}' : '',
    signal: AbortSignal.timeout(LIMIT_MILLIS),
  });
  return { answers: ok, detail: `status ${status}` };
}

async function connected({ hostname, port, protocol }: URL): Promise<Pick<EndpointCheck, 'answers' | 'detail'>> {
  const socket = connect(Number(port || (protocol === 'https:' ? 443 : 80)), hostname);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(LIMIT_MILLIS) });
    return { answers: true, detail: 'takes connections' };
  } finally {
    socket.destroy();
  }
}

function basic(username: string, password: string): Readonly<Record<string, string>> {
  const words = [username, password].map(decodeURIComponent).join(':');
  return { authorization: `Basic ${Buffer.from(words).toString('base64')}` };
}

function headersOf(text = ''): Record<string, string> {
  const pairs = [...text.matchAll(/(?<name>[^=,\s]+)\s*=(?<value>[^,]*)/g)];
  return Object.fromEntries(
    pairs.map(({ groups }) => [groups?.['name'] ?? '', decodeURIComponent(groups?.['value']?.trim() ?? '')]),
  );
}
