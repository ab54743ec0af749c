// Tickscope's work at the end of the process.

import { atExit } from '../../src/live/at-exit.js';
import type { ProcessEventObserver } from '../../src/process-events.js';

const observers: ProcessEventObserver[] = [];
jest.mock('../../src/process-events.js', () => ({
  beforeProcessEvent: (_event: string, observe: ProcessEventObserver) => observers.push(observe),
}));

it('calls the work at exit, lets no error of it out, and holds nothing back', () => {
  const calls: string[] = [];
  atExit('failing', () => {
    calls.push('failing');
    throw new Error('no');
  });
  atExit('working', () => calls.push('working'));
  expect(observers.map((observe) => observe(0))).toEqual([false, false]);
  expect(calls).toEqual(['failing', 'working']);
});
