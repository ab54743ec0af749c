// Finds indicators that go through their whole window of prices for each event, when one price has come.

import { formatCount, formatMean } from '../../model/format-units.js';
import type { Detector } from './detector.js';
import { gainWithout, placeOf, shareEvidence } from './in-ticks.js';

const LEAST_CALLS = 100;
/** Values that it is given at a call, in the mean. Shorter windows cost nearly what one step does. */
const LEAST_VALUES = 20;
/** Of the calls. */
const MOST_REPEATED_SHARE = 0.5;
/** Of a candle that closes once a minute, nobody notices. */
const LEAST_CALLS_PER_TICK = 0.5;

const NEXT_VALUE =
  'new X({ period, values: [] }) once, and nextValue(price) for each event, where the indicator has it';

/** How packages go on from one value. */
const STEPS: Readonly<Record<string, string>> = {
  technicalindicators: NEXT_VALUE,
  'fast-technical-indicators': NEXT_VALUE,
  '@thuantan2060/technicalindicators': NEXT_VALUE,
};

export const wholeWindowIndicators: Detector = {
  id: 'whole-window-indicators',
  title: 'An indicator goes through its whole window each time',
  titleOfNone: 'No indicator goes through a long window each time',
  needsAllTicks: true,

  detect({ rows, whatIf }) {
    return rows.flatMap(({ row, share, callsPerTick }) => {
      const { indicator } = row;
      if (indicator === undefined || indicator.calls < LEAST_CALLS) return [];
      const values = indicator.inputLength / indicator.calls;
      // What is computed twice is to be computed once, before anything else.
      if (indicator.repeated > MOST_REPEATED_SHARE * indicator.calls) return [];
      if (values < LEAST_VALUES || callsPerTick < LEAST_CALLS_PER_TICK) return [];
      const step = STEPS[indicator.library ?? ''] ?? 'keep its state, and update it with the newest value';
      return [
        {
          share,
          ...gainWithout(whatIf, row, 1 - 1 / values),
          ...placeOf(row),
          evidence: {
            indicator: row.name,
            'values at a call': formatMean(values),
            'at most': formatCount(indicator.maxInputLength),
            'calls in a tick': formatMean(callsPerTick),
            ...shareEvidence({ share }),
          },
          advice: `Compute it step by step: ${step}. Where candles come once a minute, compute it when one closes and not for each tick.`,
        },
      ];
    });
  },
};
