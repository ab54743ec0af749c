// The path of a URL as a template: ids, keys, signatures, dates and symbols become placeholders, and the query is left out.
//
// What is no word is a value. That is the safe side: a name that says `{id}` too often is a blemish, one that holds a key is a leak.

/** A longer path is not read to its end: some send a whole query in it. */
const LONGEST_PATH = 2_048;
/** Segments of a path that are told apart. */
const MOST_SEGMENTS = 12;
const LONGEST_SEGMENT = 40;
const MOST_PARTS = 6;

const VERSION = /^v\d{1,4}(?:\.\d{1,2})?(?:(?:alpha|beta)\d?)?$/i;
/** `24hr`, `1m` */
const INTERVAL = /^\d{1,2}(?:hr|min|[smhdw])$/;
const HEX = /^[\da-f]{8,}$/i;
/** `btcusdt`, `BTC-USD`, `tBTCUSD` */
const PAIR = /^t?[a-z\d]{2,10}[-_:]?(?:usdt|usdc|busd|usd|eur|gbp|jpy|btc|eth|perp)$/i;
const CAPITALS = /^[A-Z][A-Z\d]{0,11}(?:[-_.:][A-Z\d]{1,11}){0,2}$/;
/** Words that APIs write in capitals. */
const CAPITAL_WORDS: ReadonlySet<string> = new Set(['API', 'OHLC', 'REST', 'RPC', 'WS']);

const PARTS = /[-_.]|(?<=[a-z])(?=[A-Z])/;
/** `order`, `Order`, `OCOOrder`, `level2`, `OTC` */
const PART = /^(?:[A-Z]{0,4}[a-z]{3,15}\d?|[A-Z]?[a-z]{1,2}|[A-Z]{1,5})$/;
const VOWEL = /[aeiouy]/i;
const CONSONANTS = /[^aeiouy]{6}/i;
/** Letters without a vowel that may still be a word: `https`. */
const SHORT = 5;
/** Letters that a part of a name in mixed case has on average: what has fewer is a token. */
const LEAST_MEAN_LETTERS = 2.5;

/** Segments that were found to be words. Values are not remembered. */
const words = new Set<string>();
const MOST_WORDS = 512;

/** @param path of a URL, as it is sent, with or without its query */
export function pathTemplate(path: string): string {
  const [read = ''] = path.slice(0, LONGEST_PATH).split(/[?#;]/, 1);
  const segments = read.split('/');
  const template = segments.slice(0, MOST_SEGMENTS).map((segment, position) => segmentTemplate(segment, position));
  if (segments.length > MOST_SEGMENTS) template.push('{*}');
  const text = template.join('/');
  return text.startsWith('/') ? text : `/${text}`;
}

function segmentTemplate(segment: string, position: number): string {
  if (segment === '' || words.has(segment)) return segment;
  if (segment.length > LONGEST_SEGMENT) return '{id}';
  // The first one of a single digit is a version, as Kraken has it: `/0/public/Ticker`.
  if (position === 1 && /^\d$/.test(segment)) return segment;
  if (VERSION.test(segment) || INTERVAL.test(segment) || CAPITAL_WORDS.has(segment)) return segment;
  if (HEX.test(segment)) return '{id}';
  if (PAIR.test(segment) || CAPITALS.test(segment)) return '{symbol}';
  if (!isWord(segment)) return '{id}';
  if (words.size < MOST_WORDS) words.add(segment);
  return segment;
}

function isWord(segment: string): boolean {
  const parts = segment.split(PARTS);
  if (parts.length > MOST_PARTS) return false;
  if (parts.length > 1 && segment.length / parts.length < LEAST_MEAN_LETTERS) return false;
  return parts.every(isPartOfWord);
}

function isPartOfWord(part: string): boolean {
  return PART.test(part) && !CONSONANTS.test(part) && (part.length <= SHORT || VOWEL.test(part));
}
