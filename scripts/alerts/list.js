// The list of alerts: what each one means, from how much it decides, and what helps. Titles and severities are those of the process, limits
// those of `src/control/alerts/limits.ts` and `src/model/targets.ts`; rules for Prometheus are in `queries.js`.

const targets = require('../../dist/model/targets.js');
const { formatBytes, formatDuration, formatShare, withoutZeros } = require('../../dist/model/format-units.js');
const { fromSource } = require('../from-source.js');
const limits = fromSource('src/control/alerts/limits.ts');
const { ALERT_IDS } = fromSource('src/model/alerts.ts');
const { CONDITIONS } = fromSource('src/control/alerts/conditions.ts');

const time = (nanos) => withoutZeros(formatDuration(nanos));
const share = (of) => withoutZeros(formatShare(of));
const span = ({ nanos, mostNanos }) =>
  nanos === mostNanos ? time(nanos) : `${time(nanos)}, up to ${time(mostNanos)} until there are enough`;
const [fast, slow] = limits.BURNS;
const allowed = 1 - targets.TICK_TARGET_SHARE;

const REPORT = 'npx tickscope report --last 10m';
const NONE = 'nothing: in Prometheus alone';

/** Alerts that no process can decide of itself. */
const SERVERS_ONLY = {
  'ticks-absent': { title: 'No ticks', severity: 'page' },
  'collector-down': { title: 'The collector is down', severity: 'page' },
};

