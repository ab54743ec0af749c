// Rules and rows are data: no text that is made for people decides anything in the source.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { functionText, notSeenText, patternKey, RULE_IDS, RULE_TEXTS, ruleText } from '../../src/model/rules.js';

const SOURCE = path.join(__dirname, '../../src');

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

const sources: readonly SourceFile[] = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: withoutComments(readFileSync(path.join(SOURCE, file), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
}

/** Fields whose values are texts for people. */
const PROSE = '(?:what|why|ruleText|rule|detail)';
const CUT_APART =
  '(?:includes|startsWith|endsWith|indexOf|lastIndexOf|slice|substring|split|match|matchAll|replace|replaceAll|search|at|charAt)';

/** `row.why.includes(`, `/regex/.exec(what)`, `why === '...'` */
const USES_PROSE = [
  new RegExp(`\\b${PROSE}\\??\\.${CUT_APART}\\(`, 'g'),
  new RegExp(`\\.(?:exec|test)\\((?:\\w+\\.)*${PROSE}\\)`, 'g'),
  new RegExp(`(?:\\b(?:what|why|ruleText|detail)|\\.given)\\s*[!=]==\\s*['"\`]`, 'g'),
];

function usesOfProse({ file, text }: SourceFile): string[] {
  return USES_PROSE.flatMap((pattern) => Array.from(text.matchAll(pattern), ([use]) => `${file}: ${use}`));
}

describe('texts of rules and rows', () => {
  it('are neither compared nor searched nor cut apart', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.flatMap(usesOfProse)).toEqual([]);
  });

  it.each([
    "match.rule.includes('file')",
    "rule.slice(rule.indexOf('configured: '))",
    'what.startsWith(`${name}.`)',
    '/^(.*)$/.exec(what)',
    "observed.given === 'no argument'",
    'name.test(row.why)',
  ])('are found by this test in %s', (text) => {
    expect(usesOfProse({ file: 'x.ts', text })).not.toEqual([]);
  });

  it('stand in one place', () => {
    const found = RULE_IDS.flatMap((id) =>
      sources
        .filter(({ file, text }) => file !== path.join('model', 'rules.ts') && text.includes(`'${RULE_TEXTS[id]}`))
        .filter(({ text }) => RULE_TEXTS[id] !== id || !text.includes(`'${id}'`))
        .map(({ file }) => `${file}: ${RULE_TEXTS[id]}`),
    );
    expect(found).toEqual([]);
  });
});

describe('a function in the report', () => {
  it('has the location where it is the program’s, and the package where it is exported', () => {
    expect(functionText({ name: 'Bot.onTick', location: 'bot.js:12' })).toBe('Bot.onTick (bot.js:12)');
    expect(functionText({ name: 'RSI.nextValue', packageName: '@scope/ta' })).toBe('@scope/ta.RSI.nextValue');
  });

  it('has the text of its rule, with the package or the configured name', () => {
    expect(ruleText({ name: 'onTick', rule: 'tick-name' })).toBe('tick: name and argument');
    expect(ruleText({ name: 'EMA', packageName: 'ta', rule: 'indicator-library' })).toBe('indicator: ta');
    const found = { name: 'f', rule: 'configured-tick' } as const;
    expect(ruleText({ ...found, pattern: 'feed.js#*' })).toBe('tick, configured: "feed.js#*"');
    expect(ruleText({ ...found, event: 'snap*' })).toBe('tick, configured: { "event": "snap*" }');
  });
});

describe('a configured name', () => {
  it('is shown as the configuration has it', () => {
    expect(notSeenText({ name: 'Router.*', pattern: 'Router.*' })).toBe('configured: "Router.*"');
    expect(notSeenText({ name: 'bundle.js' })).toBe('bundle.js');
  });

  it('of a function is another one than that of an event', () => {
    expect(patternKey({ pattern: 'a' })).not.toBe(patternKey({ event: 'a' }));
    expect(patternKey({})).toBeUndefined();
  });
});
