// Promise hooks run within the program's own promises: what fails in one does not reach it.

import { PromiseHooks } from '../../../src/capture/body/promise-hooks.js';

const mockSaid: string[] = [];
jest.mock('../../../src/stderr.js', () => ({
  ...jest.requireActual<object>('../../../src/stderr.js'),
  say: (message: string) => mockSaid.push(message),
}));

it('switches itself off for good at the first error, and the program’s promise settles', async () => {
  let calls = 0;
  const hooks = new PromiseHooks(
    {
      isWaiting: false,
      onInit() {
        calls++;
        throw new Error('no');
      },
      onDeriving() {},
      onDerived() {},
      onBefore() {},
      onSettled() {},
    },
    (work) => work(),
    () => {},
  );
  hooks.hold();
  expect(await Promise.resolve('settled')).toBe('settled');
  hooks.release();
  hooks.hold();
  expect(await Promise.resolve().then(() => 'settled again')).toBe('settled again');
  expect([calls, hooks.isOn]).toEqual([1, false]);
  expect(mockSaid).toEqual([expect.stringMatching(/^watching promises failed and is switched off: Error: no\. /)]);
});
