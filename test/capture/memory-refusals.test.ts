// Where the memory cannot be sampled, or somebody else does: the program runs as ever, and it is said.

import { fixture, runRecorded, withoutTickscopeLines } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const environment = { TICKSCOPE_MEMORY: 'true' };

it('stands aside where the program is started with a profiler of the heap', async () => {
  const { code, stderr, segments } = await runRecorded([fixture('leaks/look-alikes/much-garbage.cjs')], {
    environment,
    nodeArguments: ['--heap-prof', `--heap-prof-dir=${temporaryFolder()}`],
  });
  expect(code).toBe(0);
  expect(stderr).toContain('tickscope: the memory is not sampled: the program is sampled by --heap-prof.');
  expect(segments.flatMap(({ memory }) => memory)).toEqual([]);
});

it('says where Node.js does not let it', async () => {
  const { code, stderr } = await runRecorded([fixture('leaks/look-alikes/much-garbage.cjs')], {
    environment,
    nodeArguments: ['--permission', '--allow-fs-read=*', '--allow-fs-write=*'],
  });
  expect(code).toBe(0);
  expect(stderr).toContain('tickscope: the memory is not sampled: ');
});

it('leaves a program alone that samples its own heap, and stops before it', async () => {
  const { code, stdout, stderr } = await runRecorded(
    [
      '-e',
      `const { Session } = require('node:inspector');
       const session = new Session();
       session.connect();
       session.post('HeapProfiler.startSampling');
       const kept = Array.from({ length: 100_000 }, (_, id) => ({ id }));
       session.post('HeapProfiler.stopSampling', (error, { profile }) => console.log(error, profile.head.callFrame.functionName, kept.length));
       const all = [];
       let batches = 60;
       const timer = setInterval(() => {
         for (let id = 0; id < 5_000; id++) all.push({ id });
         globalThis.gc();
         if (--batches === 0) clearInterval(timer);
       }, 5);`,
    ],
    { environment, nodeArguments: ['--expose-gc'] },
  );
  expect([code, stdout]).toEqual([0, 'null (root) 100000\n']);
  expect(withoutTickscopeLines(stderr)).toBe('');
  expect(stderr).toContain('tickscope: the memory is no longer sampled: ');
});
