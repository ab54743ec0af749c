import { countedText, operationText, processText } from '../../src/analysis/wording.js';
import type { OperationName } from '../../src/model/operation.js';
import { BEGIN } from './segment-builder.js';

it.each([
  [0, '0 ticks'],
  [1, '1 tick'],
  [12_408, '12,408 ticks'],
])('counts %d: %s', (count, text) => expect(countedText(count, 'tick')).toBe(text));

it.each<[OperationName, string]>([
  [{ kind: 'query', name: 'SELECT 1' }, 'query SELECT 1'],
  [{ kind: 'tick', name: 'onTick' }, 'onTick itself'],
  [{ kind: 'wait', name: 'pool' }, 'waiting for a pool connection'],
  [{ kind: 'wait', name: 'gc' }, 'garbage collection'],
  [{ kind: 'wait', name: 'start' }, 'waiting to start, while nobody held the event loop,'],
  [{ kind: 'wait', name: 'loop: timer rebalance' }, 'waiting while timer rebalance held the event loop'],
  [{ kind: 'untraced', name: 'onTick at bot.js:33' }, 'waiting at bot.js:33 in onTick'],
  [{ kind: 'untraced', name: 'onTick' }, 'waiting inside onTick, for something that is not instrumented,'],
])('calls %j: %s', (operation, text) => expect(operationText(operation)).toBe(text));

it('names a process by its file and number, or by its id where nothing else is known of it', () => {
  const bot = { id: 'p1', pid: 4711, name: 'bot.js', nodeVersion: 'v24.21.0', startedAtUnixMillis: BEGIN };
  expect(processText('p1', [bot])).toBe('bot.js (pid 4711)');
  expect(processText('p2', [bot])).toBe('p2');
});
