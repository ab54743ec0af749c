// Indicator classes and functions in the program's code.

import type { ProgramRule } from '../../rules/instrumentation.js';
import { wordsOf } from '../../rules/words.js';
import { givenEither } from './input/observers.js';

const INDICATORS = new Set(
  (
    'indicator indicators ema sma wma dema tema hma rma kama rsi macd bollinger bb atr stoch stochastic vwap adx cci obv ' +
    'mfi roc ichimoku keltner donchian psar trix aroon supertrend zscore'
  ).split(' '),
);
/** What else may stand in an indicator's name. Any other word, and it is something that uses indicators. */
const COMPANIONS = new Set(
  (
    'calculate calc compute get update next last latest current simple exponential weighted relative strength index ' +
    'moving average true range bands band period value values series fast slow of for from line histogram oscillator window'
  ).split(' '),
);
const METHOD = /^(?:nextValue|momentValue|update|add|calculate|compute|next)$/;
/** A function that is called so is a class from before there were classes. */
const NO_FUNCTION = /^Indicators?$/;

function namesIndicator(identifier: string): boolean {
  const words = wordsOf(identifier);
  const joined = words.join(' ');
  const hasIndicator = words.some((word) => INDICATORS.has(word)) || joined.includes('moving average');
  return hasIndicator && words.every((word) => INDICATORS.has(word) || COMPANIONS.has(word));
}

export const programIndicators: ProgramRule = {
  hint: /indicator|[ESWHKR]MA|RSI|MACD|Macd|Rsi|[ESWHKR]ma\b|\b(?:ema|sma|wma|rsi|macd)|ollinger|vwap|VWAP|Vwap|ATR|Atr|atr|[Ss]toch|STOCH|ADX|Adx|adx|CCI|Cci|cci|OBV|Obv|obv|oving[ _-]?[aA]verage|ndicator/,
  match({ className, declaredClassName, fileName, name }) {
    const rule = 'indicator-program';
    if (className === undefined) {
      if (!namesIndicator(name) || METHOD.test(name) || NO_FUNCTION.test(name)) return undefined;
      return { kind: 'indicator', name, rule, observeInput: givenEither };
    }
    if (!METHOD.test(name)) return undefined;
    const file = fileName.replace(/\.[cm]?[jt]s$/, '');
    if (![className, declaredClassName ?? '', file].some(namesIndicator)) return undefined;
    // In some programs every indicator is called so, each in a file of its own.
    const owner = className === 'Indicator' ? file : className;
    return { kind: 'indicator', name: `${owner}.${name}`, rule, observeInput: givenEither };
  },
};
