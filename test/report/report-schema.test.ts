import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../src/model/report/report.js';
import type { JsonSchema } from '../../src/report/schema/json-schema.js';
import { REPORT_JSON_SCHEMA } from '../../src/report/schema/report-schema.js';
import { noTicks, overloaded, rich, warmUpOnly } from './sample-reports.js';

const validate = new Ajv2020({ strict: true }).compile<Report>(REPORT_JSON_SCHEMA);

/** Every path at which the schema requires a field, as far as `value` has the object that holds it. */
function requiredPaths(
  schema: JsonSchema,
  value: unknown,
  path: readonly (string | number)[] = [],
): (string | number)[][] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => requiredPaths(schema.items ?? {}, item, [...path, index]));
  const fields = Object.entries(schema.properties ?? {});
  return [
    ...(schema.required ?? []).map((name) => [...path, name]),
    ...fields.flatMap(([name, field]) =>
      requiredPaths(field, (value as Record<string, unknown>)[name] ?? {}, [...path, name]),
    ),
  ].filter((found) => holderOf(value, found.slice(path.length)) !== undefined);
}

function holderOf(value: unknown, path: readonly (string | number)[]): Record<string, unknown> | undefined {
  let holder = value as Record<string, unknown> | undefined;
  for (const step of path.slice(0, -1)) holder = holder?.[step] as Record<string, unknown> | undefined;
  return holder;
}

function schemasIn(schema: JsonSchema): JsonSchema[] {
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [schema, ...inner.flatMap(schemasIn)];
}

it.each<[string, Report]>([
  ['rich', rich],
  ['without ticks', noTicks],
  ['overloaded', overloaded],
  ['of a warm-up', warmUpOnly],
])('accepts the report that is %s', (_, report) => {
  expect(validate(JSON.parse(JSON.stringify(report))) ? [] : validate.errors).toEqual([]);
});

it('describes every field', () => {
  const bare = schemasIn(REPORT_JSON_SCHEMA).filter(({ description }) => (description ?? '').length < 5);
  expect(bare).toEqual([]);
});

it('knows every field of the rich report', () => {
  const unknown = (schema: JsonSchema, value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap((item) => unknown(schema.items ?? {}, item));
    if (typeof value !== 'object' || value === null || schema.additionalProperties) return [];
    return Object.entries(value).flatMap(([name, field]) => {
      const known = schema.properties?.[name];
      return known === undefined ? [name] : unknown(known, field);
    });
  };
  expect(unknown(REPORT_JSON_SCHEMA, rich)).toEqual([]);
});

it('refuses the report without any one of its required fields', () => {
  const paths = requiredPaths(REPORT_JSON_SCHEMA, rich);
  const accepted = paths.filter((path) => {
    const report: unknown = structuredClone(rich);
    const holder = holderOf(report, path);
    Reflect.deleteProperty(holder ?? {}, path.at(-1) ?? '');
    return validate(report);
  });
  expect(accepted).toEqual([]);
  expect(paths.length).toBeGreaterThan(500);
});

it.each<[string, object]>([
  ['another version', { schema: 'tickscope.report/2' }],
  ['a share over 1', { ticks: { ...rich.ticks, underTargetShare: 1.1 } }],
  ['an unknown verdict', { verdict: { kind: 'fine', text: '' } }],
])('refuses %s', (_, change) => {
  expect(validate({ ...rich, ...change })).toBe(false);
});

it('accepts a field that a later version adds', () => {
  expect(validate({ ...rich, weather: [] })).toBe(true);
});
