// A program for a process of its own: random trees of calls, synchronous, by promises and `async`, with timers, microtasks and calls that
// nobody awaits. Each call knows which call has to be its parent, and when it may end. Prints what differs, as one JSON document.

import {
  BodyHost,
  BodyRuntime,
  type CallTracer,
  context,
  createContextKey,
  MeasuredBody,
  type OpenCall,
  RecordedLog,
  ROOT_CONTEXT,
  ScopeContextManager,
} from './body-library.js';

/** A call as the program plans it. */
interface Call {
  readonly id: number;
  readonly fails: boolean;
  readonly returnsPromise: boolean;
  /** What it does is done: it may end from here on. */
  isDone: boolean;
}

type Form = 'async' | 'hidden' | 'synchronous' | 'promise';
const FORMS: readonly Form[] = ['async', 'hidden', 'synchronous', 'promise'];

const CALL_KEY = createContextKey('call');
const [seed = 1, programs = 40] = process.argv.slice(2).map(Number);
const differences: string[] = [];
const open = new Set<number>();
let calls = 0;
let lastId = 0;
let pending = 0;

let state = seed;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return (state >>> 8) / 2 ** 24;
}
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
const activeCall = (): unknown => context.active().getValue(CALL_KEY);

function tracerOf(form: Form): CallTracer {
  return {
    losses: { add: () => {} },
    start([parent, call]): OpenCall {
      const { id } = call as Call;
      calls++;
      open.add(id);
      if (activeCall() !== parent) differences.push(`${form}: parent ${String(activeCall())}, not ${String(parent)}`);
      return {
        scope: 0,
        isLight: false,
        context: context.active().setValue(CALL_KEY, id),
        returned: () => {},
        end: () => {
          if (!open.delete(id)) differences.push(`${form}: ended twice`);
          if (!(call as Call).isDone) differences.push(`${form}: ended early`);
        },
      };
    },
  };
}

const onError = (what: string, error: unknown): number => differences.push(`${what}: ${String(error)}`);
const { recorder } = new RecordedLog();
const { active } = recorder;
context.setGlobalContextManager(new ScopeContextManager(active));
const runtime = new BodyRuntime({
  active,
  recorder,
  tickscopeFile: require.resolve('./body-library.js'),
  onError,
  onForgotten: () => {},
  onEndNotSeen: () => {},
  asTickscopeWork: (work) => work(),
  watchingCost: () => {},
});
const bodies = FORMS.map(
  (form) =>
    new MeasuredBody(runtime, tracerOf(form), {
      isAsync: form === 'async' || form === 'hidden',
      isRecursive: false,
      isTick: false,
      hidesAwait: form === 'hidden',
      seesNamesOnly: false,
      mayLeaveWork: false,
    }),
);
const generators = {
  generator: (made: never) => made,
  generatorProperty: (made: object) => made,
  generatorStarted() {},
};
const loops = { step: () => {}, pulls: () => {} };
const $tk = new BodyHost(recorder, (id) => bodies[id] as MeasuredBody, generators, loops, onError);

// The functions as the rewriter writes them.
const functions: Record<Form, (parent: unknown, call: Call, depth: number) => unknown> = {
  async async(parent, call, depth) {
    const $tke = $tk.a(0, undefined, [parent, call]);
    try {
      // oxlint-disable-next-line typescript/await-thenable -- As inserted.
      await [wait(), $tke.w][0];
      checkContext(call);
      await steps(call, depth);
      checkContext(call);
      call.isDone = true;
      if (call.fails) throw new Error('planned');
      return ($tke.return = call.returnsPromise ? plain(1) : 1);
    } finally {
      $tk.o($tke);
    }
  },
  async hidden(parent, call, depth) {
    const $tke = $tk.a(1, undefined, [parent, call]);
    try {
      // oxlint-disable-next-line typescript/await-thenable -- The loop waits for the promise in the list.
      for await (const _ of [wait()]);
      checkContext(call);
      await steps(call, depth);
      call.isDone = true;
      if (call.fails) throw new Error('planned');
      $tke.return = undefined;
    } finally {
      $tk.o($tke);
    }
  },
  synchronous(parent, call, depth) {
    const $tke = $tk.a(2, undefined, [parent, call]);
    try {
      for (let left = below(4); left > 0; left--) step(call.id, depth - 1);
      call.isDone = true;
      if (call.fails) throw new Error('planned');
      return ($tke.return = { value: 1 });
    } finally {
      $tk.o($tke);
    }
  },
  promise(parent, call, depth) {
    const $tke = $tk.a(3, undefined, [parent, call]);
    try {
      return ($tke.return = steps(call, depth).then(() => {
        call.isDone = true;
        return 1;
      }));
    } finally {
      $tk.o($tke);
    }
  },
};

