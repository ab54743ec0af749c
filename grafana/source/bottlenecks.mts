// "What makes ticks long?" By the critical path, which adds up to the duration of the ticks.

import type { Board } from './board.mts';
import { linesPanel, tablePanel } from './panels.mts';
import { average, increase, quantile, rate, series, sum, timesASecond, top, whileAlive } from './queries.mts';

const NAMES = ['tickscope.operation.kind', 'tickscope.operation.name'];
const PATH = series('tickscope.operation.critical_path');
const DURATION = series('tickscope.operation.duration', { 'tickscope.operation.kind': '!="tick"' });
const ENDED = series('tickscope.tick.ended');
const OWNER = ['tickscope.loop.owner.kind', 'tickscope.loop.owner.name'];
const LEGEND = '{{tickscope_operation_kind}} {{tickscope_operation_name}}';
const OWNER_LEGEND = '{{tickscope_loop_owner_kind}} {{tickscope_loop_owner_name}}';
const SYMBOL = { 'tickscope.symbol': '=~"$symbol"' };

/** What a mean tick has of it. */
function perTick(expression: string): string {
  return `${expression} / on () group_left () ${rate(ENDED)}`;
}

function orderLeg(leg: string): string {
  return quantile(0.95, series('tickscope.order.duration', { ...SYMBOL, 'tickscope.order.leg': `="${leg}"` }));
}

const waiting = series('tickscope.operation.critical_path', { 'tickscope.operation.kind': '=~"wait|untraced"' });

export const bottlenecks: Board = {
  title: 'Bottlenecks',
  uid: 'tickscope-bottlenecks',
  about: 'Which operations the ticks wait for. The report ranks them by what halving each would gain.',
  variables: ['service', 'instance', 'symbol'],
  panels: [
    linesPanel({
      title: 'Critical path of a mean tick',
      about:
        'The ten operations that ticks were longest on; all of them add up to the mean duration. Begin with the widest band.',
      unit: 's',
      width: 16,
      height: 10,
      stacked: true,
      queries: [{ legend: LEGEND, expression: top(10, perTick(rate(PATH, ...NAMES))) }],
    }),
    tablePanel({
      title: 'Ranking',
      about:
        'Share of the critical path of all ticks in this time. The first row is what to mend first; tickscope explain says how.',
      unit: 'percentunit',
      width: 8,
      height: 10,
      nothing: 'no ticks in this time',
      columns: [
        {
          legend: 'share',
          unit: 'percentunit',
          expression: top(20, `${increase(PATH, ...NAMES)} / on () group_left () ${increase(PATH)}`),
        },
      ],
    }),
    linesPanel({
      title: 'p95 by operation',
      about: 'Of all calls, on the critical path or beside it. One rises alone: that is where something changed.',
      unit: 's',
      width: 12,
      logarithmic: true,
      queries: [{ legend: LEGEND, expression: top(10, quantile(0.95, DURATION, ...NAMES)) }],
    }),
    linesPanel({
      title: 'Calls in a mean tick',
      about: 'How often an operation runs for each tick. Far over 1: it is in a loop, do it once.',
      unit: 'short',
      width: 12,
      queries: [{ legend: LEGEND, expression: top(10, perTick(timesASecond(DURATION, ...NAMES))) }],
    }),
    linesPanel({
      title: 'What ticks wait for',
      about:
        'Time on critical paths in which no function of the tick ran, by who is to blame. A name with loop: that callback held the loop.',
      unit: 's',
      width: 12,
      stacked: true,
      nothing: 'ticks wait for nothing',
      queries: [
        {
          legend: '{{tickscope_operation_name}}',
          expression: top(10, perTick(rate(waiting, 'tickscope.operation.name'))),
        },
      ],
    }),
    linesPanel({
      title: 'Ticks delayed by a stall',
      about:
        'Ticks that began late because a callback held the loop for 10 ms or more, by who held it. Split that callback up.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'no tick was delayed',
      queries: [
        { legend: OWNER_LEGEND, expression: top(10, rate(series('tickscope.loop.stall.delayed_ticks'), ...OWNER)) },
      ],
    }),
    linesPanel({
      title: 'Legs of orders (p95)',
      about:
        'Decided: the program thought; sent: it waited to send; acknowledged: the venue took its time. Mend the longest.',
      unit: 's',
      width: 12,
      logarithmic: true,
      nothing: 'no orders',
      queries: [
        { legend: 'decided', expression: orderLeg('decided') },
        { legend: 'sent', expression: orderLeg('sent') },
        { legend: 'acknowledged', expression: orderLeg('acknowledged') },
      ],
    }),
    linesPanel({
      title: 'Orders by venue',
      about: 'Orders that started, failed, and are open. Open only rises: the venue does not answer.',
      unit: 'short',
      width: 12,
      nothing: 'no orders',
      queries: [
        {
          legend: 'started a second {{tickscope_venue}}',
          expression: rate(series('tickscope.order.started', SYMBOL), 'tickscope.venue'),
        },
        {
          legend: 'failed a second {{tickscope_venue}}',
          expression: rate(series('tickscope.order.failed', SYMBOL), 'tickscope.venue'),
        },
        {
          legend: 'open {{tickscope_venue}}',
          // Totals of the life of a process, so that what began before this time counts. Of processes that still send.
          expression: whileAlive(
            `${sum(`last_over_time(${series('tickscope.order.started', SYMBOL)}[3m])`, 'tickscope.venue')} - ` +
              sum(`last_over_time(${series('tickscope.order.ended', SYMBOL)}[3m])`, 'tickscope.venue'),
          ),
        },
      ],
    }),
    linesPanel({
      title: 'Operations that failed',
      about: 'Calls that threw or rejected. Over 0: open a trace of a failed tick in Jaeger.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'nothing failed',
      queries: [{ legend: LEGEND, expression: top(10, rate(series('tickscope.operation.failed'), ...NAMES)) }],
    }),
    linesPanel({
      title: 'Operations nobody awaited',
      about: 'They ended after their tick. Meant so: fine; otherwise an await is missing.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'all were awaited',
      queries: [{ legend: LEGEND, expression: top(10, rate(series('tickscope.operation.late'), ...NAMES)) }],
    }),
    tablePanel({
      title: 'Operations',
      about:
        'The twenty that are on critical paths most, as they are now. Compare the columns: is it called often, or does it take long; mend that.',
      unit: 's',
      width: 24,
      height: 9,
      columns: [
        { legend: 'critical path a second', unit: 's', expression: top(20, rate(PATH, ...NAMES)) },
        { legend: 'self time a second', unit: 's', expression: rate(series('tickscope.operation.self'), ...NAMES) },
        { legend: 'calls a second', unit: 'suffix: /s', expression: timesASecond(DURATION, ...NAMES) },
        { legend: 'mean', unit: 's', expression: average(DURATION, ...NAMES) },
      ],
    }),
  ],
};
