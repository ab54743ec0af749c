// How long V8's profiler holds a program of so many functions: when it starts, when it stops, and when a next profile takes over.
//
//   node benchmarks/profiler-program.js '{"functions":10000,"profiles":20}'

const { startCpuProfile } = require('node:v8');
const { median } = require('./statistics.js');

const { functions, profiles } = JSON.parse(process.argv[2]);

const made = Array.from(
  { length: functions },
  (_, at) => new Function('left', 'right', `return { sum: left + right + ${at}, add() { return left + right; } };`),
);
for (const each of made) each(1, 2);

function millisOf(work) {
  const before = performance.now();
  const value = work();
  return { millis: performance.now() - before, value };
}

function compute(millis) {
  const until = performance.now() + millis;
  while (performance.now() < until) made[0]?.(1, 2);
}

async function main() {
  const first = millisOf(() => startCpuProfile());
  let handle = first.value;
  const taken = [];
  for (let profile = 0; profile < profiles; profile++) {
    for (let turn = 0; turn < 500; turn++) {
      compute(2);
      await new Promise(setImmediate);
    }
    const before = handle;
    taken.push(
      millisOf(() => {
        handle = startCpuProfile();
        JSON.parse(before.stop());
      }).millis,
    );
  }
  const last = millisOf(() => handle.stop());
  const result = {
    startMillis: first.millis,
    stopMillis: last.millis,
    takeOverMillis: median(taken),
    longestTakeOverMillis: Math.max(...taken),
  };
  console.log(JSON.stringify(result));
}

void main();
