// A clock that stands still while the machine does something else: the processor time of the thread, and the time in which its event loop was idle. So
// programs can be compared on a machine that is never quiet. Loaded before Tickscope, which takes its clock when it starts.

const { performance } = require('node:perf_hooks');
const process = require('node:process');

const { nodeTiming } = performance;

function ownMillis() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e3 + nodeTiming.idleTime;
}

const offsetMillis = performance.now() - ownMillis();
let latest = 0;

Object.defineProperty(performance, 'now', {
  // The two are not read at once.
  value: () => (latest = Math.max(latest, ownMillis() + offsetMillis)),
  configurable: true,
  writable: true,
});
