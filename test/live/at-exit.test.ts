// Tickscope's work at the end of the process.

import { atExit } from '../../src/live/at-exit.js';

it('calls the work at exit, and lets no error of it out', () => {
  const before = process.listeners('exit');
  const calls: string[] = [];
  atExit('failing', () => {
    calls.push('failing');
    throw new Error('no');
  });
  atExit('working', () => calls.push('working'));
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  try {
    for (const listener of added) listener(0);
  } finally {
    for (const listener of added) process.removeListener('exit', listener);
  }
  expect(calls).toEqual(['failing', 'working']);
});
