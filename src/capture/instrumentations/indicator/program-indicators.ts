// Indicator classes and functions in the program's code.

import type { ProgramRule } from '../../rules/instrumentation.js';
import { wordsOf } from '../../rules/words.js';
import { givenEither } from './input/observers.js';

const INDICATORS = new Set(
  (
    'indicator indicators ema sma wma dema tema hma rma kama rsi macd bollinger bb atr stoch stochastic vwap adx cci obv ' +
    'mfi roc ichimoku keltner donchian psar trix aroon supertrend zscore momentum volatility vwma zlema alma smma trima ' +
    'cmf tsi kst cmo ppo dpo chaikin williams'
  ).split(' '),
);
/** Of a class `SpreadIndicator` any word may stand in front, but for those of what a person looks at and of what supervises servers. */
const INDICATES_ELSE = new Set(
  (
    'progress loading load busy status state health readiness liveness presence typing activity connection connectivity ' +
    'network online offline unread battery page scroll tab step error warning sync memory cpu disk led light ui ' +
    'terminal console log alert notification'
  ).split(' '),
);
/** What else may stand in an indicator's name. Any other word, and it is something that uses indicators. */
const COMPANIONS = new Set(
  (
    'calculate calc compute get update next last latest current simple exponential weighted relative strength index ' +
    'moving average true range bands band period value values series fast slow of for from line histogram oscillator window'
  ).split(' '),
);
/** A text that has none of them, in any way to write them in a name, has no indicator. */
const HINT = hintOf([...INDICATORS]);
const METHOD = /^(?:nextValue|momentValue|update|add|calculate|compute|next)$/;
/** A function that is called so is a class from before there were classes. */
const NO_FUNCTION = /^Indicators?$/;

function namesIndicator(identifier: string): boolean {
  const words = wordsOf(identifier);
  const joined = words.join(' ');
  const hasIndicator = words.some((word) => INDICATORS.has(word)) || joined.includes('moving average');
  return hasIndicator && words.every((word) => INDICATORS.has(word) || COMPANIONS.has(word));
}

/** `SpreadIndicator`, `OrderBookImbalanceIndicator`. */
function isCalledIndicator(className: string): boolean {
  const words = wordsOf(className);
  return words.length > 1 && words.at(-1) === 'indicator' && !words.some((word) => INDICATES_ELSE.has(word));
}

/** 3 ms for a megabyte. Long names are in no other word; `roc` is in `process`. */
function hintOf(names: readonly string[]): RegExp {
  const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const short = names.filter((name) => name.length < 5);
  const long = names.filter((name) => name.length >= 5);
  return new RegExp(
    [
      `(?:${short.map(capital).join('|')})(?![a-z])`,
      `(?<![A-Z])(?:${names.map((name) => name.toUpperCase()).join('|')})`,
      `(?<![A-Za-z])(?:${short.join('|')})(?![a-z])`,
      ...long.flatMap((name) => [name, capital(name)]),
      'oving[ _-]?[aA]verage',
    ].join('|'),
  );
}

export const programIndicators: ProgramRule = {
  hint: HINT,
  match({ className, declaredClassName, fileName, name }) {
    const rule = 'indicator-program';
    if (className === undefined) {
      if (!namesIndicator(name) || METHOD.test(name) || NO_FUNCTION.test(name)) return undefined;
      return { kind: 'indicator', name, rule, observeInput: givenEither };
    }
    if (!METHOD.test(name)) return undefined;
    const file = fileName.replace(/\.[cm]?[jt]s$/, '');
    const classes = [className, declaredClassName ?? ''];
    if (![...classes, file].some(namesIndicator) && !classes.some(isCalledIndicator)) return undefined;
    // In some programs every indicator is called so, each in a file of its own.
    const owner = className === 'Indicator' ? file : className;
    return { kind: 'indicator', name: `${owner}.${name}`, rule, observeInput: givenEither };
  },
};
