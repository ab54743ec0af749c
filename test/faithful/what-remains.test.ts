// What remains visible is what `docs/reference/what-a-program-sees.md` lists, and no more of it.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it('shows what the documents name', async () => {
  const program = [fixture('visible/what-remains.cjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect(bare.stdout.split('\n')).toEqual([
    'cached modules: 1',
    'symbols of the global object: ',
    'process.emit is that of EventEmitter: true',
    'modules inherit from Object alone: true',
    'frames of Tickscope in an error of fs.readFileSync, to a formatter of the program’s: false',
    'the message of what cannot be cloned is as written: true',
    'frames of a callback of the event loop: 2',
    '',
  ]);
  expect(recorded.stdout.split('\n')).toEqual([
    'cached modules: 2',
    'symbols of the global object: Symbol(opentelemetry.js.api.1), Symbol(tickscope.v1)',
    'process.emit is that of EventEmitter: false',
    'modules inherit from Object alone: false',
    'frames of Tickscope in an error of fs.readFileSync, to a formatter of the program’s: true',
    'the message of what cannot be cloned is as written: false',
    'frames of a callback of the event loop: 3',
    '',
  ]);
  expect(recorded.stderr).toBe('');
});
