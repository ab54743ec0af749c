// The table of the libraries of indicators: another one is a row. The reference is written from it.

import { constructorWithValues } from './forms/constructor-with-values.js';
import { functionByName, functionOfEach, functions, functionsOf, promisingFunctions } from './forms/functions.js';
import { functionOfMadeObject } from './forms/made-object.js';
import { everyMethod, everyStaticMethod, prototypeMethod, staticMethod } from './forms/members.js';
import { replacedMethod } from './forms/replaced-method.js';
import type { IndicatorLibrary } from './library.js';

/**
 * `MACD.calculate === exports.macd` calls `new MACD()`, whose constructor computes everything; streaming goes through
 * `nextValue`. Calls inside the package are nested ones, of which the outermost counts.
 */
function likeTechnicalindicators(packageName: string, files: RegExp): IndicatorLibrary {
  return {
    packageName,
    files,
    without: /^(?:getAvailableIndicators|AvailableIndicators|setConfig|getConfig)$/,
    forms: [functions, staticMethod('calculate'), prototypeMethod('nextValue'), constructorWithValues('nextValue')],
  };
}

/** A package that is one function, which has no name of its own or a bundler's. */
function oneFunction(packageName: string, file: RegExp, itself: string): IndicatorLibrary {
  return { packageName, files: file, itself, forms: [functions] };
}

/** `MovingAverage(timespan)`, whose `push` is given a time and a value. */
function movingAverageOverTime(packageName: string): IndicatorLibrary {
  return { packageName, files: /^index\.js$/, itself: 'MovingAverage', forms: [functionOfMadeObject('push')] };
}

const NO_INDICATOR_OF_IXJB94 = /^normalize2?$/;

export const LIBRARIES: readonly IndicatorLibrary[] = [
  // `lib/` is ES modules without a sign of it, for bundlers and loaders such as tsx. Its tools are no indicators.
  likeTechnicalindicators(
    'technicalindicators',
    /^(?:dist\/index|lib\/(?!index|config|StockData|indicator\/|Utils\/(?:NumberFormatter|LinkedList|FixedSize)).+)\.js$/,
  ),
  likeTechnicalindicators('@thuantan2060/technicalindicators', /^dist\/index\.js$/),
  likeTechnicalindicators('fast-technical-indicators', /^dist\/index\.cjs$/),
  {
    // ES modules only in 8.x: `add`, `replace` and `updates` all call `update`.
    packageName: 'trading-signals',
    files: /^dist\/(?!(?:util|error)\/).+\.[cm]?js$/,
    forms: [prototypeMethod('update')],
  },
  { packageName: 'tulind', files: /^index\.js$/, forms: [functionOfEach('indicators', 'indicator')] },
  // Its main file hands on what its native code exports, or is the native code itself.
  { packageName: 'talib', files: /\.node$/, forms: [functionByName('execute')] },
  {
    packageName: 'indicatorts',
    files: /^dist\/(?:cjs|esm)\/index\.js$/,
    without:
      /^(?:abs|add|subtract|multiply|divide|pow|sqrt|max|changes|checkSameLength|concatAssets|extractSigns|generateNumbers|newAssetWithLength|transpose|since)$|By$|^(?:days|round|shift|sort|to[IM])|Actions$|StrategyStats$/,
    forms: [functions],
  },
  {
    packageName: '@debut/indicators',
    files: /^lib\/indicators\.(?:cjs|esm)\.js$/,
    forms: [replacedMethod('nextValue'), replacedMethod('momentValue')],
  },
  {
    // Each function by itself, and a class that has them all, once with promises and once without.
    packageName: '@ixjb94/indicators',
    files: /^dist\/core\/indicatorsExtract\.js$/,
    without: NO_INDICATOR_OF_IXJB94,
    forms: [promisingFunctions],
  },
  {
    packageName: '@ixjb94/indicators',
    files: /^dist\/core\/indicators\.js$/,
    forms: [everyMethod(NO_INDICATOR_OF_IXJB94, 'promise')],
  },
  {
    packageName: '@ixjb94/indicators',
    files: /^dist\/core\/indicatorsSync\.js$/,
    forms: [everyMethod(NO_INDICATOR_OF_IXJB94)],
  },
  {
    packageName: 'bfx-hf-indicators',
    files: /^dist\/(?:index|lib\/.+)\.js$/,
    forms: [prototypeMethod('add'), prototypeMethod('update')],
  },
  {
    packageName: 'ta.js',
    files: /^index\.js$/,
    without:
      /^(?:sum|std|variance|ncdf|normsinv|sim|percentile|median|log|exp|pvalue|kmeans|mse|se|ssd|permutations|(?:de)?normalize.*|standardize|times_.+|(?:anti)?martingale|kelly|expected_trails|winratio|avg.+|return_.+|drawdown)$/,
    forms: [functions, functionsOf(/^aroon$/)],
  },
  {
    packageName: 'ta-math',
    files: /^dist\/ta-math(?:\.esm)?\.js$/,
    itself: 'TA',
    // Its instances call these.
    forms: [everyStaticMethod(/^co[rv]$|Format$/)],
  },
  { packageName: 'ta-lib', files: /^index\.js$/, without: /^[a-z]/, forms: [functions] },
  {
    packageName: 'oakscriptjs',
    files: /^dist\/index\.[cm]js$/,
    without:
      /^(?!(?:ta|taCore|atr|bb|change|crossover|crossunder|cum|ema|macd|rsi|sma|stdev|tr|vwap|calculateZigZag)$)/,
    forms: [functions, functionsOf(/^ta(?:Core)?$/)],
  },
  {
    packageName: 'candlestick',
    files: /^src\/(?!candlestick|utils|pluginManager|patternMetadata|streaming|seriesResolver|volatility)\w+\.js$/,
    forms: [functions],
  },
  { packageName: 'moving-averages', files: /^lib\/index\.js$/, forms: [functions] },
  { packageName: 'finmath', files: /^lib\/index\.js$/, without: /^(?:add|sub|mul|div)$/, forms: [functions] },
  oneFunction('sma', /^index\.js$/, 'sma'),
  oneFunction('exponential-moving-average', /^index\.js$/, 'ema'),
  oneFunction('macd', /^lib\/index\.js$/, 'macd'),
  oneFunction('bollinger-bands', /^lib\/index\.js$/, 'bollinger'),
  movingAverageOverTime('moving-average'),
  movingAverageOverTime('@vascosantos/moving-average'),
];

const WASM = 'it is WebAssembly, which it fetches by a URL that Node.js cannot read';
const BROWSER = 'it is made for charts in a browser';

/** Libraries of indicators whose calls are not measured: a program that loads one is told so, and why. */
export const NOT_MEASURED: Readonly<Record<string, string>> = {
  pinets: 'it runs scripts bar by bar, and not one indicator after the other',
  'data-forge-indicators': 'its calls only say what to compute, which is done when somebody reads the series',
  'talib-binding': 'it cannot be installed on Node.js 24, where the node-gyp that it brings stops',
  'talib-web': WASM,
  'talib.js': WASM,
  'trading-indicator': 'it fetches its prices itself, so that most of a call is waiting for an exchange',
  'lightweight-charts-indicators': BROWSER,
  '@d3fc/d3fc-technical-indicator': 'it is made for bundlers: Node.js cannot load its files',
  techan: BROWSER,
};
