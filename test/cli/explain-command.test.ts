// `tickscope explain`: finds what the report finds, and says so where there is nothing, or no such finding.

import path from 'node:path';
import { recordOf } from '../analysis/detectors/recording.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tickscope } from './tickscope.js';

const STATEMENT = 'SELECT size FROM positions WHERE symbol = $1';
const cwd = temporaryFolder();
const record = recordOf({ calls: [{ kind: 'query', name: STATEMENT, micros: 200, times: 9 }] });
const file = writeFile(cwd, '.tickscope/run-20261123-150000-0000/4711-c0ffee00.tks', recordText([record]));

it('says a finding at length, with the tick that shows it', async () => {
  const { code, stdout, stderr } = await tickscope(['explain', 'queries-in-a-loop'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^One query per row\n/);
  expect(stdout).toContain(STATEMENT);
  expect(stdout).toContain('times in a tick                9.00');
  expect(stdout).toMatch(/Bot\.onTick +tick +1\.82 ms/);
  const named = await tickscope(['explain', 'queries-in-a-loop', path.relative(cwd, file)], { cwd });
  expect(named.stdout).toBe(stdout);
});

it('says that nothing was found', async () => {
  const { code, stdout } = await tickscope(['explain', 'cache-misses'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Every cache that was asked often has four of five/);
});

it.each([
  ['slow-statments', /^tickscope: there is no finding slow-statments\. Did you mean slow-statements\?/],
  ['<script>', /^tickscope: there is no finding <script>\. Take one of busy-timers, cache-misses/],
])('refuses %s', async (id, message) => {
  const { code, stdout, stderr } = await tickscope(['explain', id], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});
