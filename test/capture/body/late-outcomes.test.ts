import { LateOutcomes } from '../../../src/capture/body/late-outcomes.js';

class OwnPromise<Value> extends Promise<Value> {}

/** Lets every reaction run that waits. */
const reactionsRun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const outcomes = new LateOutcomes();
const seen: boolean[] = [];
const onOutcome = (isRejected: boolean): void => void seen.push(isRejected);

beforeEach(() => void seen.splice(0));

it.each([
  ['fulfilled', () => Promise.resolve(), false],
  ['rejected', () => Promise.reject(new Error('refused')), true],
])('learns at once of a promise that the program has handled: %s', async (_how, make, isRejected) => {
  const promise = make();
  promise.catch(() => {});
  outcomes.learn(promise, onOutcome, true);
  await reactionsRun();
  expect(seen).toEqual([isRejected]);
});

it('waits until the program handles the promise', async () => {
  const promise = Promise.resolve();
  outcomes.learn(promise, onOutcome, false);
  await reactionsRun();
  expect(seen).toEqual([]);
  outcomes.onReaction(promise);
  await reactionsRun();
  expect(seen).toEqual([false]);
});

it.each<[string, () => Promise<unknown>]>([
  ['of a class of the program', () => OwnPromise.resolve()],
  ['with a constructor of its own', () => Object.assign(Promise.resolve(), { constructor: OwnPromise })],
])('leaves a promise alone: %s', async (_what, make) => {
  const promise = make();
  const species = jest.fn(() => Promise);
  void Object.defineProperty(OwnPromise, Symbol.species, { get: species, configurable: true });
  outcomes.learn(promise, onOutcome, true);
  await reactionsRun();
  expect(species).not.toHaveBeenCalled();
  expect(seen).toEqual([]);
});

it('looks at no value that a promise has', async () => {
  const then = jest.fn();
  const value = {};
  const promise = new Promise((resolve) => resolve(value));
  Object.defineProperty(value, 'then', { get: then });
  outcomes.learn(promise, onOutcome, true);
  await reactionsRun();
  expect(seen).toEqual([false]);
  expect(then).not.toHaveBeenCalled();
});

it('remembers only some of the calls that wait for one promise', async () => {
  const promise = Promise.reject(new Error('refused'));
  for (let call = 0; call < 100; call++) outcomes.learn(promise, onOutcome, false);
  outcomes.onReaction(promise);
  promise.catch(() => {});
  await reactionsRun();
  expect(seen).toHaveLength(16);
});