/** By id: what it needs, from how much it decides in the process, when it fires there; what it means, where to look first, what usually helps. */
const TEXTS = {
  'ticks-absent': {
    needs: 'metrics in Prometheus',
    decidesFrom: NONE,
    fires: NONE,
    means:
      'A program that had ticks within the last hour has sent none for three minutes. It has died, hangs, has lost its feed, or cannot reach the collector. What is pushed stays in Prometheus for five minutes after the last point, so that other panels still show the dead program.',
    look: ['systemctl status my-bot; journalctl -u my-bot -n 50', REPORT],
    helps: [
      'Start the program again; its record tells what it did until its end, also where it was killed.',
      'Where it runs: `feed-silent` tells whether its feed is silent, `overloaded` and `loop-stall` whether it hangs, `collector-down` whether only the telemetry is missing.',
      'Where the market was closed: silence the alert for that time in Alertmanager.',
    ],
  },
  overloaded: {
    needs: 'ticks; for the second rule the event loop (`TICKSCOPE_EVENT_LOOP` is not `off`)',
    decidesFrom: `${limits.OVERLOAD_LEAST_TICKS} ticks begun in each of ${targets.OVERLOAD_WINDOWS} windows of ${time(targets.OVERLOAD_WINDOW_NANOS)}`,
    fires: `ticks begun exceed ticks ended by over ${share(targets.OVERLOAD_EXCESS)} in each window; or the loop is busy for ${share(targets.FALLING_BEHIND.busyShare)} and the mean wait of events grows by more than ${share(targets.FALLING_BEHIND.growth)} of the time from each to the next`,
    means:
      'Events come faster than the program handles them. Each waits longer than the one before, decisions are made on old prices, and memory grows with the queue.',
    look: [REPORT, 'npx tickscope top'],
    helps: [
      'The verdict and the first row of the ranking name what takes the time of the ticks: make that faster first.',
      'Handle only the last of several updates of one symbol; take fewer symbols; spread symbols over processes.',
      'Where ticks wait for a database or an exchange and not for the processor, let them not wait for it one after the other.',
    ],
  },
  'budget-burn': {
    needs: 'ticks',
    decidesFrom: `${fast.long.least} ticks in the long window and ${fast.short.least} in the short one`,
    fires: `${share(fast.rate * allowed)} of ticks take ${time(targets.TICK_TARGET_NANOS)} or longer (${fast.rate} times what target P1 allows), in the last ${span(fast.long)}, and in the last ${span(fast.short)}; or ${share(slow.rate * allowed)} (${slow.rate} times), in the last ${span(slow.long)}, and in the last ${span(slow.short)}`,
    means:
      'Far more ticks than the target allows take a millisecond or longer, and they still do. Something changed: a release, the market, a neighbour on the machine, the size of what is kept.',
    look: [REPORT, 'npx tickscope report --since 1h'],
    helps: [
      'The ranking says by how much p95 falls if each operation took half as long; the slowest ticks show where their time went.',
      'Compare with a run before the change: `npx tickscope compare BEFORE AFTER`.',
      '[From a finding to a fix](../guides/from-a-finding-to-a-fix.md) has what helps against each finding.',
    ],
  },
  'loop-stall': {
    needs: 'the event loop (`TICKSCOPE_EVENT_LOOP` is not `off`)',
    decidesFrom: 'any stall',
    fires: `the loop was held, in stretches of 10 ms or more, for ${time(limits.STALLED_SHARE * limits.STALLED_NANOS)} of the last ${time(limits.STALLED_NANOS)}`,
    means:
      'One callback after the other holds the event loop: nothing else runs, events wait in their sockets, timers are late, orders go out late.',
    look: [REPORT],
    helps: [
      'The alert names who held it; the report has the file and line of synchronous calls.',
      'Synchronous files, compression and cryptography: their asynchronous forms. JSON of megabytes and loops over everything: smaller pieces, or a worker thread.',
      'Where it is garbage collection: fewer objects per tick, a larger young generation (`--max-semi-space-size`).',
    ],
  },
  'feed-silent': {
    needs: 'ticks, or events where they are counted before',
    decidesFrom: '20 intervals between events of that feed; a rare feed is not accused',
    fires: `nothing has come for much longer than is usual for that feed, half a second at least, and the event loop was not held for half of it; after ${time(limits.FEED_ENDED_NANOS)} the feed counts as ended`,
    means:
      'A feed has stopped: the exchange sends nothing, the connection is dead but not closed, or the subscription was lost in a reconnect.',
    look: [REPORT, 'ss -tnp | grep node'],
    helps: [
      'The table of feeds says of earlier silences who it was: the feed, the network, or the event loop.',
      'Send a ping to the exchange and connect anew where no answer comes within seconds; subscribe again after each reconnect.',
      'Where the market was closed or the symbol is no longer traded, nothing is wrong.',
    ],
  },
  'orders-late': {
    needs: 'orders ([what an order is](../reference/report.md#orders))',
    decidesFrom: `${limits.ORDER_WINDOW.least} orders that were answered`,
    fires: `an order takes ${time(limits.ORDER_NANOS)} or longer from the begin of its tick until the venue has answered, as the mean of the last ${span(limits.ORDER_WINDOW)}`,
    means: 'Orders reach the market late. The alert says which leg takes the time: deciding, sending, or the venue.',
    look: [REPORT],
    helps: [
      'Deciding: see `budget-burn`. Sending: the event loop is held or sockets are opened anew for each order; keep connections alive.',
      'The venue: its status page, its rate limits (429), the way there.',
    ],
  },
  'database-slow': {
    needs: 'queries of a driver that is measured',
    decidesFrom: `${limits.QUERY_WINDOW.least} queries`,
    fires: `queries take ${time(targets.QUERY_TARGET_NANOS)} or longer on average (target P5), in the last ${span(limits.QUERY_WINDOW)}`,
    means: 'The database answers slowly. Ticks that wait for it are slow, and connections stay taken.',
    look: [
      REPORT,
      'psql -c "select pid, state, wait_event, now() - query_start as since, left(query, 80) from pg_stat_activity where state <> \'idle\' order by since desc"',
    ],
    helps: [
      'The alert names the statement with the most time; the report has its calls per tick. `EXPLAIN (ANALYZE, BUFFERS)` of it: an index is missing, or a plan has changed.',
      'Locks and long transactions; a vacuum or a backup that runs now; the disk.',
      'Ask once for many rows and not for each row; keep in memory what changes seldom.',
    ],
  },
  'pool-exhausted': {
    needs: 'waits for a connection (`pg-pool`)',
    decidesFrom: `${limits.POOL_WINDOW.least} waits that ended`,
    fires: `it takes ${time(limits.POOL_WAIT_NANOS)} or longer to get a connection, as the mean of the last ${span(limits.POOL_WINDOW)}`,
    means:
      'All connections of the pool are taken, and queries wait for one. A wait that never ends is not counted: then ticks begin and do not end, which is `overloaded`.',
    look: [REPORT, 'psql -c "select state, count(*) from pg_stat_activity group by state"'],
    helps: [
      'Many `idle in transaction`: a client is not released, often where an error is thrown before `release()`.',
      'Slow statements keep connections: see `database-slow`. Fewer queries per tick need fewer connections.',
      'A larger pool helps only where the database has room for it.',
    ],
  },
  'cache-ratio': {
    needs: 'caches that are seen ([which ones](../reference/instrumentation.md))',
    decidesFrom: `${limits.CACHE_LEAST_LOOKUPS} look-ups, and more until chance is ruled out (${limits.CACHE_DEVIATIONS} standard deviations)`,
    fires: `a cache hits ${share(targets.CACHE_TARGET_SHARE)} or less of its look-ups (target P4)`,
    means:
      'A cache finds less than it should: it is too small, its entries expire too early, or its keys differ where they should be equal.',
    look: [REPORT],
    helps: [
      'The table of caches has entries, limit and evictions: a full cache with many evictions is too small.',
      'Keys with times or objects in them are never found again.',
      'A cache that cannot do better by its nature: leave the alert out with `without`.',
    ],
  },
  'memory-high': {
    needs: 'RSS; of the whole process, so not in worker threads',
    decidesFrom: `${time(limits.MEMORY_HIGH_NANOS)}`,
    fires: `RSS is ${formatBytes(targets.MEMORY_OVER_BYTES)} or more for ${time(limits.MEMORY_HIGH_NANOS)} without a break: target P2, and what Tickscope itself may need`,
    means:
      'The program is larger than its target, even without what Tickscope needs. On a small machine the system may kill it.',
    look: [REPORT, 'node --heapsnapshot-signal=SIGUSR2 bot.js   # and kill -USR2 PID'],
    helps: [
      'The report has RSS beside the heap: a small heap in a large process is buffers, or native modules.',
      'Where so much is right for the program, leave the alert out with `without`.',
    ],
  },
  'memory-growth': {
    needs: 'RSS; of the whole process, so not in worker threads',
    decidesFrom: time(targets.MEMORY_STABILITY_NANOS),
    fires: `RSS grew by ${share(targets.MEMORY_STABILITY_SHARE)} of its median or more in ${time(targets.MEMORY_STABILITY_NANOS)}, by its Theil-Sen slope (target P2)`,
    means:
      'Something is kept that is never let go of: listeners, timers, maps by symbol or order, promises that never settle.',
    look: ['npx tickscope report --last 1h', 'node --heapsnapshot-signal=SIGUSR2 bot.js   # twice, some minutes apart'],
    helps: [
      'The findings name what grows with the ticks: calls that take longer and longer, handles that are never closed.',
      'Compare two heap snapshots in Chrome: what there is more of, and who keeps it.',
      'A cache that is still filling grows too, and stops.',
    ],
  },
  'telemetry-lost': {
    needs: 'what is sent or recorded',
    decidesFrom: 'one loss',
    fires: `spans, collections of metrics or segments of the record were lost in the last ${time(limits.LOST_NANOS)}`,
    means:
      'What was measured has not come to where it is read. The program is not affected; reports, traces and dashboards have holes.',
    look: [REPORT, 'npx tickscope doctor -- node bot.js'],
    helps: [
      'The losses in the report say which: not sent (the collector is away or refuses), beyond the queue (more kept ticks than leave), the disk is full.',
      'The collector: see `collector-down`; its own metrics say what it refused.',
    ],
  },
  'collector-down': {
    needs: 'the collector’s own metrics in Prometheus',
    decidesFrom: NONE,
    fires: NONE,
    means:
      'A collector that had sent its own metrics within the last hour has sent none for a minute. Programs keep what they have in a bounded queue and count what does not fit.',
    look: ['docker compose ps collector; docker compose logs --tail 50 collector', 'curl -s http://localhost:13133/'],
    helps: [
      'Start it again: its queue is on disk and is delivered.',
      'Out of memory: `memory_limiter` and the limit of the container. The disk of its queue is full: make room.',
    ],
  },
};

/** @returns the alerts in their order */
const ALERTS = ALERT_IDS.map((id) => {
  const { title, severity } = CONDITIONS[id] ?? SERVERS_ONLY[id];
  return { id, title, severity, inProcess: CONDITIONS[id] !== undefined, ...TEXTS[id] };
});

module.exports = { ALERTS };
