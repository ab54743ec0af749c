// Compares a text with the file that holds it. `UPDATE_GOLDEN=1 npx jest test/report` writes the files anew.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns what the golden file holds; with `UPDATE_GOLDEN`, after writing `text` into it */
export function golden(name: string, text: string): string {
  const path = join(__dirname, name);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(path, text);
  if (!existsSync(path)) throw new Error(`${name} is missing. Write it: UPDATE_GOLDEN=1 npx jest test/report`);
  return readFileSync(path, 'utf8');
}
