// An error of Tickscope's own is counted, and does not reach the program.

import { BodyHost } from '../../../src/capture/body/body-host.js';
import { BodyRuntime } from '../../../src/capture/body/body-runtime.js';
import { MeasuredBody } from '../../../src/capture/body/measured-body.js';
import type { CallTracer } from '../../../src/capture/wrap/call-tracer.js';
import { RecordedLog } from '../recorder/recorded-log.js';

const errors: string[] = [];
const onError = (what: string, error: unknown): void => void errors.push(`${what}: ${(error as Error).message}`);
const tracer: CallTracer = {
  losses: { add: () => {} },
  start: () => ({
    scope: 0,
    isLight: false,
    returned: () => {},
    end: () => {
      throw new Error('no end');
    },
  }),
};
const { recorder } = new RecordedLog();
const runtime = new BodyRuntime({
  active: recorder.active,
  recorder,
  tickscopeFile: __filename,
  onError,
  onForgotten: () => {},
  onEndNotSeen: () => {},
  asTickscopeWork: (work) => work(),
  watchingCost: () => {},
});
const form = {
  isAsync: false,
  isRecursive: false,
  isTick: false,
  hidesAwait: false,
  seesNamesOnly: false,
  mayLeaveWork: false,
};
const body = new MeasuredBody(runtime, tracer, form);
const generators = {
  generator: (made: never) => made,
  generatorProperty: (made: object) => made,
  generatorStarted() {},
};
const host = new BodyHost(recorder, () => body, generators, { step: () => {}, pulls: () => {} }, onError);

beforeEach(() => void errors.splice(0));

it('keeps errors of a callback that is called from the program', () => {
  const entry = host.i(0, () => {});
  expect(() => host.c(entry)).not.toThrow();
  expect(errors).toEqual(['a callback: no end']);
});

it('calls a callback that was passed on, whatever fails before', () => {
  const callback = jest.fn((value: number) => value + 1);
  const passed = host.k(host.i(0, callback), callback) as typeof callback;
  expect(passed(1)).toBe(2);
  expect(callback).toHaveBeenCalledTimes(1);
  expect(errors).toEqual(['a callback: no end']);
});

it('keeps errors of the end of a call', () => {
  const entry = host.i(0);
  expect(() => host.o(entry)).not.toThrow();
  expect(errors).toEqual(['the end of a call: no end']);
});
