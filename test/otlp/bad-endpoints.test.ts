// Whatever stands at the other end, the program runs and ends as without it, and every span that was lost is counted.

import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { makeCertificates } from '../support/certificates.js';
import { type Answer, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, runRecorded, withoutTickscopeLines } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LOST_SPANS: ReadonlySet<string> = new Set(['spans_beyond_queue', 'spans_not_exported', 'spans_not_sent_at_exit']);
const PROGRAM = [fixture('capture/traced-ticks.js')];
/** A dictionary of what servers do that should take traces. */
const SERVERS: Readonly<Record<string, Answer>> = {
  'never answers': () => {},
  'answers 400': (_request, response) => void response.writeHead(400).end('bad request'),
  'answers 429 with Retry-After': (_request, response) => void response.writeHead(429, { 'retry-after': '60' }).end(),
  'answers 500': (_request, response) => void response.writeHead(500).end(),
  'answers garbage': (_request, response) => void response.socket?.end('\u0000garbage\r\n\r\n'),
  'hangs up': (_request, response: ServerResponse) => void response.socket?.destroy(),
  'redirects elsewhere': (_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
};

type Variables = Readonly<Record<string, string>>;

function runFrom(mode: string, url: string, more: Variables = {}): Promise<Recorded> {
  const environment = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
    TICKSCOPE_FLUSH_MILLIS: '300',
    TICKSCOPE_EXPORT: mode,
    ...more,
  };
  return runRecorded(PROGRAM, { environment });
}

function expectUnharmed(recorded: Recorded): void {
  expect(recorded.stdout).toBe('true undefined\n'.repeat(4) + 'refused\ntrue desk=fx\nthe end, once\n');
  expect([recorded.code, recorded.signal]).toEqual([0, null]);
  expect(withoutTickscopeLines(recorded.stderr)).toBe('');
  // Where the program ended first there was nothing to say yet but how much was lost.
  expect(recorded.stderr).toMatch(
    /^(?:tickscope: traces could not be sent: .*OTEL_EXPORTER_OTLP_ENDPOINT.*\n)?tickscope: \d+ spans were not sent: .*\n$/,
  );
}

/** Every span of every kept tick, the late one with them. */
function spansOf({ segments }: Recorded): number {
  return segments.flatMap(({ kept }) => kept).reduce((sum, { operations }) => sum + operations.length, 0);
}

function lostSpans({ report }: Recorded): number {
  return report.losses.filter(({ cause }) => LOST_SPANS.has(cause)).reduce((sum, { count }) => sum + count, 0);
}

describe.each(['thread', 'worker'])('sent from the %s', (mode) => {
  const runAgainst = (url: string, more?: Variables): Promise<Recorded> => runFrom(mode, url, more);

  it.each(Object.entries(SERVERS))('a server that %s', async (_what, answer) => {
    const collector = await OtlpCollector.start(answer);
    try {
      const recorded = await runAgainst(`${collector.url}/v1/traces`);
      expectUnharmed(recorded);
      expect(recorded.report.ticks.count).toBe(6);
      expect(lostSpans(recorded)).toBe(spansOf(recorded));
    } finally {
      await collector.stop();
    }
  });

  it('a server that is slow: every span has arrived or is counted as lost', async () => {
    // Later than the program waits at its end, so that some are always left.
    const answered: NodeJS.Timeout[] = [];
    const collector = await OtlpCollector.start((_request, response) => {
      answered.push(setTimeout(() => response.writeHead(200).end(), 400));
    });
    try {
      const recorded = await runAgainst(`${collector.url}/v1/traces`);
      expectUnharmed(recorded);
      // What was sent and not answered for counts as lost: nobody knows whether it was taken.
      expect(lostSpans(recorded)).toBe(spansOf(recorded));
      expect(collector.requests).toBe(1);
    } finally {
      for (const timer of answered) clearTimeout(timer);
      await collector.stop();
    }
  });

  it('where nobody listens', async () => {
    const recorded = await runAgainst('http://127.0.0.1:1/v1/traces');
    expectUnharmed(recorded);
    expect(lostSpans(recorded)).toBe(spansOf(recorded));
  });

  it.each([
    ['a certificate that nobody vouches for', true],
    ['no TLS at all', false],
  ])('a server of https with %s', async (_what, hasCertificate) => {
    const { server } = makeCertificates(temporaryFolder());
    const tls = { key: readFileSync(server.key), cert: readFileSync(server.certificate) };
    const collector = await OtlpCollector.start(undefined, hasCertificate ? tls : undefined);
    try {
      const recorded = await runAgainst(`${collector.url.replace('http:', 'https:')}/v1/traces`);
      expectUnharmed(recorded);
      expect([collector.requests, lostSpans(recorded)]).toEqual([0, spansOf(recorded)]);
    } finally {
      await collector.stop();
    }
  });

  it.each<[what: string, environment: Record<string, string>]>([
    ['an endpoint that is no address', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'not an address' }],
    ['an exporter that does not exist', { OTEL_TRACES_EXPORTER: 'carrier-pigeon' }],
    ['a protocol that does not exist', { OTEL_EXPORTER_OTLP_PROTOCOL: 'smoke/signals' }],
    ['a queue of no size', { OTEL_BSP_MAX_QUEUE_SIZE: 'many' }],
  ])('%s is named, quoted and answered with what to do', async (_what, environment) => {
    const collector = await OtlpCollector.start();
    try {
      const recorded = await runAgainst(`${collector.url}/v1/traces`, environment);
      const [[name, value]] = Object.entries(environment) as [[string, string]];
      expect([recorded.code, withoutTickscopeLines(recorded.stderr)]).toEqual([0, '']);
      expect(recorded.stderr).toContain(`tickscope: `);
      expect(recorded.stderr).toContain(value);
      expect(recorded.stderr).toContain(name.replace('_TRACES_ENDPOINT', '').slice(0, 12));
    } finally {
      await collector.stop();
    }
  });
});
