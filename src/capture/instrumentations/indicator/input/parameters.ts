// Settings of an indicator as a text: `fastPeriod=12 slowPeriod=26`.

/** Settings in one text. */
const MOST = 8;
/** Longer names are none that a person gave to a setting. */
const LONGEST_NAME = 24;

/** Numbers of the program's that are settings by their names; any other number may be a price or a balance. */
export const SETTING: RegExp =
  /(?:period|length|window|interval|lookback|span|size|fast|slow|short|long|signal|smooth(?:ing)?|multiplier|factor|std_?dev|deviations?|sigma|offset|alpha)s?$/i;

export type Setting = readonly [name: string, value: number | boolean];

/** In the order of their names, so that the order in which they were given does not matter. */
export function settingsText(settings: readonly Setting[]): string {
  return settings
    .filter(([name]) => name.length <= LONGEST_NAME)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .slice(0, MOST)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

export function isSetting(value: unknown): value is number | boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
