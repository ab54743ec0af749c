// Writes the dashboards that docker-compose.yml mounts into Grafana.
//
//   node grafana/source/write.mts            writes grafana/dashboards/*.json; needs dist: npm run build
//   node grafana/source/write.mts --check    exits with 1 where a file is not what the source gives

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dashboardOf } from './board.mts';
import { bottlenecks } from './bottlenecks.mts';
import { database } from './database.mts';
import { feeds } from './feed.mts';
import { runtime } from './runtime.mts';
import { ticks } from './ticks.mts';
import { itself } from './tickscope-itself.mts';

const FOLDER = path.join(import.meta.dirname, '../dashboards');

const files = new Map(
  [ticks, bottlenecks, database, runtime, feeds, itself].map((board) => [
    `${board.uid.replace(/^tickscope-/, '')}.json`,
    `${JSON.stringify(dashboardOf(board), null, 2)}\n`,
  ]),
);

function existing(): string[] {
  mkdirSync(FOLDER, { recursive: true });
  return readdirSync(FOLDER);
}

function isCurrent(name: string): boolean {
  return files.get(name) === readFileSync(path.join(FOLDER, name), 'utf8');
}

if (process.argv.includes('--check')) {
  const names = existing();
  const missing = [...files.keys()].filter((name) => !names.includes(name));
  const wrong = [...missing, ...names.filter((name) => !isCurrent(name))];
  if (wrong.length > 0) {
    console.error(`grafana/dashboards is out of date: ${wrong.join(', ')}. Run npm run generated.`);
    process.exitCode = 1;
  }
} else {
  for (const name of existing()) rmSync(path.join(FOLDER, name));
  for (const [name, text] of files) writeFileSync(path.join(FOLDER, name), text);
}
