// Where operations are called: what asks too often is changed there, and not where it is written.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, runRecorded } from '../support/programs.js';

const PROGRAM = fixture('capture/called-places.cjs');

function lineWith(mark: string): string {
  const line = readFileSync(PROGRAM, 'utf8')
    .split('\n')
    .findIndex((each) => each.endsWith(`// ${mark}`));
  return `${path.basename(PROGRAM)}:${line + 1}`;
}

it('has the lines of ticks that call a method of a database, an indicator, or one of a package', async () => {
  const { segments, code } = await runRecorded([PROGRAM]);
  expect(code).toBe(0);
  const rows = segments.flatMap(({ operations }) => operations);
  const placesOf = (name: string): Set<string | undefined> =>
    new Set(
      rows
        .filter((row) => row.name === name)
        .map(({ location, calledAt }) => calledAt ?? location)
        .map((place) => place?.replaceAll(/[^ ]*\//g, '')),
    );
  expect(placesOf('PriceRepository.find')).toContain(`${lineWith('find, from a loop')}, ${lineWith('find, once')}`);
  expect(placesOf('AverageIndicator.update')).toContain(lineWith('average'));
  expect(placesOf('technicalindicators.sma')).toContain(lineWith('sma'));
});
