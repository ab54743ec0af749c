// The programs that a little is missing from, the largest parts first.

import type { Call, Plan, Program, Step } from './random-plans.js';

const NO_PLAN: Plan = { steps: [], fails: false, how: 0 };

export function* smallerPrograms(program: Program): Generator<Program> {
  if (program.receives) yield { ...program, receives: false };
  for (const calls of shorterLists(program.calls)) yield { ...program, calls };
  if (program.spread !== 0) yield { ...program, spread: 0 };
  for (const calls of withOneSmaller(program.calls, smallerCalls)) yield { ...program, calls };
}

function* shorterLists<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  for (let size = values.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < values.length; at += size) yield [...values.slice(0, at), ...values.slice(at + size)];
  }
}

function* withOneSmaller<Value>(
  values: readonly Value[],
  smaller: (value: Value) => Iterable<Value>,
): Generator<readonly Value[]> {
  for (const [at, value] of values.entries()) {
    for (const each of smaller(value)) yield [...values.slice(0, at), each, ...values.slice(at + 1)];
  }
}

function* smallerCalls(call: Call): Generator<Call> {
  for (const plan of smallerPlans(call.plan)) yield { ...call, plan };
  if (call.after === undefined) return;
  for (const after of smallerPlans(call.after)) yield { ...call, after };
}

function* smallerPlans(plan: Plan): Generator<Plan> {
  if (plan.steps.length > 0) yield { ...plan, steps: NO_PLAN.steps };
  if (plan.fails) yield { ...plan, fails: false };
  for (const steps of shorterLists(plan.steps)) if (steps.length > 0) yield { ...plan, steps };
  for (const steps of withOneSmaller(plan.steps, smallerSteps)) yield { ...plan, steps };
}

function* smallerSteps(step: Step): Generator<Step> {
  if ('plan' in step) for (const plan of smallerPlans(step.plan)) yield { ...step, plan };
  if ('call' in step) for (const call of smallerCalls(step.call)) yield { ...step, call };
  if (!('calls' in step)) return;
  for (const calls of shorterLists(step.calls)) if (calls.length > 0) yield { ...step, calls };
  for (const calls of withOneSmaller(step.calls, smallerCalls)) yield { ...step, calls };
}
