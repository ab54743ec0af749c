// Feeds of real programs that go wrong in real ways: who it was, and counts against the program's own.

import type { FeedCause } from '../../src/model/record/feed-rows.js';
import type { ReportFeed } from '../../src/model/report/feed-report.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

interface Own {
  readonly events: number;
  readonly missing: number;
  readonly connections: number;
}

const FAULTS = ['quiet', 'skip', 'delay', 'hangUp', 'hold'];

const CLIENTS = ['ws', 'native', 'socket'];

/** They mostly wait, so they run beside each other. */
let runs: readonly Recorded[];
beforeAll(async () => {
  runs = await Promise.all(CLIENTS.map((client) => runRecorded([fixture('feeds/bot.js'), client, ...FAULTS])));
});

describe.each(CLIENTS)('a bot whose exchange is connected by %s', (client) => {
  let recorded: Recorded;
  let own: Own;
  let feed: ReportFeed;
  beforeAll(() => {
    recorded = runs[CLIENTS.indexOf(client)] as Recorded;
    own = JSON.parse(recorded.stdout) as Own;
    feed = recorded.report.feed[0] as ReportFeed;
  });

  it('goes on as without Tickscope, on one feed', () => {
    expect([recorded.stderr, recorded.code, own.connections]).toEqual(['', 0, 2]);
    expect(recorded.report.feed).toHaveLength(1);
    expect(feed.connection).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('has every event, number and reconnect counted', () => {
    expect(feed).toMatchObject({
      symbol: 'BTCUSDT',
      received: own.events,
      handled: own.events,
      missing: own.missing,
      gaps: 2,
      reconnects: own.connections - 1,
    });
  });

  it('is told who was silent, and who left numbers out', () => {
    // A busy machine may add a pause of its own. None of these may be missing.
    const silences = (cause: FeedCause): number => feed.byCause[cause].silences;
    expect(silences('feed')).toBeGreaterThanOrEqual(1);
    expect(silences('network')).toBeGreaterThanOrEqual(2);
    expect(silences('loop')).toBeGreaterThanOrEqual(1);
    expect([feed.byCause.feed.gaps, feed.byCause.network.gaps]).toEqual([1, 1]);
    expect(feed.longestSilenceNanos).toBeGreaterThanOrEqual(1.1e9);
  });
});

it.each(['old', 'without times'])('says nothing of a tape that is played: %s', async (kind) => {
  const program = [fixture('feeds/tape.js'), kind];
  const { report, stdout } = await runRecorded(program);
  expect(stdout).toBe((await runBare(program)).stdout);
  const { handled } = JSON.parse(stdout) as { handled: number };
  expect(report.feed).toMatchObject([{ received: handled, gaps: 0, silences: 0, reconnects: 0, cause: 'unknown' }]);
});
