// A program that does nothing: the CPU time of that, when what a start leaves behind is done.
//
//   node benchmarks/idle-program.js     prints a line of JSON

const SETTLE_MILLIS = 12_500;
const IDLE_MILLIS = 20_000;

function cpuMillis() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

setTimeout(() => {
  const before = cpuMillis();
  setTimeout(() => {
    console.log(JSON.stringify({ idleCpuMillis: ((cpuMillis() - before) / IDLE_MILLIS) * 1e3 }));
  }, IDLE_MILLIS);
}, SETTLE_MILLIS);
