// "Are ticks in time?" The home dashboard.

import type { Board } from './board.mts';
import { slowTicksInJaeger, ticksByNameInJaeger } from './board.mts';
import { heatPanel, linesPanel, numberPanel, tablePanel } from './panels.mts';
import { ALIVE, quantile, rate, series, SILENT, sum, top, whileAlive } from './queries.mts';
import { TICK_TARGET_SECONDS, TICK_TARGET_SHARE } from './targets.mts';

const NAME = { 'tickscope.tick.name': '=~"$tick"' };
const SYMBOL = { 'tickscope.symbol': '=~"$symbol"' };
const DURATION = series('tickscope.tick.duration', { ...NAME, ...SYMBOL });
const ENDED = series('tickscope.tick.ended', NAME);
const UNDER = series('tickscope.tick.under_target', NAME);
const FAILED = series('tickscope.tick.failed', NAME);
const STARTED = series('tickscope.tick.started');
const BY_PROCESS = ['service_name', 'instance'];

/** A tick can have both bases, and they are not to be added: the tighter one is only there where events are stamped. */
const bound = (metric: string): string => series(metric, { 'tickscope.wait.basis': '="bound"' });
const stamped = (metric: string): string => series(metric, { 'tickscope.wait.basis': '="stamped"' });

function underShare(of: (selector: string) => string): string {
  return `${of(UNDER)} / ${of(ENDED)}`;
}

/** How many times faster than allowed the budget is spent. */
function burn(window: string): string {
  const over = (selector: string): string => sum(`rate(${selector}[${window}])`);
  return `(1 - ${underShare(over)}) / (1 - $objective)`;
}

