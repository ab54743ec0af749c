// No secret of an address or of a header leaves in a message, in whatever form it is quoted.

import { redacted } from '../src/redact.js';

const SECRET = /s3cret|geheim/i;

it.each([
  'http://trader:s3cret@collector:4318/v1/traces is no answer',
  'OTEL_EXPORTER_ZIPKIN_ENDPOINT "https://s3cret@zipkin/api" is not supported',
  'Error: getaddrinfo ENOTFOUND //s3cret:s3cret@host',
])('%s, without a variable', (text) => {
  expect(redacted(text, {})).not.toMatch(SECRET);
});

it.each<[variable: string, value: string]>([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http//trader:s3cret@collector:4318'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'trader:s3cret@collector'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://trader:s3cret/with#s3cret?s3cret@collector:4318'],
  ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'http://trader:s3 cret"geheim@collector'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://trader:s3cret%2Fgeheim@collector'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://collector:4318/?api-key=s3cret&x=1'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer s3cret,x-tenant=geheim'],
  ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'authorization=Basic%20s3cret%3D%3D'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 's3cretWithoutName'],
  ['TICKSCOPE_ALERTS_WEBHOOK', 'https://hooks.example.com/T0/s3cret/geheim'],
  ['TICKSCOPE_ALERTS_WEBHOOK', 'https://hooks.example.com?key=s3cret'],
  ['TICKSCOPE_ALERTS_WEBHOOK', 'hooks.example.com/s3cret'],
  ['TICKSCOPE_ALERTS_WEBHOOK', 'https://trader:s3cret@hooks.example.com/geheim%20geheim'],
])('%s=%s, quoted, as an address, decoded, in part', (variable, value) => {
  const variables = { [variable]: value };
  const decoded = decodeURIComponent(value);
  const href = URL.canParse(value) ? new URL(value).href : '';
  const values = value.split(/[=,]/);
  for (const text of [value, JSON.stringify(value), decoded, href, `invalid header value "${values[1] ?? value}"`]) {
    expect(redacted(`could not read ${text} at all`, variables)).not.toMatch(/s3cret|s3 cret|geheim/i);
  }
});

it('leaves alone what is no secret', () => {
  const text =
    'Error: no such file file:///home/bot/node_modules/@opentelemetry/api/index.js, 127.0.0.1:4318, 12 of 40 @ 3';
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=',
    PATH: 'such',
  };
  expect(redacted(text, variables)).toBe(text);
});