function checkContext({ id }: Call): void {
  if (activeCall() !== id) differences.push(`${String(activeCall())} behind an await, not ${id}`);
}

async function plain(depth: number): Promise<number> {
  if (depth > 0) await plain(depth - 1);
  return depth;
}

function wait(): unknown {
  return pick([
    () => null,
    () => new Promise((resolve) => setImmediate(resolve)),
    () => new Promise((resolve) => setTimeout(resolve, below(3))),
    () => Promise.resolve(1),
    () => ({ then: (resolve: (value: number) => void) => resolve(1) }),
    () => plain(2),
    () => new Promise<void>((resolve) => process.nextTick(resolve)),
  ])();
}

function start(form: Form, parent: unknown, depth: number): unknown {
  const call: Call = { id: ++lastId, fails: random() < 0.05, returnsPromise: random() < 0.2, isDone: false };
  if (form === 'synchronous') {
    try {
      return functions.synchronous(parent, call, depth);
    } catch {
      return undefined;
    }
  }
  pending++;
  const ended = (): void => void pending--;
  return (functions[form](parent, call, depth) as Promise<unknown>).then(ended, ended);
}

function later(work: () => void): void {
  pending++;
  const run = (): void => {
    work();
    pending--;
  };
  pick<(run: () => void) => unknown>([
    (each) => setTimeout(each, below(3)),
    (each) => setImmediate(each),
    (each) => process.nextTick(each),
    (each) => queueMicrotask(each),
    (each) => Promise.resolve().then(each),
  ])(run);
}

/** What a call does without waiting for it. */
function step(parent: unknown, depth: number): void {
  if (depth <= 0) return;
  const kind = random();
  if (kind < 0.5) start('synchronous', parent, depth);
  else if (kind < 0.7) void start(pick(FORMS), parent, depth);
  else if (kind < 0.9) later(() => void start(pick(FORMS), parent, depth - 1));
  else void Promise.resolve().then(() => 0);
}

async function steps({ id }: Call, depth: number): Promise<void> {
  for (let left = below(5); left > 0; left--) {
    const kind = random();
    if (depth <= 0) {
      if (kind < 0.5) await wait();
    } else if (kind < 0.2) await wait();
    else if (kind < 0.45) await start(pick(FORMS), id, depth - 1);
    else if (kind < 0.6) await Promise.all([1, 2].map(() => start(pick(FORMS), id, depth - 1)));
    else if (kind < 0.7) {
      const promise = plain(1);
      step(id, depth);
      await promise;
    } else step(id, depth);
  }
}

async function main(): Promise<void> {
  for (let program = 0; program < programs; program++) {
    for (let left = 3 + below(40); left > 0; left--) {
      context.with(ROOT_CONTEXT, () => void start(pick(FORMS), undefined, 3));
      if (activeCall() !== undefined) differences.push('a call’s context is left to its caller');
      if (below(5) === 0) await new Promise(setImmediate);
    }
    // oxlint-disable-next-line no-unmodified-loop-condition -- The calls modify it.
    while (pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise(setImmediate);
    if (open.size > 0) differences.push(`${open.size} calls never ended`);
    open.clear();
  }
  const { promises, starts } = runtime;
  console.log(
    JSON.stringify({ calls, differences: differences.slice(0, 5), watched: promises.count, depth: starts.depth }),
  );
}

void main();
