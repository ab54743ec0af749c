// A polyfill in the place of the global Promise has less than exporters call: they must not call it, and the program must not end by that.

import { OtlpCollector } from '../support/otlp-collector.js';
import {
  fixture,
  type Outcome,
  type Recorded,
  runBare,
  runRecorded,
  withoutTickscopeLines,
} from '../support/programs.js';

const program = [fixture('hostile/replaced-promise.js')];

async function runSending(endpoint: string): Promise<readonly [Outcome, Recorded]> {
  const environment = {
    TICKSCOPE_TICK_BUDGET: '0.001us',
    TICKSCOPE_TICKS_PER_SECOND: '1000000',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  };
  return Promise.all([runBare(program), runRecorded(program, { environment })]);
}

it('goes on where nobody takes what is sent', async () => {
  const [bare, recorded] = await runSending('http://127.0.0.1:1');
  expect(bare).toMatchObject({ stdout: '5 5 {"ticks":5}\n', stderr: '', code: 0 });
  expect([recorded.stdout, withoutTickscopeLines(recorded.stderr), recorded.code]).toEqual([bare.stdout, '', 0]);
  expect(recorded.report.ticks.started).toBe(5);
});

it('sends all spans to a collector', async () => {
  const collector = await OtlpCollector.start();
  try {
    const [bare, recorded] = await runSending(collector.url);
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
    expect(collector.spans.filter(({ name }) => name === 'Bot.onTick')).toHaveLength(5);
  } finally {
    await collector.stop();
  }
});
