// An exported name means one thing in the whole source.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = path.join(__dirname, '../../src');
const EXPORTED =
  /^export (?:declare |abstract |async )*(?:const|let|function\*?|class|interface|type|enum) (?<name>[\w$]+)/gm;

it('exports no name from two files', () => {
  const filesOf = new Map<string, string[]>();
  for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    for (const { groups } of readFileSync(path.join(SOURCE, file), 'utf8').matchAll(EXPORTED)) {
      const name = groups?.['name'] as string;
      filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
    }
  }
  expect(filesOf.size).toBeGreaterThan(500);
  const twice = [...filesOf].filter(([, files]) => new Set(files).size > 1);
  expect(twice).toEqual([]);
});