export const ticks: Board = {
  title: 'Ticks',
  uid: 'tickscope-ticks',
  about: 'Whether ticks stay in their budget, and since when they do not.',
  variables: ['service', 'instance', 'tick', 'symbol'],
  objective: true,
  panels: [
    numberPanel({
      title: 'Under 1 ms',
      about: 'Share of ticks under the budget, counted exactly. Below the objective: open Bottlenecks.',
      unit: 'percentunit',
      width: 4,
      query: { legend: 'under 1 ms', expression: whileAlive(underShare((selector) => rate(selector))) },
      limit: { at: TICK_TARGET_SHARE, good: 'above' },
    }),
    numberPanel({
      title: 'p95',
      about: '95 % of ticks take less, to 0.54 %. Over 1 ms: open Bottlenecks.',
      unit: 's',
      width: 4,
      query: { legend: 'p95', expression: whileAlive(quantile(0.95, DURATION)) },
      limit: { at: TICK_TARGET_SECONDS, good: 'below' },
    }),
    numberPanel({
      title: 'Burn rate',
      about:
        '1 spends exactly the ticks that may be slow. Over 1: look below when it began, and at the annotations there.',
      unit: 'none',
      width: 4,
      query: { legend: 'burn rate', expression: whileAlive(burn('$__rate_interval')) },
      limit: { at: 1, good: 'below' },
    }),
    numberPanel({
      title: 'Ticks a second',
      about: 'Ticks that ended. None while the market is open: look at Feed.',
      unit: 'suffix: /s',
      width: 4,
      query: { legend: 'ticks', expression: whileAlive(rate(ENDED)) },
    }),
    numberPanel({
      title: 'Processes that send',
      about:
        'A process is gone when it has been quiet for more than two of its own intervals. Fewer than you run: look at their logs.',
      unit: 'none',
      width: 4,
      query: { legend: 'processes', expression: ALIVE },
      limit: { at: 1, good: 'above' },
    }),
    numberPanel({
      title: 'Left out by Tickscope',
      about: 'Whatever was left out in this time. Over 0: open Tickscope itself, which says what and why.',
      unit: 'short',
      width: 4,
      query: {
        legend: 'losses',
        expression: `${sum(`increase(${series('tickscope.losses')}[$__range])`)} or vector(0)`,
      },
      limit: { at: 1, good: 'below' },
      nothing: '0',
    }),
    linesPanel({
      title: 'Duration of ticks',
      about: 'Dots are kept ticks: click one for its trace. p99 rises alone: look for stalls and GC in Runtime.',
      unit: 's',
      width: 12,
      height: 9,
      logarithmic: true,
      limit: { at: TICK_TARGET_SECONDS, good: 'below' },
      queries: [
        { legend: 'p50', expression: quantile(0.5, DURATION) },
        { legend: 'p95', expression: quantile(0.95, DURATION), exemplars: true },
        { legend: 'p99', expression: quantile(0.99, DURATION) },
        { legend: 'largest, upper bound', expression: quantile(1, DURATION) },
      ],
    }),
    heatPanel({
      title: 'How durations are spread',
      about:
        'A column for each interval, brighter for more ticks. Two bands: two kinds of ticks, choose one by its name above.',
      unit: 's',
      width: 12,
      height: 9,
      query: { legend: 'ticks', expression: rate(DURATION), exemplars: true },
    }),
    linesPanel({
      title: 'Share under 1 ms',
      about:
        'Counted exactly, of all symbols; the dashed line is target P1. It falls: open Bottlenecks for the same time.',
      unit: 'percentunit',
      width: 12,
      limit: { at: TICK_TARGET_SHARE, good: 'above' },
      queries: [{ legend: 'under 1 ms', expression: underShare((selector) => rate(selector)) }],
    }),
    linesPanel({
      title: 'Burn rate, four windows',
      about:
        'A long and a short window over the same limit: it is going on, and it matters. Look for what changed when they rose.',
      unit: 'none',
      width: 12,
      limit: { at: 1, good: 'below' },
      queries: [
        { legend: '5 min', expression: burn('5m') },
        { legend: '30 min', expression: burn('30m') },
        { legend: '1 h', expression: burn('1h') },
        { legend: '6 h', expression: burn('6h') },
      ],
    }),
    linesPanel({
      title: 'Wait and response time (p95)',
      about:
        'Response is what the market feels: wait and duration. Far over the duration: ticks queue, look at Runtime for who holds the loop.',
      unit: 's',
      width: 12,
      logarithmic: true,
      nothing: 'no wait is known',
      queries: [
        { legend: 'wait, at most', expression: quantile(0.95, bound('tickscope.tick.wait')) },
        { legend: 'response, at most', expression: quantile(0.95, bound('tickscope.tick.response')) },
        { legend: 'wait since stamped', expression: quantile(0.95, stamped('tickscope.tick.wait')) },
        { legend: 'response since stamped', expression: quantile(0.95, stamped('tickscope.tick.response')) },
      ],
    }),
    linesPanel({
      title: 'Age of events when their tick ends',
      about:
        'Against the smallest seen, because clocks differ. It rises and the response time does not: the events come late, open Feed.',
      unit: 's',
      width: 12,
      logarithmic: true,
      nothing: 'events say no time',
      queries: [
        { legend: 'p50', expression: quantile(0.5, series('tickscope.tick.age')) },
        { legend: 'p95', expression: quantile(0.95, series('tickscope.tick.age')) },
      ],
    }),
    linesPanel({
      title: 'p95 by symbol',
      about:
        'The ten slowest symbols; those beyond the bound are together. One stands out: its book or its history is larger.',
      unit: 's',
      width: 12,
      nothing: 'ticks have no symbol',
      queries: [
        {
          legend: '{{tickscope_symbol}}',
          expression: top(
            10,
            quantile(
              0.95,
              series('tickscope.tick.duration', { ...NAME, 'tickscope.symbol': ['=~"$symbol"', '!=""'] }),
              'tickscope.symbol',
            ),
          ),
        },
      ],
    }),
    linesPanel({
      title: 'p95 by tick',
      about: 'The ten slowest handlers. One is much slower than the others: choose it above, then open Bottlenecks.',
      unit: 's',
      width: 12,
      links: [ticksByNameInJaeger()],
      queries: [
        {
          legend: '{{tickscope_tick_name}}',
          expression: top(10, quantile(0.95, DURATION, 'service_name', 'tickscope.tick.name')),
        },
      ],
    }),
    linesPanel({
      title: 'Ticks that started, ended, failed',
      about: 'Started stays over ended: the program cannot keep up. Failed over 0: their traces have the error.',
      unit: 'suffix: /s',
      width: 12,
      queries: [
        { legend: 'started', expression: rate(STARTED) },
        { legend: 'ended', expression: rate(ENDED) },
        { legend: 'failed', expression: rate(FAILED) },
      ],
    }),
    tablePanel({
      title: 'By process',
      about:
        'Processes that sent in the last five minutes. One alone is slow: look at its machine; one is silent: it has ended.',
      unit: 's',
      width: 12,
      links: [slowTicksInJaeger()],
      columns: [
        { legend: 'p95', unit: 's', expression: quantile(0.95, DURATION, ...BY_PROCESS) },
        { legend: 'ticks a second', unit: 'suffix: /s', expression: rate(ENDED, ...BY_PROCESS) },
        { legend: 'silent for', unit: 's', expression: SILENT },
      ],
    }),
  ],
};
