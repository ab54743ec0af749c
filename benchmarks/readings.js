// What a measured program reads about itself.

const { readFileSync } = require('node:fs');
const { PerformanceObserver } = require('node:perf_hooks');

/** Processor time. `thread` is that of the main thread alone: Node.js 23.9 and later have it. */
exports.cpuNanos = () => {
  const { user, system } = process.cpuUsage();
  const thread = process.threadCpuUsage?.();
  return {
    process: (user + system) * 1_000,
    thread: thread === undefined ? Number.NaN : (thread.user + thread.system) * 1_000,
  };
};

/** Memory that no other process shares: RSS counts the pages of node's own file too. Linux alone says. */
function privateBytes() {
  let text;
  try {
    text = readFileSync('/proc/self/smaps_rollup', 'latin1');
  } catch {
    return Number.NaN;
  }
  const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].map(([, number]) => Number(number));
  return kilobytes.reduce((sum, number) => sum + number, 0) * 1_024;
}

exports.memoryBytes = () => ({ rssBytes: process.memoryUsage.rss(), privateBytes: privateBytes() });

/** @returns {() => { collections: number, collectionMillis: number }} since the call */
exports.watchCollections = () => {
  let collections = 0;
  let collectionMillis = 0;
  const take = (entries) => {
    for (const { duration } of entries) {
      collections++;
      collectionMillis += duration;
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
    return { collections, collectionMillis };
  };
};
