// The table that docs/reference/environment.md is written from has every variable, and every variable has a test.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ENVIRONMENT } from '../../src/export/environment-table.js';
import { OTLP_CHECKS } from './otlp-checks.js';
import { OWN_CHECKS } from './own-checks.js';
import { SDK_CHECKS } from './sdk-checks.js';

const NAMES = ENVIRONMENT.flatMap(({ rows }) => rows.flatMap(({ names }) => names));
const CHECKS = { ...SDK_CHECKS, ...OTLP_CHECKS, ...OWN_CHECKS };
const ROOT = path.join(__dirname, '../..');

/** Names of files under a folder that end so. */
function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => path.join(folder, name));
}

it.each(NAMES)('%s has a test', (name) => {
  expect(Object.hasOwn(CHECKS, name)).toBe(true);
});

it('names no variable twice, and tests none that it does not name', () => {
  expect(NAMES.toSorted()).toEqual(Object.keys(CHECKS).toSorted());
});

it('has every variable that the source reads', () => {
  const texts = filesIn(path.join(ROOT, 'src'), /\.ts$/).filter((file) => !file.endsWith('environment-table.ts'));
  const read = texts.flatMap((file) => readFileSync(file, 'utf8').match(/'(?:OTEL|TICKSCOPE)_[A-Z_]+[A-Z]'/g) ?? []);
  expect(read.length).toBeGreaterThan(10);
  expect(read.map((name) => name.slice(1, -1)).filter((name) => !NAMES.includes(name))).toEqual([]);
});

it('has every variable that the SDK and its exporters read', () => {
  const packages = readdirSync(path.join(ROOT, 'node_modules/@opentelemetry'));
  const read = packages
    .map((name) => path.join(ROOT, 'node_modules/@opentelemetry', name, 'dist'))
    .filter((folder) => /(?:sdk-|exporter-|resources|core)/.test(folder))
    .flatMap((folder) => filesIn(folder, /(?<!semconv)\.cjs$/))
    // As `getStringFromEnv("NAME")` and `process.env["NAME"]`; names with a signal inside are made from parts.
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:FromEnv\)?\(|env[.[]"?)"?(OTEL_[A-Z_]+)"/g)])
    .map(([, name]) => name as string);
  expect(new Set(read).size).toBeGreaterThan(30);
  expect([...new Set(read)].filter((name) => !NAMES.includes(name))).toEqual([]);
});
