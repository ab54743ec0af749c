// Runs many callbacks of each kind that do nothing, and prints the processor time that one takes, in nanoseconds.
//
//   node segments-program.js '{"callbacks":100000}'

const { createServer, connect } = require('node:net');

const { callbacks } = JSON.parse(process.argv[2]);

/** Of this thread: other processes and the other threads of this one leave it alone. */
function spentNanos() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1_000;
}

/** Calls `schedule(next)` until `callbacks` have run. @returns {Promise<number>} nanoseconds for each */
function chain(schedule, count) {
  return new Promise((resolve) => {
    let left = count;
    const begin = spentNanos();
    const next = () => {
      if (--left > 0) schedule(next);
      else resolve((spentNanos() - begin) / count);
    };
    schedule(next);
  });
}

/** All due at once: a chain of timers would measure how long a millisecond is. */
function timers(count) {
  return new Promise((resolve) => {
    let left = count;
    let begin;
    const ran = () => {
      begin ??= spentNanos();
      if (--left === 0) resolve((spentNanos() - begin) / count);
    };
    for (let timer = 0; timer < count; timer++) setTimeout(ran, 1);
    const due = Date.now() + 2;
    while (Date.now() < due);
  });
}

function immediates(count) {
  return new Promise((resolve) => {
    let left = count;
    let begin;
    const ran = () => {
      begin ??= spentNanos();
      if (--left === 0) resolve((spentNanos() - begin) / count);
    };
    for (let immediate = 0; immediate < count; immediate++) setImmediate(ran);
  });
}

async function awaits(count) {
  const begin = spentNanos();
  for (let left = count; left > 0; left--) await undefined;
  return (spentNanos() - begin) / count;
}

/** A byte there and back: two callbacks of sockets, and what Node.js puts off in them. */
function echoes(count) {
  return new Promise((resolve) => {
    const server = createServer((peer) => peer.on('data', (bytes) => peer.write(bytes)));
    server.listen(0, '127.0.0.1', () => {
      const socket = connect(server.address().port, '127.0.0.1');
      let left = count;
      const begin = spentNanos();
      socket.on('data', () => {
        if (--left > 0) return socket.write('x');
        resolve((spentNanos() - begin) / count);
        socket.destroy();
        server.close();
      });
      socket.write('x');
    });
  });
}

async function measure(count) {
  return {
    timer: await timers(count),
    immediate: await immediates(count),
    nextTick: await chain((next) => process.nextTick(next), count),
    await: await awaits(count),
    echo: await echoes(Math.ceil(count / 10)),
  };
}

async function main() {
  await measure(Math.ceil(callbacks / 10));
  console.log(JSON.stringify(await measure(callbacks)));
}

main();
