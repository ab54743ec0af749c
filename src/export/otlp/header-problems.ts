// What is wrong with the variables for headers. OpenTelemetry passes over it without a word, or every request fails.
//
// Nothing of an entry is quoted: what has no name may be the secret itself.

import type { Environment } from '../../config/environment.js';

const SIGNALS = ['', 'TRACES_', 'METRICS_', 'LOGS_'];
/** RFC 9110, 5.6.2. */
const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
/** What Node.js sends. */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]+$/;

/** One line for each entry that is not sent as it is written. */
export function headerProblems(environment: Environment): string[] {
  return SIGNALS.flatMap((signal) => {
    const variable = `OTEL_EXPORTER_OTLP_${signal}HEADERS`;
    const entries = (environment[variable] ?? '').split(',');
    return entries.flatMap((entry, index) => {
      const problem = entry.trim() === '' ? undefined : problemOf(entry);
      return problem === undefined ? [] : [`${variable}: entry ${index + 1} of ${entries.length} ${problem}`];
    });
  });
}

/** @returns the headers that can be sent */
export function sendableHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => NAME.test(name) && VALUE.test(value)));
}

function problemOf(entry: string): string | undefined {
  const [pair = '', ...behind] = entry.split(';');
  const at = pair.indexOf('=');
  if (at === -1) return 'has no "=". It is left out; a comma in a value is written %2C.';
  const name = decoded(pair.slice(0, at).trim());
  const value = decoded(pair.slice(at + 1).trim());
  if (name === undefined || value === undefined)
    return 'has a "%" that begins no code. It is left out; "%" is written %25.';
  if (!NAME.test(name)) return 'has no name that HTTP allows before its "=". It is left out.';
  if (value === '') return 'has no value. It is left out.';
  if (!VALUE.test(value)) return 'has a character that HTTP does not allow. It is left out.';
  return behind.length > 0 ? 'has a ";": what follows is left out. In a value it is written %3B.' : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
