// Searches of Jaeger's two APIs. Neither has a cursor, and both give the latest traces up to a number: time is what pages are made of.

import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { objectOf } from '../json/json-values.js';
import type { Answer, JaegerClient } from './client.js';

export interface Search {
  readonly service: string;
  /** Traces with such a span; absent: all. */
  readonly operation?: string | undefined;
  readonly fromUnixMillis: number;
  readonly toUnixMillis: number;
  readonly mostTraces: number;
}

export interface JaegerApi {
  readonly services: string;
  /** Of a list, in an answer. */
  readonly servicesKey: string;
  path(search: Search): string;
}

/** OTLP in JSON. `num_traces` is what `search_depth` was called before: https://www.jaegertracing.io/docs/latest/architecture/apis/ */
const API_V3: JaegerApi = {
  services: '/api/v3/services',
  servicesKey: 'services',
  path({ service, operation, fromUnixMillis, toUnixMillis, mostTraces }) {
    const query = new URLSearchParams({
      'query.service_name': service,
      'query.start_time_min': new Date(fromUnixMillis).toISOString(),
      'query.start_time_max': new Date(toUnixMillis).toISOString(),
      'query.num_traces': String(mostTraces),
      'query.search_depth': String(mostTraces),
      // As they were sent: Jaeger would move spans of other machines.
      'query.raw_traces': 'true',
      ...(operation !== undefined && { 'query.operation_name': operation }),
    });
    return `/api/v3/traces?${query.toString()}`;
  },
};

/** Of Jaeger's own pages, in microseconds. */
const API_OF_PAGES: JaegerApi = {
  services: '/api/services',
  servicesKey: 'data',
  path({ service, operation, fromUnixMillis, toUnixMillis, mostTraces }) {
    const query = new URLSearchParams({
      service,
      start: String(Math.floor(fromUnixMillis * 1_000)),
      end: String(Math.ceil(toUnixMillis * 1_000)),
      limit: String(mostTraces),
      ...(operation !== undefined && { operation }),
    });
    return `/api/traces?${query.toString()}`;
  },
};

/** Jaeger traces itself under these. */
const JAEGERS_OWN = /^jaeger(?:-(?:query|all-in-one|collector))?$/;

/** @returns the API that answers, and the services that it knows @throws UnusableSourceError where none does */
export async function findApi(client: JaegerClient): Promise<{ api: JaegerApi; services: readonly string[] }> {
  let refusal: UnusableSourceError | undefined;
  for (const api of [API_V3, API_OF_PAGES]) {
    const answer = await client.get(api.services);
    const text = await client.text(answer.body);
    const services = servicesOf(answer, text, api);
    if (services !== undefined) return { api, services: services.filter((service) => !JAEGERS_OWN.test(service)) };
    refusal ??= client.refusal(answer.status, text);
  }
  throw refusal ?? new UnusableSourceError(`${client.shown} has no API.`);
}

/** An older Jaeger answers every path that it does not know with its page. */
function servicesOf({ status, isJson }: Answer, text: string, api: JaegerApi): string[] | undefined {
  if (status !== 200 || !isJson) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list = objectOf(value)[api.servicesKey] ?? [];
  return Array.isArray(list) ? list.filter((service) => typeof service === 'string').toSorted() : undefined;
}
