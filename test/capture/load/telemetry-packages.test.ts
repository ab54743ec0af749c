// Packages by which a program measures itself.

import { TelemetryPackages } from '../../../src/capture/load/telemetry-packages.js';

function namesOf(...loaded: string[]): readonly string[] | undefined {
  const ofProcess: { telemetry?: readonly string[] } = {};
  const packages = new TelemetryPackages(ofProcess);
  for (const packageName of loaded) packages.loaded({ packageName, file: 'index.js', folder: '' });
  return ofProcess.telemetry;
}

it('are named once, and none where other packages are loaded', () => {
  expect(namesOf('pg', 'prom-client', 'prom-client', '@opentelemetry/sdk-metrics')).toEqual([
    'prom-client',
    '@opentelemetry/sdk-metrics',
  ]);
  expect(namesOf('pg', '@opentelemetry/api')).toEqual([]);
});

it('are not known of a program that loads no package, which may be a bundle of them', () => {
  expect(namesOf()).toBeUndefined();
});
