// Two million ticks under the preload: does the heap grow?
//
//   npm run soak              two million ticks, about two minutes; writes docs/performance.md
//   npm run soak -- --ticks 100000
//
// The heap is read after a forced major collection, every 20,000 ticks. Slope by least squares over what follows the first
// fifth, its 95 % bounds by a moving-block bootstrap (Künsch 1989; blocks of 8, 2,000 seeded draws), because neighbouring
// readings depend on each other.

const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { writePerformance } = require('./performance-document.js');

const { values } = parseArgs({ options: { ticks: { type: 'string', default: '2000000' } } });
const TICKS = Number(values.ticks);
const TICKS_PER_READING = 20_000;
const BLOCK = 8;
const DRAWS = 2_000;

/** Deterministic: mulberry32. */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function slopeOf(ys) {
  const middle = (ys.length - 1) / 2;
  const mean = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  let over = 0;
  let under = 0;
  for (const [x, y] of ys.entries()) {
    over += (x - middle) * (y - mean);
    under += (x - middle) ** 2;
  }
  return over / under;
}

/** Residuals are drawn in blocks and put back on the fitted line. */
function boundsOf(ys) {
  const slope = slopeOf(ys);
  const middle = (ys.length - 1) / 2;
  const mean = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  const fitted = ys.map((_, x) => mean + slope * (x - middle));
  const residuals = ys.map((y, x) => y - fitted[x]);
  const random = seededRandom(1);
  const slopes = Array.from({ length: DRAWS }, () => {
    const drawn = [];
    while (drawn.length < ys.length) {
      const from = Math.floor(random() * (ys.length - BLOCK + 1));
      drawn.push(...residuals.slice(from, from + BLOCK));
    }
    return slopeOf(fitted.map((y, x) => y + drawn[x]));
  }).toSorted((left, right) => left - right);
  return { slope, lower: slopes[Math.floor(0.025 * DRAWS)], upper: slopes[Math.floor(0.975 * DRAWS)] };
}

/** @returns {Promise<number[]>} heap in use after each forced collection, in bytes */
function run(folder) {
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--require', path.join(__dirname, '../dist/register.js'), path.join(__dirname, 'soak-program.js')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        TICKSCOPE_DIR: folder,
        SOAK_TICKS: String(TICKS),
        SOAK_READING: String(TICKS_PER_READING),
      },
    },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(text.trim().split('\n').map(Number));
      else reject(new Error(`the program ended with code ${code}`));
    });
  });
}

async function main() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tickscope-soak-'));
  try {
    const heap = await run(folder);
    const settled = heap.slice(Math.floor(heap.length / 5));
    const { slope, lower, upper } = boundsOf(settled);
    const perMillion = (bytes) => ((bytes / TICKS_PER_READING) * 1e6) / 1e3;
    const result = {
      ticks: TICKS,
      readings: settled.length,
      firstBytes: settled[0],
      lastBytes: settled.at(-1),
      slopeKilobytesPerMillionTicks: perMillion(slope),
      lowerKilobytesPerMillionTicks: perMillion(lower),
      upperKilobytesPerMillionTicks: perMillion(upper),
    };
    console.log(result);
    console.log(lower > 0 ? 'The heap grows.' : 'No growth is shown: the lower 95 % bound is not above zero.');
    if (TICKS >= 2_000_000) writePerformance({ soak: result });
    process.exitCode = lower > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`soak: ${error.message}`);
  process.exitCode = 1;
});
