// Splits identifiers and file names into lower-case words, so that `sma` is found in `SmaCross` and not in `smart`.

/** The name in code of what a file is: `onTrade` for `on-trade.js`. */
export function identifierOfFile(fileName: string): string {
  return fileName
    .replace(/\.[cm]?[jt]sx?$/, '')
    .replaceAll(/[^A-Za-z\d$]+([A-Za-z\d])?/g, (_between: string, next: string = '') => next.toUpperCase());
}

/** `EmaIndicator`, `ema-indicator.js`, `EMA_indicator` and `calcEMA20` give `ema`, `indicator` and so on; digits fall away. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
