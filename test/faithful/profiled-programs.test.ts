// Programs whose processor is sampled behave as without Tickscope too: some of those of `faithful-programs.test.ts`.

import { allPrograms } from './programs.js';
import { runBoth } from './run-program.js';

/** All take minutes, and differ little in what the profiler sees of them. */
const ONE_IN = 8;

it.each(allPrograms().filter((_, at) => at % ONE_IN === 0))(
  '$kind: $name',
  async (program) => {
    const { bare, recorded } = await runBoth(program, { TICKSCOPE_PROFILE: 'true' });
    expect(recorded).toEqual(bare);
  },
  200_000,
);
