// Programs that pm2 starts, with the preload among the arguments for Node.js and Tickscope's settings in `env`.

import { existsSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import type { Report } from '../../src/model/report/report.js';
import { fixture, REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DAEMON = fixture('processes/pm2/daemon.cjs');
/** Five ticks. */
const PROGRAM = fixture('processes/child.cjs');

interface Started {
  readonly folder: string;
  readonly stderr: string;
}

async function started(mode: string, settings: Readonly<Record<string, unknown>>): Promise<Started> {
  const folder = realpathSync(temporaryFolder());
  writeFileSync(path.join(folder, 'tickscope.config.json'), '{ "tickBudget": "50s", "exclude": ["neverCalled"] }');
  const args = [DAEMON, mode, PROGRAM, folder, REGISTER, JSON.stringify(settings)];
  const { stderr, code } = await run([process.execPath, ...args]);
  expect(code).toBe(0);
  return { folder, stderr };
}

function reportOn(folder: string): Report {
  const { segments, notes } = readSources([folder], { directory: folder });
  return buildReport(segments, notes);
}

describe.each([
  ['cluster', 2],
  ['fork', 1],
])('%s mode', (mode, processes) => {
  it('is one run, in the folder that `env` names, under the name of the program', async () => {
    const { folder, stderr } = await started(mode, {
      TICKSCOPE_RUN: '.tickscope/bot',
      TICKSCOPE_SEGMENT_MILLIS: 60_000,
    });
    expect(stderr).toBe('');
    const { program, ticks, coverage, notes } = reportOn(path.join(folder, '.tickscope/bot'));
    expect(program).toMatchObject({ name: 'child.cjs', processes });
    expect(ticks).toMatchObject({ started: processes * 5, count: processes * 5 });
    // The configuration file of the program's folder was read.
    expect(coverage.notSeen).toEqual([expect.objectContaining({ name: 'neverCalled' })]);
    expect(notes).toEqual([]);
  });

  it('records into the folder of the program where `env` names no run', async () => {
    const { folder } = await started(mode, {});
    const runs = readdirSync(path.join(folder, '.tickscope'));
    expect(runs).toHaveLength(processes);
    for (const name of runs) expect(reportOn(path.join(folder, '.tickscope', name)).ticks.count).toBe(5);
  });

  it('is switched off by `env`', async () => {
    const { folder, stderr } = await started(mode, { TICKSCOPE_DISABLED: true });
    expect([existsSync(path.join(folder, '.tickscope')), stderr]).toEqual([false, '']);
  });
});
