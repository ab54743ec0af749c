// What the environment and the configuration file say of alerts.

import { alertSettings } from '../../../src/control/alerts/settings.js';
import { RUNBOOKS } from '../../../src/control/alerts/notice.js';
import { checkConfig } from '../../../src/config/check-config.js';
import { homepage } from '../../../package.json';

const SECRET = 'T0KEN';
const HOOK = `https://hooks.example.com/${SECRET}`;

describe('the settings of alerts', () => {
  it.each([
    [{}, undefined, false],
    [{}, false, false],
    [{}, true, true],
    [{}, {}, true],
    [{ TICKSCOPE_ALERTS: 'true' }, undefined, true],
    [{ TICKSCOPE_ALERTS: '1' }, false, true],
    [{ TICKSCOPE_ALERTS: 'false' }, { webhook: HOOK }, false],
    [{ TICKSCOPE_ALERTS: '0', TICKSCOPE_ALERTS_WEBHOOK: HOOK }, undefined, false],
    [{ TICKSCOPE_ALERTS: ' ' }, undefined, false],
    [{ TICKSCOPE_ALERTS_WEBHOOK: HOOK }, undefined, true],
    [{ TICKSCOPE_ALERTS_COMMAND: './notify.sh' }, undefined, true],
    [{ TICKSCOPE_ALERTS_WITHOUT: 'memory-high' }, undefined, false],
  ] as const)('%j and %j in the file ask for alerts: %s', (environment, file, isAsked) => {
    expect(alertSettings(environment, file) !== undefined).toBe(isAsked);
  });

  it('are those of the variables where both say something', () => {
    const file = { webhook: 'https://other.example.com/x', command: ['a', 'b'], without: ['cache-ratio'] } as const;
    const variables = {
      TICKSCOPE_ALERTS_WEBHOOK: HOOK,
      TICKSCOPE_ALERTS_COMMAND: './notify me.sh',
      TICKSCOPE_ALERTS_WITHOUT: 'memory-high, loop-stall',
    };
    expect(alertSettings(variables, file)).toEqual({
      webhook: new URL(HOOK),
      command: ['./notify me.sh'],
      without: new Set(['loop-stall', 'memory-high']),
      warnings: [],
    });
    expect(alertSettings({}, file)).toMatchObject({ command: ['a', 'b'], without: new Set(['cache-ratio']) });
  });

  it('say what makes no sense, and no address', () => {
    const variables = {
      TICKSCOPE_ALERTS: 'perhaps',
      TICKSCOPE_ALERTS_WEBHOOK: `ftp://hooks.example.com/${SECRET}`,
      TICKSCOPE_ALERTS_WITHOUT: 'memory,loop-stall',
    };
    const { warnings = [], webhook } = alertSettings(variables, undefined) ?? {};
    expect(webhook).toBeUndefined();
    expect(warnings).toEqual([
      'TICKSCOPE_ALERTS "perhaps" is neither true nor false. It counts as not set.',
      expect.stringMatching(
        /^TICKSCOPE_ALERTS_WEBHOOK is no address .* \(its value is not printed\)\. No webhook is called\.$/,
      ),
      expect.stringMatching(
        /^TICKSCOPE_ALERTS_WITHOUT "memory" is no alert; they are ticks-absent, .*collector-down\.$/,
      ),
    ]);
    expect(warnings.join()).not.toContain(SECRET);
  });

  it.each([
    { webhook: `hooks.example.com/${SECRET}` },
    { webhook: HOOK, command: `notify ${SECRET}` },
    { webhook: HOOK, without: ['memory'] },
    { wehbook: HOOK },
    SECRET,
  ])('in the file are refused as a whole without being quoted: %j', (alerts) => {
    const { settings, warnings } = checkConfig({ alerts });
    expect(settings).toEqual({});
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.join()).not.toContain(SECRET);
    expect(warnings[0]).toMatch(/^alerts.*\(not printed\) is neither true nor false, nor an object such as/);
  });

  it('in the file are taken as they are', () => {
    const alerts = { webhook: HOOK, command: ['./notify.sh', '--to', 'me'], without: ['memory-high'] };
    expect(checkConfig({ alerts })).toEqual({ settings: { alerts }, warnings: [] });
    expect(checkConfig({ alerts: true })).toEqual({ settings: { alerts: true }, warnings: [] });
  });
});

it('runbooks are in the repository that package.json names', () => {
  expect(RUNBOOKS.startsWith(homepage.replace(/#.*$/, '/'))).toBe(true);
});
