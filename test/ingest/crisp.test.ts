// Jaeger's files of uber-research/CRISP (Apache-2.0), as tickscope report reads them, with the critical path that is expected of them. The
// files are not part of this repository; see ../shared/data/README.md.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTraceFiles } from '../../src/ingest/read-trace-files.js';
import { BucketArray } from '../../src/model/histogram/bucket-array.js';

const FOLDER = join(__dirname, '../../../shared/data/crisp');
/** These hold only where an overlap below 1 % of the parent counts as happened-before. */
const NEED_TOLERANCE = new Set(['19.json', '20.json']);

interface CrispFile {
  readonly data: readonly [
    { readonly spans: readonly { readonly operationName: string; readonly references: readonly unknown[] }[] },
  ];
  readonly testing:
    | readonly [Readonly<Record<string, number>>]
    | { readonly opTimeExclusive: Readonly<Record<string, number>> };
}

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => !NEED_TOLERANCE.has(file)) : [];

it(`has the files, or says that it has not`, () => {
  if (files.length === 0) console.warn(`not run: the CRISP traces are not in ${FOLDER}`);
  expect([0, 18]).toContain(files.length);
});

for (const file of files) {
  it(`${file} has the expected critical path`, async () => {
    const { data, testing } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as CrispFile;
    const root = data[0].spans.find(({ references }) => references.length === 0)?.operationName ?? '';
    const { segment } = await readTraceFiles([join(FOLDER, file)], { roots: [root] });
    const expected: Record<string, number> = {};
    for (const [name, micros] of Object.entries('opTimeExclusive' in testing ? testing.opTimeExclusive : testing[0])) {
      const operation = name.replace(/^\[.*?\] /, '');
      if (micros > 0) expected[operation] = (expected[operation] ?? 0) + micros * 1_000;
    }
    const actual: Record<string, number> = {};
    for (const { name, criticalPathByTick } of segment.operations) {
      const nanos = BucketArray.fromData(criticalPathByTick).sumFrom(-Infinity);
      if (nanos > 0) actual[name] = (actual[name] ?? 0) + nanos;
    }
    expect(actual).toEqual(expected);
  });
}
