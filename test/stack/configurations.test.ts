// The configuration files as the servers that are built read them, the examples too, which nothing else starts.

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT: string = path.join(__dirname, '../..');
const run = promisify(execFile);
const { installedBinaries } = require('../../scripts/stack/binaries.js') as {
  installedBinaries(): Record<'amtool' | 'jaeger' | 'otelcol' | 'prometheus' | 'promtool', string>;
};

/** What docker-compose.yml mounts it over does not exist here; the servers look at whether it does. */
const environment = { ...process.env, JAEGER_UI: path.join(ROOT, 'jaeger/ui.json') };

function validate(server: 'jaeger' | 'otelcol', ...files: string[]): Promise<unknown> {
  const args = files.flatMap((file) => ['--config', path.join(ROOT, file)]);
  return run(installedBinaries()[server], ['validate', ...args], { env: environment });
}

it('the collector takes its configuration', async () => {
  await expect(validate('otelcol', 'otel-collector/config.yaml')).resolves.toBeDefined();
});

it.each(readdirSync(path.join(ROOT, 'otel-collector/examples')))(
  'the collector takes the example %s on top of it',
  async (file) => {
    await expect(
      validate('otelcol', 'otel-collector/config.yaml', `otel-collector/examples/${file}`),
    ).resolves.toBeDefined();
  },
);

it('the collector refuses a configuration with a word that it does not know', async () => {
  await expect(validate('otelcol', 'otel-collector/builder.yaml')).rejects.toThrow('expected a map or struct');
});

it('Jaeger takes its configuration', async () => {
  await expect(validate('jaeger', 'jaeger/config.yaml')).resolves.toBeDefined();
});

it('Prometheus takes its configuration', async () => {
  const checked = run(installedBinaries().promtool, ['check', 'config', path.join(ROOT, 'prometheus/prometheus.yml')]);
  await expect(checked).resolves.toMatchObject({ stdout: expect.stringContaining('SUCCESS') as string });
});

it('Alertmanager takes its configuration', async () => {
  const file = path.join(ROOT, 'alertmanager/alertmanager.yml');
  const checked = run(installedBinaries().amtool, ['check-config', file]);
  await expect(checked).resolves.toMatchObject({ stdout: expect.stringContaining('SUCCESS') as string });
});
