// The first thing in a document that is not as its schema says. Values of a choice are not looked at: later versions may have more.

import type { JsonSchema } from './json-schema.js';

type Part = Omit<JsonSchema, 'enum'>;

/** @returns for example `ticks.p95Nanos is "fast", and no number`; `undefined` where everything fits */
export function misfit(value: unknown, schema: Part, path = ''): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity } = schema;
  if (type === undefined) return undefined;
  if (typeOf(value) !== type) return `${path} is ${shown(value)}, and no ${type}`;
  if (typeof value === 'number' && !(value >= minimum && value <= maximum)) {
    return `${path} is ${value}, which is ${value < minimum ? `below ${minimum}` : `above ${maximum}`}`;
  }
  if (Array.isArray(value)) return misfitOfItems(value, schema, path);
  return type === 'object' ? misfitOfFields(value as Readonly<Record<string, unknown>>, schema, path) : undefined;
}

function misfitOfItems(values: readonly unknown[], { items = {} }: Part, path: string): string | undefined {
  for (const [place, item] of values.entries()) {
    const found = misfit(item, items, `${path}[${place}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function misfitOfFields(
  fields: Readonly<Record<string, unknown>>,
  { properties = {}, required = [] }: Part,
  path: string,
): string | undefined {
  const pathOf = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const missing = required.find((name) => !Object.hasOwn(fields, name));
  if (missing !== undefined) return `${pathOf(missing)} is missing`;
  for (const [name, schema] of Object.entries(properties)) {
    const found = Object.hasOwn(fields, name) ? misfit(fields[name], schema, pathOf(name)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function shown(value: unknown): string {
  return typeof value === 'object' ? `of type ${typeOf(value)}` : (JSON.stringify(value).slice(0, 60) ?? '');
}
