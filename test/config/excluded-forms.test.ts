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

function rows({ operations }: Report): Record<string, number> {
  return Object.fromEntries(
    operations.filter(({ kind }) => KINDS.includes(kind)).map(({ kind, name, count }) => [`${kind} ${name}`, count]),
  );
}

it('leaves out what is named as the report names it, and nothing else', async () => {
  const bare = await runBare([PROGRAM]);
  const all = rows((await excluding(['Nothing.atAll'])).report);
  expect(Object.keys(all).toSorted()).toMatchInlineSnapshot(`
[
  "database TradeRepository.save",
  "indicator Ema.update",
  "indicator technicalindicators.SMA.nextValue",
  "internal fs.readFileSync",
  "internal handlers.onCandle",
  "internal onTrade",
  "tick Desk.onQuote",
  "tick Desk.onTrade",
  "tick Desk.tick",
  "tick TrendStrategy.evaluate",
  "tick for await (candle of tape())",
  "tick on('candle')",
  "tick on('ticker')",
  "tick onDepth",
  "tick processBar",
  "tick takeIt",
  "tick takeMessage",
  "tick watchTicker",
]
`);
  for (const row of Object.keys(all)) {
    const name = row.slice(row.indexOf(' ') + 1);
    const { report, stdout, stderr, code } = await excluding([name]);
    // A name without a class is that of every function and method of that name.
    const left = Object.fromEntries(Object.entries(all).filter(([other]) => other !== row && !other.endsWith(`.${name}`)));
    // What was read in that tick is no operation of a tick then.
    if (name === 'Desk.tick') Reflect.deleteProperty(left, 'internal fs.readFileSync');
    expect([name, rows(report)]).toEqual([name, left]);
    expect([stdout, stderr, code]).toEqual([bare.stdout, bare.stderr, 0]);
    expect(report.coverage.notSeen).toEqual([]);
  }
}, 120_000);

it.each(['Desk.onTrades', "on('trades')", { event: 'trades' }])('says that %j matched nothing', async (name) => {
  const { report } = await excluding([name]);
  expect(report.coverage.notSeen).toHaveLength(1);
  expect(Object.hasOwn(rows(report), 'tick Desk.onTrade')).toBe(true);
});
