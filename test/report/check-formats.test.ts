import * as fc from 'fast-check';
import { CHECK_SCHEMA, type CheckReport, type CheckStatus } from '../../src/model/report/check-report.js';
import { checkAsAnnotations } from '../../src/report/check/github.js';
import { checkAsJunit } from '../../src/report/check/junit.js';

function checkOf(name: string, status: CheckStatus, location?: string): CheckReport {
  const place = location === undefined ? {} : { location };
  const row = { name, status, unit: 'nanoseconds', value: 2_000, limit: 1_000, evidence: name, ...place } as const;
  return { schema: CHECK_SCHEMA, program: name, ticks: 4_000, status, rows: [row], doubts: [] };
}

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", ']]>', '%', '\n', '\r', ':', ',', '\u0000', 'a'),
    maxLength: 30,
  }),
);
const anyStatus = fc.constantFrom<CheckStatus>('pass', 'fail', 'not judged');

describe('JUnit', () => {
  /** Elements with attributes in quotes and entities, as XML 1.0 has them; written by hand, so that nothing of the writer judges itself. */
  const WELL_FORMED =
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n(?:\s*<\/?[a-z]+(?: [a-z]+="(?:[^<&"]|&(?:amp|lt|gt|quot|apos);)*")*\/?>(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*)*$/;
  /** What XML 1.0 has no way to hold. */
  // eslint-disable-next-line no-control-regex
  const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;

  it('is well-formed whatever names are', () => {
    fc.assert(
      fc.property(anyName, anyStatus, (name, status) => {
        const xml = checkAsJunit(checkOf(name, status, name));
        expect(xml).toMatch(WELL_FORMED);
        expect(xml).not.toMatch(NO_XML);
      }),
    );
  });

  it('counts what was not judged as an error and not as skipped', () => {
    expect(checkAsJunit(checkOf('x', 'not judged'))).toContain('tests="1" failures="0" errors="1" skipped="0"');
    expect(checkAsJunit(checkOf('x', 'fail'))).toContain('tests="1" failures="1" errors="0" skipped="0"');
    expect(checkAsJunit(checkOf('x', 'pass'))).toContain('tests="1" failures="0" errors="0" skipped="0"');
  });
});

describe('annotations of GitHub', () => {
  it('are one line each, whatever names are, and begin as commands', () => {
    fc.assert(
      fc.property(anyName, anyStatus, (name, status) => {
        const lines = checkAsAnnotations(checkOf(name, status)).split('\n');
        expect(lines).toHaveLength(status === 'pass' ? 2 : 3);
        for (const line of lines.slice(0, -1)) {
          // Properties end at the first `::`: what is in them has no colon of its own.
          expect(line).toMatch(/^::(?:error|warning|notice) title=[^:,]*::[^\r\n]*$/);
          expect(line).not.toMatch(/%(?!25|3A|2C)/);
        }
      }),
    );
  });

  it.each([
    ['src/bot.js:41:7', 'file=src/bot.js,line=41,'],
    ['bot.js:3', 'file=bot.js,line=3,'],
    ['/home/trader/bot.js:41', ''],
    ['C:\\bots\\bot.js:41', ''],
    [undefined, ''],
  ])('of %j stand at %j', (location, place) => {
    const [line] = checkAsAnnotations(checkOf('x', 'fail', location)).split('\n');
    expect(line).toMatch(new RegExp(`^::error ${place}title=x%3A fail::`));
  });
});
