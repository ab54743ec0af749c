// pg over libpq. It is built here, against the headers of the Node that runs it: libpq's own are the machine's to have.

import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { installFixture } from '../support/installed-fixture.js';
import { countsOf, fixture, run } from '../support/programs.js';
import { asReported, Postgres } from './postgres.js';

jest.setTimeout(60_000);

/** The folder with `include/node`, in the package that brings Node: its install script puts the platform's package there. */
const [headers] = globSync(path.join(__dirname, '../../node_modules/node/node_modules/node-*/include/node/node_api.h'));

const FOLDER = fixture('pg-native');

async function build(): Promise<void> {
  if (headers === undefined) throw new Error("Node's headers are not in node_modules/node. Run npm ci.");
  const nodeFolder = path.join(headers, '../../..');
  await installFixture('pg-native');
  const library = path.join(FOLDER, 'node_modules/libpq');
  if (existsSync(path.join(library, 'build/Release/addon.node'))) return;
  const gyp = path.join(FOLDER, 'node_modules/node-gyp/bin/node-gyp.js');
  const command = [process.execPath, gyp, 'rebuild', '--directory', library, '--nodedir', nodeFolder];
  // node-gyp lets npm's setting win over its own option, and npm's may be about another Node.
  const { code, stderr } = await run(command, { environment: { npm_config_nodedir: nodeFolder } });
  if (code !== 0) throw new Error(`libpq could not be built; it takes pg_config and libpq's headers:\n${stderr}`);
}

describe('the native client', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    await build();
    postgres = await Postgres.start();
  }, 240_000);
  afterAll(() => postgres?.stop());

  it('has its statements counted as the program does, in all the forms that it has', async () => {
    const bare = await postgres.bare('native-forms.cjs');
    const { told, connections, outcome } = await postgres.recorded('native-forms.cjs');
    expect(told).toEqual(bare.told);
    expect([outcome.stderr, outcome.code]).toEqual([bare.outcome.stderr, 0]);
    const { report } = outcome;
    expect(countsOf(report, 'query')).toEqual(asReported(told.counts));
    const failed = report.operations.filter((operation) => operation.kind === 'query' && operation.failed > 0);
    expect(Object.fromEntries(failed.map((operation) => [operation.name, operation.failed]))).toEqual(told.failures);
    expect(countsOf(report, 'wait')).toEqual({ pool: 2 });
    expect(countsOf(report, 'external')).toEqual({ 'pg.connect': connections });
  });
});
