// fastrace, a tracer for Rust known for its speed: the same tick, built from crates where cargo is.

const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');
const { outputOf } = require('./variants.js');

const project = path.join(__dirname, 'fastrace');
const program = path.join(project, 'target/release/fastrace-tick');

/** @returns {string | undefined} why it is not there */
function build(isQuick) {
  // The first build takes half a minute and more.
  if (isQuick) return existsSync(program) ? undefined : 'a quick run does not build it';
  try {
    execFileSync('cargo', ['build', '--release', '--locked', '--quiet'], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return 'cargo is not installed';
    return `cargo does not build it: ${String(error.stderr).trim().split('\n')[0]}`;
  }
}

const runAs =
  (mode) =>
  async ({ ticks, warmup, rhythm }) =>
    JSON.parse(await outputOf(program, [mode, ...[ticks, warmup, rhythm.ticksPerTurn].map(String)]));

/** @returns {{ variants: object, missing?: string }} both programs in Rust; none, and why, where they cannot be built */
exports.fastraceVariants = (isQuick) => {
  const missing = build(isQuick);
  if (missing !== undefined) return { variants: {}, missing };
  return { variants: { 'Rust, bare': { run: runAs('bare') }, fastrace: { run: runAs('fastrace') } } };
};
