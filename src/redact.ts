// Takes out of a text what nobody may read: names and passwords in addresses, and what the environment has of them and of headers.
//
// Every line on stderr comes through here, whoever wrote it: a message that quotes a variable, an error of Node.js, a warning of
// OpenTelemetry.

type Variables = Readonly<Record<string, string | undefined>>;

const INSTEAD = '…';
const IN_ADDRESS = /(\/\/)[^\s"'/?#@]*(?:@[^\s"'/?#@]*)*@/g;
const ADDRESS = /^OTEL_EXPORTER_\w*(?:ENDPOINT|HOST)$/;
/** Whoever has it can write there: all but its host is secret. */
const WEBHOOK = 'TICKSCOPE_ALERTS_WEBHOOK';
const HEADERS = /^OTEL_EXPORTER_OTLP_(?:\w+_)?HEADERS$/;
/** Shorter ones are words such as `true`, and taken out would leave no message to be read. */
const SHORTEST_SECRET = 4;

/** @param variables the environment, whose secrets are looked for in any form */
export function redacted(text: string, variables: Variables): string {
  let result = text;
  for (const secret of secretsOf(variables)) result = result.replaceAll(secret, INSTEAD);
  return result.replaceAll(IN_ADDRESS, `$1${INSTEAD}@`);
}

/** Longest first: one may be a part of another. */
function secretsOf(variables: Variables): string[] {
  const secrets = new Set<string>();
  for (const [name, value = ''] of Object.entries(variables)) {
    const parts = ADDRESS.test(name) ? partsOfAddress(value) : HEADERS.test(name) ? partsOfHeaders(value) : [];
    if (name === WEBHOOK) parts.push(...partsOfAddress(value), value.replace(/^(?:\w+:)?\/*[^/?#]*/, ''), value.trim());
    for (const part of parts) for (const form of formsOf(part)) secrets.add(form);
  }
  return [...secrets]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .toSorted((left, right) => right.length - left.length);
}

/** Of an address that need not be one: what stands before its last `@`, and its query. */
function partsOfAddress(address: string): string[] {
  const [, query = ''] = /\?([^#]*)/.exec(address) ?? [];
  const [, user = ''] = /^(?:[a-z][a-z\d+.-]*:)?(?:[a-z]*\/\/)?(.*)@/is.exec(address) ?? [];
  const values = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [user, user.slice(user.indexOf(':') + 1), query, ...values];
}

/** Of each header all but its name, and where it has none the whole. */
function partsOfHeaders(headers: string): string[] {
  const values = headers.split(',').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
  // Of `Bearer abc` and `Basic abc` the last word is the secret.
  return values.flatMap((value) => [value, decoded(value), decoded(value).split(/\s/).at(-1) ?? '']);
}

/** As it may be printed: as it is, in quotes, and as a part of an address. */
function formsOf(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), decoded(secret), encoded(decoded(secret))];
}

function encoded(text: string): string {
  try {
    return encodeURI(text);
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
