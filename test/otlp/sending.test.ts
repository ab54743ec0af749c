// Where spans and metrics cannot be sent: one line when it begins, one with the totals at the end, and every span has arrived or is counted.

import { readFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { makeCertificates } from '../support/certificates.js';
import { type Answer, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, REGISTER, run, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** By the program's own loop; a tick has two spans. */
const TICKS = 1_000;
const SPANS = 2 * TICKS;
const SECRETS = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer s3cretToken' };

type Variables = Readonly<Record<string, string>>;

function send(mode: string, url: string, more: Variables = {}, ticks = TICKS): Promise<Recorded> {
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url.replace('://', '://trader:s3cretPassword@'),
    OTEL_LOGS_EXPORTER: 'none',
    // Every tick is slow, and is sent.
    TICKSCOPE_TICK_BUDGET: '0.001us',
    TICKSCOPE_TICKS_PER_SECOND: '1000000',
    TICKSCOPE_EXPORT: mode,
    ...SECRETS,
    ...more,
  };
  return runRecorded([fixture('export/many-ticks.js'), String(ticks)], { environment });
}

function lost({ report }: Recorded, what: RegExp): number {
  return report.losses.reduce((sum, { cause, count }) => sum + (what.test(cause) ? count : 0), 0);
}

const LOST_SPANS = /^spans_(?:beyond_queue|not_exported|not_sent_at_exit|rejected)$/;

/** @returns spans that it said it lost at its end */
function saidLost({ stderr }: Recorded): number {
  const [, count = '0'] = /^tickscope: ([\d,]+) spans? (?:was|were) not sent: /m.exec(stderr) ?? [];
  return Number(count.replaceAll(',', ''));
}

/** @param accepted spans that the server took */
function expectCounted(recorded: Recorded, accepted: number, reason: RegExp): void {
  const lines = recorded.stderr.split('\n').filter((line) => line !== '');
  expect([recorded.stdout, recorded.code]).toEqual([`${TICKS}\n`, 0]);
  expect(accepted + lost(recorded, LOST_SPANS)).toBe(SPANS);
  expect(saidLost(recorded)).toBe(SPANS - accepted);
  expect(lines.at(-1)).toMatch(reason);
  // It is said when it begins, by whichever signal is first; what never answers is known only then.
  expect(
    lines
      .slice(0, -1)
      .filter(
        (line) =>
          !/^tickscope: (?:(?:traces|metrics) could not be sent: |some (?:traces|metrics) were not kept by )/.test(
            line,
          ),
      ),
  ).toEqual([]);
  expect(lines.length).toBeLessThanOrEqual(3);
  expect(recorded.stderr).not.toMatch(/s3cret|trader/);
}

const status =
  (code: number): Answer =>
  (_request, response) =>
    void response.writeHead(code).end('no');

/** What servers do, and what is said of it. */
const SERVERS: Readonly<Record<string, readonly [Answer, RegExp]>> = {
  'answers 404': [status(404), /: status 404 from 127\.0\.0\.1:\d+/],
  'answers 401': [status(401), /: status 401 from 127\.0\.0\.1:\d+/],
  'speaks no HTTP': [
    (_request, response) => void response.socket?.end('\u0000garbage\r\n\r\n'),
    /: something that is no HTTP from 127\.0\.0\.1:\d+/,
  ],
  'is no collector': [
    (_request, response) => void response.writeHead(200).end('<!doctype html>'),
    /: an answer that is no OTLP from 127\.0\.0\.1:\d+/,
  ],
};
/** Those that are asked again: the program ends while they are. */
const SERVERS_ASKED_AGAIN: typeof SERVERS = {
  'answers 503': [status(503), /: status 503 from 127\.0\.0\.1:\d+/],
  'answers 429': [status(429), /: status 429 from 127\.0\.0\.1:\d+/],
  'hangs up': [(_request, response) => void response.socket?.destroy(), /: connection reset by 127\.0\.0\.1:\d+/],
};
/** All requests have a result. */
const PATIENT = { TICKSCOPE_FLUSH_MILLIS: '20000' };

const MODES = ['thread', 'worker'];

async function againstEach(
  start: () => Promise<OtlpCollector>,
  check: (mode: string, collector: OtlpCollector) => Promise<void>,
): Promise<void> {
  await Promise.all(
    MODES.map(async (mode) => {
      const collector = await start();
      try {
        await check(mode, collector);
      } finally {
        await collector.stop();
      }
    }),
  );
}

function expectNothingSent(recorded: Recorded, reason: RegExp): void {
  expectCounted(recorded, 0, reason);
  expect(lost(recorded, /^collections_not_sent$/)).toBe(1);
  expect(recorded.stderr).toMatch(/; 1 metric collection was not sent: /);
}

it.each(Object.entries(SERVERS))('a server that %s', async (_what, [answer, reason]) => {
  expect.hasAssertions();
  await againstEach(
    () => OtlpCollector.start(answer),
    async (mode, { url }) => expectNothingSent(await send(mode, url, PATIENT), reason),
  );
});

it.each(Object.entries(SERVERS_ASKED_AGAIN))(
  'a server that %s, and is asked again',
  async (_what, [answer, reason]) => {
    expect.hasAssertions();
    await againstEach(
      async () => {
        let answered = 0;
        return OtlpCollector.start((request, response) => {
          if (request.url === '/answered') response.end(String(answered));
          else {
            answered++;
            answer(request, response);
          }
        });
      },
      async (mode, { url }) => expectNothingSent(await send(mode, url, { ANSWERED: `${url}/answered` }), reason),
    );
  },
);

it('a server that never answers', async () => {
  expect.hasAssertions();
  await againstEach(
    () => OtlpCollector.start(() => {}),
    async (mode, { url }) => expectNothingSent(await send(mode, url), /: no answer from 127\.0\.0\.1:\d+/),
  );
});

it.each([
  ['nobody listens', 'http://127.0.0.1:1', /: connection refused at 127\.0\.0\.1:1/],
  ['there is no such host', 'http://collector.invalid:4318', /: no such host.* collector\.invalid:4318/],
])('where %s', async (_what, url, reason) => {
  expect.hasAssertions();
  for (const recorded of await Promise.all(MODES.map((mode) => send(mode, url)))) expectCounted(recorded, 0, reason);
});

it('a server of https that nobody vouches for', async () => {
  const { server } = makeCertificates(temporaryFolder());
  const tls: ServerOptions = { key: readFileSync(server.key), cert: readFileSync(server.certificate) };
  await againstEach(
    () => OtlpCollector.start(undefined, tls),
    async (mode, collector) => {
      expectCounted(await send(mode, collector.url), 0, /: TLS failed \([A-Z_]+\) with 127\.0\.0\.1:\d+/);
      expect(collector.requests).toBe(0);
    },
  );
});

it.each(['http/json', 'http/protobuf'])('a server that keeps a part of what it takes, by %s', async (protocol) => {
  // In protobuf: partial_success { 1: rejected; 2: the message }.
  const rejecting: Answer = ({ url = '', headers }, response) => {
    const isTraces = url.endsWith('/traces');
    const isJson = headers['content-type'] === 'application/json';
    const json = {
      partialSuccess: { [isTraces ? 'rejectedSpans' : 'rejectedDataPoints']: '7', errorMessage: 'too old' },
    };
    const binary = Buffer.from([0x0a, 11, 0x08, 7, 0x12, 7, ...Buffer.from('too old')]);
    response.writeHead(200).end(isJson ? JSON.stringify(json) : binary);
  };
  await againstEach(
    () => OtlpCollector.start(rejecting),
    async (mode, collector) => {
      const recorded = await send(mode, collector.url, { ...PATIENT, OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
      const requests = collector.received.filter(({ signal }) => signal === 'traces').length;
      const kept = collector.spans.length - 7 * requests;
      expectCounted(
        recorded,
        kept,
        /: not kept by 127\.0\.0\.1:\d+: too old; 7 metric data points were not sent: not kept by /,
      );
      expect(lost(recorded, /^data_points_rejected$/)).toBe(7);
    },
  );
});

it('gives a collector that is slow several requests of 512 spans at once', async () => {
  // It answers when it has all: with one request on its way it would never. No request leaves before it is full, however slow the machine is: of nine
  // the last would wait for an answer too.
  const ticks = 2_048;
  await againstEach(
    async () => {
      const answers: (() => void)[] = [];
      const collector: OtlpCollector = await OtlpCollector.start((_request, response) => {
        answers.push(() => void response.writeHead(200).end());
        if (collector.spans.length === 2 * ticks) for (const answer of answers.splice(0)) answer();
      });
      return collector;
    },
    async (mode, collector) => {
      const recorded = await send(
        mode,
        collector.url,
        { ...PATIENT, OTEL_METRICS_EXPORTER: 'none', OTEL_BSP_SCHEDULE_DELAY: '60000' },
        ticks,
      );
      expect([lost(recorded, LOST_SPANS), saidLost(recorded)]).toEqual([0, 0]);
      expect(collector.received.map(({ spans }) => spans.length)).toEqual(Array(8).fill(512));
    },
  );
});

it('says what it lost where no record is kept', async () => {
  const environment = { TICKSCOPE_DIR: '/dev/null', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  const program = [process.execPath, '--require', REGISTER, fixture('export/many-ticks.js')];
  const { stderr } = await run(program, { environment });
  expect(stderr).toMatch(/^tickscope: [\d,]+ spans were not sent: connection refused at 127\.0\.0\.1:1/m);
});

it('loads of Node.js what it sends with, and not what http has a getter for: undici is 15 ms of the program', async () => {
  const collector = await OtlpCollector.start();
  try {
    const { stdout } = await run([process.execPath, '--require', REGISTER, fixture('export/loaded-modules.js')], {
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    });
    const loaded = JSON.parse(stdout) as string[];
    expect(collector.metrics.length).toBeGreaterThan(0);
    expect(loaded).toContain('NativeModule http');
    expect(loaded.filter((name) => /undici|http2|\btls\b|worker_threads/.test(name))).toEqual([]);
  } finally {
    await collector.stop();
  }
});
