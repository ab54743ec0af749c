// Whether a class or a file is about trading, by its name.

/** Robots and bottles are no bots. */
const SPEAKS =
  /trad(?:e|ing)|strateg|(?<!ro)bot(?!t)|market|ticker|feed|engine|orchestrator|exchange|broker|candle|signal|backtest/i;

export function speaksOfTrading(name: string): boolean {
  return SPEAKS.test(name);
}
