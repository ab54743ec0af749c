// Every detector has its place in the documentation, under its id, and is called by the name of its file.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DETECTORS } from '../../../src/analysis/detectors/index.js';

const ROOT = path.join(__dirname, '../../..');
const page = readFileSync(path.join(ROOT, 'docs/reference/findings.md'), 'utf8');
const ids = DETECTORS.map(({ id }) => id);

it.each(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', (id, { title, titleOfNone }) => {
  expect(page).toContain(`\n## ${id}\n\n*${title}.*`);
  expect(titleOfNone).not.toBe('');
  expect(existsSync(path.join(ROOT, `src/analysis/detectors/${id}.ts`))).toBe(true);
});

it('has no other, and has them in the order of the alphabet', () => {
  const headings = [...page.matchAll(/^## (\S+)$/gm)].map(([, id]) => id);
  expect(headings).toEqual(ids);
  expect(ids).toEqual(ids.toSorted());
});
