// What the `OTEL_*` variables ask to be sent, and to where.
//
// With own processors and readers NodeSDK does not read these variables, and with none at all it sends traces, metrics and
// logs to localhost:4318. Here nothing is sent unless an endpoint or an exporter is named.

import { type Environment, variableText } from '../config/environment.js';
import { ENVIRONMENT } from './environment-table.js';

export type Signal = 'TRACES' | 'METRICS' | 'LOGS';

const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;
type Protocol = (typeof PROTOCOLS)[number];

const LOG_LEVELS = ['ALL', 'VERBOSE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'NONE'];

/**
 * Exporters by the names of OpenTelemetry, such as `otlp` and `console`: those that are named, else `otlp` where an
 * endpoint is set, else none.
 */
export function exportersOf(environment: Environment, signal: Signal): readonly string[] {
  const named = variableText(environment, `OTEL_${signal}_EXPORTER`);
  if (named !== undefined) {
    const names = [...new Set(named.split(',').map((name) => name.trim()))].filter((name) => name !== '');
    return names.includes('none') ? [] : names;
  }
  const endpoint =
    variableText(environment, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`) ??
    variableText(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  return endpoint === undefined ? [] : ['otlp'];
}

/** Where the spans, metrics or logs of a process go by OTLP. */
export interface OtlpTarget {
  readonly protocol: Protocol;
  /** As the exporter uses it: with the path of the signal, which gRPC has none of. */
  readonly address: string;
  /** `name=value` pairs, as the variable has them. */
  readonly headers: string | undefined;
}

/**
 * @param warn called with a protocol that does not exist
 * @returns `undefined` where nothing of the signal is sent by OTLP
 */
export function otlpTargetOf(
  environment: Environment,
  signal: Signal,
  warn: (message: string) => void,
): OtlpTarget | undefined {
  if (!exportersOf(environment, signal).includes('otlp')) return undefined;
  const protocol = protocolOf(environment, signal, warn);
  const forAll =
    variableText(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT') ?? `http://localhost:${protocol === 'grpc' ? 4317 : 4318}`;
  const forSignal = variableText(environment, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`);
  const withPath = protocol === 'grpc' ? forAll : `${forAll.replace(/\/$/, '')}/v1/${signal.toLowerCase()}`;
  const headers =
    variableText(environment, `OTEL_EXPORTER_OTLP_${signal}_HEADERS`) ??
    variableText(environment, 'OTEL_EXPORTER_OTLP_HEADERS');
  return { protocol, address: forSignal ?? withPath, headers };
}

/**
 * The exporters fall back to localhost:4318 where an endpoint cannot be read; nothing may be sent where nobody asked for it.
 * @throws Error that names the variable, where its value is no address for the protocol
 */
export function usableTargetOf(
  environment: Environment,
  signal: Signal,
  warn: (message: string) => void,
): OtlpTarget | undefined {
  const target = otlpTargetOf(environment, signal, warn);
  if (target === undefined || isAddress(target)) return target;
  const [name, text] =
    [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT']
      .map((variable) => [variable, variableText(environment, variable)] as const)
      .find(([, value]) => value !== undefined) ?? [];
  throw new Error(`${name} ${JSON.stringify(text)} is no address such as http://localhost:4318`);
}

/** Whether what is sent by OTLP can leave by the export thread: gRPC takes packages of its own. */
export function isForExportThread(environment: Environment, signal: Signal): boolean {
  try {
    const target = usableTargetOf(environment, signal, () => {});
    return target !== undefined && target.protocol !== 'grpc';
  } catch {
    // Said where the exporter is made.
    return false;
  }
}

function isAddress({ protocol, address }: OtlpTarget): boolean {
  return protocol === 'grpc' ? !/\s/.test(address) : URL.canParse(address) && /^https?:/i.test(address);
}

/** @param warn called with a protocol that does not exist; then `http/protobuf` is used */
function protocolOf(environment: Environment, signal: Signal, warn: (message: string) => void): Protocol {
  for (const name of [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    const text = variableText(environment, name);
    if (text === undefined) continue;
    const protocol = PROTOCOLS.find((candidate) => candidate === text);
    if (protocol !== undefined) return protocol;
    warn(`${name} ${JSON.stringify(text)} is not one of ${PROTOCOLS.join(', ')}. http/protobuf is used.`);
    return 'http/protobuf';
  }
  return 'http/protobuf';
}

/** One line for each variable that is set and has no effect. */
export function refusals(environment: Environment): readonly string[] {
  return ENVIRONMENT.flatMap(({ rows }) => rows).flatMap(({ names, treatment, description }) =>
    names.flatMap((name) => {
      const text = treatment === 'refused' ? variableText(environment, name) : undefined;
      return text === undefined ? [] : [`${name} ${JSON.stringify(text)} is not supported: ${description}`];
    }),
  );
}

/** @returns whether the SDK has been told what to print about itself */
export function hasLogLevel(environment: Environment, warn: (message: string) => void): boolean {
  const text = variableText(environment, 'OTEL_LOG_LEVEL');
  if (text !== undefined && !LOG_LEVELS.includes(text.toUpperCase())) {
    warn(`OTEL_LOG_LEVEL ${JSON.stringify(text)} is not one of ${LOG_LEVELS.join(', ')}. INFO is used.`);
  }
  return text !== undefined;
}

/** A positive whole number; nonsense gives a warning and the value without the variable. */
export function positiveNumber(
  environment: Environment,
  name: string,
  otherwise: number,
  warn: (message: string) => void,
): number {
  const text = variableText(environment, name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  warn(`${name} ${JSON.stringify(text)} is not a whole number above 0. ${otherwise} is used.`);
  return otherwise;
}
