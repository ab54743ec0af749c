// Every name that a report has can be excluded as the report writes it, and then it alone is gone.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/model/report/report.js';
import { fixture, runBare, runRecorded, type Recorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROGRAM = fixture('config-forms/main.cjs');
const KINDS = ['tick', 'indicator', 'database', 'internal'];

let config: string;

beforeAll(() => {
  config = path.join(temporaryFolder(), 'tickscope.config.json');
});

async function excluding(exclude: readonly unknown[]): Promise<Recorded> {
  writeFileSync(config, JSON.stringify({ exclude }));
  return runRecorded([PROGRAM], { environment: { TICKSCOPE_CONFIG: config } });
}

/** By name: what was an operation of a tick is one itself where that tick is excluded. */
function rows({ operations }: Report): Record<string, number> {
  return Object.fromEntries(
    operations.filter(({ kind }) => KINDS.includes(kind)).map(({ name, count }) => [name, count]),
  );
}

it('leaves out what is named as the report names it, and nothing else', async () => {
  const bare = await runBare([PROGRAM]);
  const all = rows((await excluding(['Nothing.atAll'])).report);
  expect(Object.keys(all).toSorted()).toMatchInlineSnapshot(`
[
  "Desk.onQuote",
  "Desk.onTrade",
  "Desk.tick",
  "Ema.update",
  "TradeRepository.save",
  "TrendStrategy.evaluate",
  "for await (candle of tape())",
  "fs.statSync",
  "handlers.onCandle",
  "on('candle')",
  "on('ticker')",
  "onDepth",
  "onTrade",
  "processBar",
  "takeIt",
  "takeMessage",
  "technicalindicators.SMA.nextValue",
  "watchTicker",
]
`);
  for (const name of Object.keys(all)) {
    const { report, stdout, stderr, code } = await excluding([name]);
    // A name without a class is that of every function and method of that name.
    const left = Object.fromEntries(
      Object.entries(all).filter(([other]) => other !== name && !other.endsWith(`.${name}`)),
    );
    // What was asked in that tick is no operation of a tick then.
    // Of one that is bound, the bound function too.
    if (name === 'Desk.onTrade') Reflect.deleteProperty(left, 'onTrade');
    if (name === 'Desk.tick') Reflect.deleteProperty(left, 'fs.statSync');
    expect([name, rows(report)]).toEqual([name, left]);
    expect([stdout, stderr, code]).toEqual([bare.stdout, bare.stderr, 0]);
    expect(report.coverage.notSeen).toEqual([]);
  }
}, 120_000);

it.each(['Desk.onTrades', "on('trades')", { event: 'trades' }])('says that %j matched nothing', async (name) => {
  const { report } = await excluding([name]);
  expect(report.coverage.notSeen).toHaveLength(1);
  expect(Object.hasOwn(rows(report), 'Desk.onTrade')).toBe(true);
});
