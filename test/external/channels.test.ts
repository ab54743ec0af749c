// Libraries that publish on TracingChannels, each with its real package: every call once, by its name without values.

import { counted, runExternal } from './external-runs.js';

it('counts what mysql2 and ioredis ask as their servers do, and what failed', async () => {
  const { calls, truth, segments, report, stdout } = await runExternal('channels.cjs');
  const {
    'ioredis.connect': redis,
    'mysql2.connect': mysql,
    'redis INFO': info,
    pool,
    ...asked
  } = counted(calls, 'count');
  expect(asked).toEqual(truth.asked);
  expect(counted(calls, 'failed')).toEqual(truth.failed);
  expect([redis, mysql, info, pool]).toEqual([1, 3, 1, 5]);
  expect(truth.received).toEqual({
    'redis INFO': 1,
    'redis GET': 5,
    'redis SET': 5,
    'redis EVAL': 5,
    'redis INCR': 15,
    INSERT: 5,
    SELECT: 5,
    BROKEN: 5,
    UPDATE: 5,
  });
  for (const [name, nanos] of Object.entries(truth.nanos)) {
    const { durations, late } = calls.get(name) ?? {};
    expect([name, late]).toEqual([name, 0]);
    expect(durations?.sumNanos).toBeLessThanOrEqual(nanos);
  }
  // The server waits that long.
  expect(calls.get('redis GET')?.durations.minNanos).toBeGreaterThan(4_000_000);
  expect(stdout).toContain('redis GET');
  expect(JSON.stringify([segments, report])).not.toContain('S3CRET');
});
