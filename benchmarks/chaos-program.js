// A bot to which a schedule of benchmarks/chaos happens. It prints the same whether it is recorded or not.
//
// On descriptor 3 it counts for itself, in lines: `b TIME` before each tick, `a TIME SPANS` after it. What it has written there has happened, however it ends.

const { closeSync, existsSync, openSync, readFileSync, writeSync } = require('node:fs');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');

const plan = JSON.parse(isMainThread ? process.argv[2] : workerData);
const COUNT = 3;
/** Nobody ends a wait for it. */
const pause = new Int32Array(new SharedArrayBuffer(4));
const print = (text) => writeSync(1, `${text}\n`);
const time = () => performance.timeOrigin + performance.now();

class EmaIndicator {
  value = 0;

  update(price) {
    this.value = 0.9 * this.value + 0.1 * price;
    return this.value;
  }
}

class OrderDatabaseService {
  async saveOrder(order) {
    await new Promise((resolve) => setImmediate(resolve));
    return order;
  }
}

class TradingBot {
  ema = new EmaIndicator();
  database = new OrderDatabaseService();

  onTick(tick) {
    this.ema.update(tick.price);
    if (tick.price % 50 === 0) throw new Error('refused');
    return tick.price;
  }

  async onTrade(trade) {
    this.ema.update(trade.price);
    return this.database.saveOrder(trade);
  }
}

const bot = new TradingBot();
const open = [];
let ticks = 0;
let waiting = 0;

/** Not by a name that Tickscope takes for a handler's: its end is that of the tick, and a moment more. */
async function waitForIt(trade) {
  await bot.onTrade(trade);
  writeSync(COUNT, `a ${time()} 3\n`);
  waiting--;
}

function handle() {
  ticks++;
  const event = { symbol: `S${ticks % 7}`, price: ticks % 997, time: Date.now() };
  const isAsynchronous = ticks % 9 === 0;
  writeSync(COUNT, `b ${time()}\n`);
  if (isAsynchronous) {
    waiting++;
    void waitForIt(event);
    return;
  }
  try {
    bot.onTick(event);
  } catch {
    // Refused.
  }
  writeSync(COUNT, `a ${time()} 2\n`);
}

function codeOf(work) {
  try {
    work();
    return 'fine';
  } catch (error) {
    return error.code;
  }
}

const STEPS = {
  'take descriptors': () => {
    print(
      codeOf(() => {
        for (;;) open.push(openSync('/dev/null'));
      }),
    );
    print(codeOf(() => readFileSync(__filename)));
  },
  'give descriptors back': () => {
    for (const descriptor of open.splice(0)) closeSync(descriptor);
    print(codeOf(() => readFileSync(__filename)));
  },
  // Whoever started the program stops it for so long.
  pause: ({ millis }) => writeSync(COUNT, `p ${millis}\n`),
  'step the clock': ({ millis }) => globalThis.stepClock(millis),
  hold: (step) => {
    for (let count = 0; count < step.ticks; count++) handle();
  },
  // So does that: it takes a descriptor.
  'remove the record': () => {
    const { TICKSCOPE_RUN: folder } = process.env;
    if (folder === undefined) return;
    writeSync(COUNT, `r ${folder}\n`);
    while (existsSync(folder)) Atomics.wait(pause, 0, 0, 1);
  },
};

/** Nothing of the program runs any more. */
const forEver = () => Atomics.wait(pause, 0, 0);

const signal = (name) => () => {
  process.kill(process.pid, name);
  forEver();
};

const ENDS = {
  end: () => {},
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('the program is at its end');
  },
  SIGINT: signal('SIGINT'),
  SIGTERM: signal('SIGTERM'),
  SIGKILL: signal('SIGKILL'),
  'SIGTERM, handled': () => {
    process.on('SIGTERM', () => {
      print(`closing after ${ticks}`);
      process.exit(0);
    });
    process.kill(process.pid, 'SIGTERM');
  },
  abort: () => process.abort(),
  'out of memory': () => {
    const kept = [];
    for (;;) kept.push(new Array(10_000).fill({}));
  },
  terminate: () => {
    parentPort.postMessage('terminate');
    forEver();
  },
};

function ended() {
  if (waiting > 0) return setImmediate(ended);
  print(`${ticks} ticks, ${bot.ema.value}`);
  ENDS[plan.end.how]();
  if (plan.end.how === 'SIGTERM, handled') setTimeout(() => {}, 60_000);
  return undefined;
}

function round(number) {
  for (const step of plan.steps) if (step.round === number) STEPS[step.what](step);
  if (number % 25 === 0) print(`round ${number}: ${ticks} ticks, ${bot.ema.value}`);
  for (let count = 0; count < plan.ticksPerRound; count++) handle();
  if (number < plan.end.round) return void setTimeout(round, plan.roundMillis, number + 1);
  // In mid-work, where it is one of the ends that ask nobody.
  if (/^SIG(?:INT|TERM|KILL)$/.test(plan.end.how)) ENDS[plan.end.how]();
  return ended();
}

if (isMainThread && plan.inWorker) {
  const worker = new Worker(__filename, { workerData: process.argv[2] });
  worker.on('message', () => worker.terminate());
  worker.on('exit', (code) => print(`the worker ended with ${code}`));
} else round(0);
