// Alerts of a running program: who is told, and that the program is none the worse for a receiver that fails or hangs.

import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Notice } from '../../src/control/alerts/notice.js';
import { accept, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// Each program runs for some seconds, and longer where the machine is busy.
jest.setTimeout(120_000);

const PROGRAM = fixture('alerts/slow-later.js');
const SECRETS = ['s3cr3t-user', 's3cr3t-password', 's3cr3t-path', 's3cr3t-query'];
/** On a machine with 40 processes RSS may be anything. */
const ONLY_BURN = { TICKSCOPE_ALERTS_WITHOUT: 'memory-high,loop-stall,overloaded' };

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Hook {
  readonly url: string;
  readonly requests: Request[];
  /** There as soon as a connection has been closed, unless the answer was an error of the server. */
  readonly closedFile: string;
  stop(): Promise<void>;
}

async function startHook(answer: (response: ServerResponse) => void): Promise<Hook> {
  const requests: Request[] = [];
  const closedFile = path.join(temporaryFolder(), 'closed');
  const server = createServer((request, response) => {
    let body = '';
    request.socket.once('close', () => {
      if (response.statusCode < 500) writeFileSync(closedFile, '');
    });
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body });
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [user, password, inPath, query] = SECRETS;
  return {
    url: `http://${user}:${password}@127.0.0.1:${port}/hooks/${inPath}?key=${query}`,
    requests,
    closedFile,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const alertsNotDelivered = ({ report }: Recorded): number =>
  report.losses.find(({ cause }) => cause === 'alerts_not_delivered')?.count ?? 0;

const AN_ALERT =
  /^tickscope: alert budget-burn: Too many ticks over 1 ms: \d.* took 1 ms or longer, .*runbooks\/budget-burn\.md$/;

function expectSameProgram(run: Recorded): void {
  expect(run).toMatchObject({ stdout: 'the market has closed\n', code: 7, signal: null });
  for (const secret of SECRETS) expect(run.stderr).not.toContain(secret);
}

describe('without being asked for', () => {
  it('there are none, and the program is the one it is without the preload', async () => {
    const bare = await runBare([PROGRAM, '500']);
    const run = await runRecorded([PROGRAM, '500']);
    expect({ stdout: run.stdout, code: run.code, stderr: run.stderr }).toEqual({
      stdout: bare.stdout,
      code: bare.code,
      stderr: '',
    });
  });
});

describe('a line on stderr', () => {
  it('says once what is wrong, where it is asked for', async () => {
    const run = await runRecorded([PROGRAM], { environment: { TICKSCOPE_ALERTS: 'true', ...ONLY_BURN } });
    expectSameProgram(run);
    expect(run.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(AN_ALERT)]);
    expect(alertsNotDelivered(run)).toBe(0);
  });

  it('says nothing of a long start, which is over when it looks for the first time', async () => {
    const environment = { TICKSCOPE_ALERTS: 'true', TICKSCOPE_ALERTS_WITHOUT: 'memory-high' };
    const run = await runRecorded([fixture('alerts/held-start.js')], { environment });
    expect(run).toMatchObject({ stderr: '', code: 0 });
    expect(run.report.runtime?.eventLoop?.stalls.length).toBeGreaterThan(0);
  });

  it('says nothing of what is left out', async () => {
    const environment = {
      TICKSCOPE_ALERTS: 'true',
      TICKSCOPE_ALERTS_WITHOUT: `${ONLY_BURN.TICKSCOPE_ALERTS_WITHOUT},budget-burn`,
    };
    const run = await runRecorded([PROGRAM], { environment });
    expectSameProgram(run);
    expect(run.stderr).toBe('');
  });
});

describe('a webhook', () => {
  /** @param isAwaited whether the program goes on until the request is over */
  async function runWith(
    answer: (response: ServerResponse) => void,
    isAwaited = true,
  ): Promise<{ run: Recorded; requests: Request[] }> {
    const hook = await startHook(answer);
    try {
      const environment = {
        TICKSCOPE_ALERTS_WEBHOOK: hook.url,
        OTEL_SERVICE_NAME: 'my bot',
        TICKSCOPE_EXPORT: 'off',
        ...ONLY_BURN,
      };
      const awaited = isAwaited ? ['0', hook.closedFile] : [];
      const run = await runRecorded([PROGRAM, ...awaited], { environment });
      return { run, requests: hook.requests };
    } finally {
      await hook.stop();
    }
  }

  it('gets one alert as JSON', async () => {
    const { run, requests } = await runWith((response) => response.writeHead(204).end());
    expectSameProgram(run);
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: '/hooks/s3cr3t-path?key=s3cr3t-query' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('s3cr3t-user:s3cr3t-password').toString('base64')}`,
    });
    // The request is none of the program's.
    expect(request?.headers).not.toHaveProperty('traceparent');
    const notice = JSON.parse(request?.body ?? '') as Notice;
    expect(notice).toMatchObject({
      schema: 'tickscope.alert/1',
      alert: 'budget-burn',
      state: 'firing',
      severity: 'page',
      text: expect.stringMatching(/^my bot: alert budget-burn: /) as unknown,
      unsaid: 0,
      program: { name: 'slow-later.js', service: 'my bot' },
    });
    expect(Date.parse(notice.at)).toBeGreaterThanOrEqual(Date.parse(notice.since));
    expect(alertsNotDelivered(run)).toBe(0);
    expect(run.report.operations.filter(({ kind }) => kind === 'external')).toEqual([]);
    expect(run.report.coverage.notSeen).toEqual([]);
  });

  it('that hangs costs the program nothing: it ends in time, and the alert counts as not delivered', async () => {
    const { run, requests } = await runWith(() => undefined, false);
    expectSameProgram(run);
    expect(requests.length).toBeGreaterThanOrEqual(1);
    expect(alertsNotDelivered(run)).toBe(1);
  });

  it('that answers 500 is asked again, with the same', async () => {
    let answers = 0;
    const { run, requests } = await runWith((response) => response.writeHead(++answers === 1 ? 500 : 204).end());
    expectSameProgram(run);
    expect(requests).toHaveLength(2);
    expect(requests[1]?.body).toBe(requests[0]?.body);
    expect(alertsNotDelivered(run)).toBe(0);
  });

  it('that always answers 500 is given up, and the alert counts as not delivered', async () => {
    const { run, requests } = await runWith((response) => response.writeHead(500).end('out of order'), false);
    expectSameProgram(run);
    expect(requests.length).toBeGreaterThanOrEqual(1);
    expect(requests.length).toBeLessThanOrEqual(3);
    expect(alertsNotDelivered(run)).toBe(1);
  });

  it('that refuses is not, and a line says so without its address', async () => {
    const { run, requests } = await runWith((response) => response.writeHead(404).end());
    expectSameProgram(run);
    expect(requests).toHaveLength(1);
    expect(run.stderr).toMatch(/an alert was not delivered to the webhook at 127\.0\.0\.1:\d+: status 404\./);
    expect(alertsNotDelivered(run)).toBe(1);
  });

  it('that streams an answer without an end is not listened to', async () => {
    const { run } = await runWith((response) => {
      response.writeHead(200);
      const write = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(write));
      };
      write();
    });
    expectSameProgram(run);
    expect(alertsNotDelivered(run)).toBe(0);
  });
});

describe('a command', () => {
  /** @param isAwaited whether the program goes on until the command has made the file; else it goes on for six seconds */
  async function runWith(
    command: (file: string) => readonly string[],
    isAwaited: boolean,
  ): Promise<{ run: Recorded; file: string }> {
    const folder = temporaryFolder();
    const file = path.join(folder, 'told.json');
    const config = path.join(folder, 'config.json');
    writeFileSync(config, JSON.stringify({ alerts: { command: command(file) } }));
    const environment = { TICKSCOPE_CONFIG: config, TICKSCOPE_ALERTS_WEBHOOK: '', ...ONLY_BURN };
    return { run: await runRecorded([PROGRAM, ...(isAwaited ? ['0', file] : ['6000'])], { environment }), file };
  }

  it('is run with the alert as JSON and in variables, without a shell, and is not measured', async () => {
    const hostile = '$(touch pwned); `touch pwned` "quoted" \'it\'';
    const notify = fixture('alerts/notify.js');
    const { run, file } = await runWith((told) => [process.execPath, notify, told, hostile], true);
    expectSameProgram(run);
    const told = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly args: string[];
      readonly variables: Record<string, string>;
      readonly input: string;
      readonly isMeasured: boolean;
    };
    expect(told.args).toEqual([hostile]);
    expect(told.isMeasured).toBe(false);
    const notice = JSON.parse(told.input) as Notice;
    expect(notice).toMatchObject({ alert: 'budget-burn', state: 'firing' });
    expect(told.variables).toMatchObject({
      TICKSCOPE_ALERT: 'budget-burn',
      TICKSCOPE_ALERT_STATE: 'firing',
      TICKSCOPE_ALERT_SEVERITY: 'page',
      TICKSCOPE_ALERT_TEXT: notice.text,
      TICKSCOPE_DISABLED: 'true',
    });
    expect(alertsNotDelivered(run)).toBe(0);
    // It is no child process of the program's.
    expect(run.report.coverage.notSeen).toEqual([]);
  });

  const MAKE_AND_FAIL = 'require("node:fs").writeFileSync(process.argv[1], ""); process.exitCode = 3';

  it('that is not there, or fails, is said once and counted', async () => {
    const [missing, failing] = await Promise.all([
      runWith(() => [path.join(temporaryFolder(), 'nobody')], false),
      runWith((file) => [process.execPath, '-e', MAKE_AND_FAIL, file], true),
    ]);
    for (const { run } of [missing, failing]) {
      expectSameProgram(run);
      expect(alertsNotDelivered(run)).toBe(1);
    }
    expect(missing.run.stderr).toContain('an alert was not delivered to the command nobody: ENOENT.');
    expect(failing.run.stderr).toContain(': it ended with code 3.');
  });
});

describe("OpenTelemetry's logs", () => {
  it('get the alert as an event where log records are sent', async () => {
    const toldFile = path.join(temporaryFolder(), 'told');
    const collector = await OtlpCollector.start((request, response) => {
      if (request.url === '/v1/logs') writeFileSync(toldFile, '');
      accept(request, response);
    });
    try {
      const environment = {
        TICKSCOPE_ALERTS: '1',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_BLRP_SCHEDULE_DELAY: '100',
        ...ONLY_BURN,
      };
      const run = await runRecorded([PROGRAM, '0', toldFile], { environment });
      expectSameProgram(run);
      const logs = collector.received.flatMap(({ logs: records }) => records);
      const stringValue = expect.stringContaining('alert budget-burn: Too many ticks over 1 ms') as unknown;
      expect(logs).toMatchObject([
        {
          body: { stringValue },
          attributes: [
            { key: 'tickscope.alert.name', value: { stringValue: 'budget-burn' } },
            { key: 'tickscope.alert.state', value: { stringValue: 'firing' } },
            { key: 'tickscope.alert.severity' },
            { key: 'tickscope.alert.runbook' },
          ],
        },
      ]);
    } finally {
      await collector.stop();
    }
  });
});
