// Ticks in the program's code: by the name of the handler and the shape of its argument.
//
// Strong names stood in 0 to 1 of 257-442 non-trading packages of four real applications, weak ones in up to 41; a weak name
// therefore needs a class or a file that speaks of trading, and an argument that leaves less doubt. The shape of the argument
// is looked at when it is called.

import { qualifiedName } from '../../../rules/names.js';
import type { ProgramRule } from '../../../rules/instrumentation.js';
import type { Match } from '../../../rules/match.js';
import { speaksOfTrading } from './speaks-of-trading.js';
import { isPlainlyOneEvent, isPlainlyTickShaped, isTickShaped } from '../shape/tick-shape.js';

const VERBS = 'on|handle|process|dispatch|ingest|receive';
const EVENTS =
  'Ticks?|Tickers?|Trades?|Quotes?|Candles?|Klines?|Bars?|Prices?|PriceUpdate|MarketData|BookTicker|OrderBook|Depth|Level2|L2';
const STRONG = new RegExp(`^(?:${VERBS})(?:Market)?(?:${EVENTS})(?:Update|Event|Data|Message)?$`);

const WEAK =
  /^(?:tick|update|execute|check|process|next|evaluate|calculate|onPeriod|getSignal|run|step|onUpdate|onMessage|handleMessage|handler)$/;
/** Of these, the ones that are given a whole history. */
const GIVEN_HISTORIES = /^(?:run|execute)$/;

export function isStrongName(name: string): boolean {
  return STRONG.test(name);
}

export const strongTicks: ProgramRule & { readonly hint: RegExp } = {
  hint: new RegExp(`\\b(?:${VERBS})(?:Market)?(?:${EVENTS})`),
  match(candidate): Match | undefined {
    if (!STRONG.test(candidate.name)) return undefined;
    return { kind: 'tick', name: qualifiedName(candidate), rule: 'tick-name', isTick: isTickShaped, takesTexts: true };
  },
};

export const weakTicks: ProgramRule = {
  // Nearly every file reads something of the global `process`.
  hint: /\b(?:tick|update|execute|check|process(?!\??\.)|next|evaluate|calculate|onPeriod|getSignal|run|step|onUpdate|onMessage|handleMessage|handler)\b/,
  match(candidate): Match | undefined {
    const { name, className = '', superName = '', fileName, siblings = [] } = candidate;
    if (!WEAK.test(name)) return undefined;
    // A class with an `onCandle` speaks of trading too: its `handler` is what calls that.
    const speaks =
      [className, superName, fileName].some(speaksOfTrading) || siblings.some((member) => STRONG.test(member));
    if (!speaks) return undefined;
    return {
      kind: 'tick',
      name: qualifiedName(candidate),
      rule: 'tick-place',
      isByFile: true,
      takesTexts: true,
      isTick: GIVEN_HISTORIES.test(name) ? isPlainlyOneEvent : isPlainlyTickShaped,
    };
  },
};
