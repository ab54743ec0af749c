// The variables that say what is sent, and to where, do what docs/reference/environment.md says.

import { REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { observe } from './observe.js';
import { OTLP_CHECKS, withoutCertificates } from './otlp-checks.js';

it.each(Object.entries(OTLP_CHECKS))('%s', async (_name, check) => expect(check()).resolves.toBeUndefined(), 20_000);

it('certificates make a difference', async () => expect(withoutCertificates()).resolves.toBeUndefined(), 20_000);

it('loads the packages for grpc when they are asked for, and not before', async () => {
  const program = 'console.log(Object.keys(require.cache).filter((file) => file.includes("grpc-js")).length > 0)';
  const loads = async (protocol: string): Promise<string> => {
    const address = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
    const environment = { TICKSCOPE_DIR: temporaryFolder(), TICKSCOPE_FLUSH_MILLIS: '1', ...address };
    return (await run([process.execPath, '--require', REGISTER, '--eval', program], { environment })).stdout;
  };
  expect([await loads('http/protobuf'), await loads('grpc')]).toEqual(['false\n', 'true\n']);
});

it('sends logs nowhere where their address cannot be read, and the rest as ever', async () => {
  const { signals, stderr } = await observe({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'not an address' });
  expect(signals).toEqual(['traces', 'metrics']);
  expect(stderr).toMatch(
    /^tickscope: logs could not be set up: OTEL_EXPORTER_OTLP_LOGS_ENDPOINT "not an address" .*\n$/,
  );
});

it('says what is wrong with a variable once, however many exporters read it', async () => {
  const { signals, stderr } = await observe({ OTEL_EXPORTER_OTLP_TIMEOUT: '-1', OTEL_BSP_MAX_QUEUE_SIZE: 'many' });
  expect(signals).toEqual(['traces', 'metrics', 'logs']);
  expect(stderr.match(/OTEL_EXPORTER_OTLP_TIMEOUT/g)).toHaveLength(1);
  expect(stderr.match(/OTEL_BSP_MAX_QUEUE_SIZE/g)).toHaveLength(1);
});
