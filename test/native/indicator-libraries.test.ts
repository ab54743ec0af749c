// Libraries of indicators that are native code, compiled from what the registry has.

import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';
import { compileFixture } from './compiled-fixture.js';

const FOLDER = 'indicators/native-libraries';

beforeAll(() => compileFixture(FOLDER), 300_000);

it.each(['requires.cjs', 'imports.mjs'])(
  'counts calls that return, call back at once, or from another thread, and shows nothing of it: %s',
  async (file) => {
    const program = [fixture(`${FOLDER}/${file}`)];
    const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);
    const { calls } = JSON.parse(bare.stdout) as { calls: Record<string, number> };
    expect(countsOf(recorded.report, 'indicator')).toEqual(calls);
    expect(countsOf(recorded.report, 'tick')).toEqual({ 'TradingBot.onTick': 3 });
    expect(recorded.report.coverage.notSeen).toEqual([]);
    // One throws, and the same with a promise is rejected.
    const { failed } = recorded.report.operations.find(({ name }) => name === 'tulind.sma') ?? {};
    expect(failed).toBe(2);
  },
);
