// The global places of OpenTelemetry, between Tickscope and an SDK of the program.

import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { Outcome, ScenarioName } from './global-api-scenarios.js';

const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, 'global-api-scenarios.ts')],
  bundle: true,
  platform: 'node',
  write: false,
});
const source = outputFiles[0]?.text ?? '';

async function outcomeOf(name: ScenarioName): Promise<Outcome> {
  const worker = new Worker(source, { eval: true, workerData: name });
  const [[outcome]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return outcome as Outcome;
}

describe('GlobalApi', () => {
  it('keeps every place while nobody asks for one', async () => {
    expect(await outcomeOf('alone')).toEqual({
      said: [],
      places: [],
      spans: ['tickscope'],
      seen: [],
      contextWorks: true,
    });
  });

  it('leaves the spans to an SDK of the program that starts later, and those of tracers from before', async () => {
    expect(await outcomeOf('laterTracing')).toEqual({
      said: [],
      places: ['tracing: program'],
      spans: ['tickscope', 'program', 'program'],
      seen: [true],
      // Nobody asked for it.
      contextWorks: true,
    });
  });

  it('lets OpenTelemetry refuse the second SDK of a program', async () => {
    expect(await outcomeOf('secondTracing')).toMatchObject({ seen: [true, false], spans: ['first'] });
  });

  it('leaves the context to a manager of the program', async () => {
    expect(await outcomeOf('laterContext')).toMatchObject({
      seen: [true, true],
      places: ['context: program'],
      contextWorks: true,
    });
  });

  it('keeps the context where a manager of the program attaches none', async () => {
    expect(await outcomeOf('idleContext')).toMatchObject({
      places: ['context: program', 'context: Tickscope'],
      contextWorks: true,
    });
  });

  it('takes a place back that was refused to who asked for it, for its version', async () => {
    expect(await outcomeOf('refused')).toMatchObject({
      seen: [true],
      places: ['tracing: program', 'tracing: Tickscope'],
    });
  });

  it('takes nothing from an SDK that was started before, and says so', async () => {
    expect(await outcomeOf('earlier')).toMatchObject({
      said: [expect.stringContaining('was started before Tickscope')],
      places: ['tracing: program'],
      spans: ['program'],
      contextWorks: true,
    });
  });

  it('says that a manager keeps the context that was there before', async () => {
    expect(await outcomeOf('earlierContext')).toMatchObject({
      said: [expect.stringContaining('was started before Tickscope')],
      places: ['context: program'],
      contextWorks: true,
    });
  });

  it('steps aside when a copy of the API of another version registers something', async () => {
    expect(await outcomeOf('otherVersion')).toMatchObject({
      said: [expect.stringContaining('@opentelemetry/api 1.4.0')],
      // The registry stood until the copy registered; the copy found none.
      seen: ['its provider', 'no registry', true, 'registered'],
      // Ticks are found by the context of Tickscope's own copy.
      contextWorks: true,
    });
  });

  it('stays where a copy of the API of the same version registers something', async () => {
    expect(await outcomeOf('sameVersion')).toMatchObject({
      said: [],
      seen: ['its provider', 'a registry', 'registered'],
    });
  });
});
