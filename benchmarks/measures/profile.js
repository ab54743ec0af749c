// Where the processor time of a tick goes: V8's profile of the measured bot, by the folders of Tickscope's source.
//
// The preload is built as it is written, without minifying: a function is found by its line, and takes the same time.

const { mkdirSync, mkdtempSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { decode } = require('@jridgewell/sourcemap-codec');
const { bundlePreload } = require('../../scripts/build-preload.js');
const { givenOf, REGIMES } = require('../regimes.js');
const { median } = require('../statistics.js');
const { runOnce } = require('../variants.js');

const INTERVAL_MICROS = 100;
const PROFILED = [
  { regime: 'hot', ticks: 200_000, warmup: 20_000 },
  { regime: 'thousand', ticks: 6_000, warmup: 10_000 },
  { regime: 'hundred', ticks: 600, warmup: 0 },
];
const QUICK = [{ regime: 'hot', ticks: 10_000, warmup: 5_000 }];

const START = 'the start of the preload';
const CLOCK = 'reading the clock';
const COLLECTOR = 'the garbage collector';
const PROGRAM = 'the program and Node.js';

/** @returns {Promise<(frame: object) => string | undefined>} the folder of the source that a function of the preload is from */
async function buildProfiled(folder) {
  await bundlePreload(folder, undefined, { minifyWhitespace: false, minifySyntax: false, sourcemap: 'external' });
  const maps = new Map();
  for (const name of ['register.js', ...readdirSync(path.join(folder, 'preload')).map((file) => `preload/${file}`)]) {
    if (!name.endsWith('.js')) continue;
    const { mappings, sources } = JSON.parse(readFileSync(path.join(folder, `${name}.map`), 'utf8'));
    maps.set(path.join(folder, name), { lines: decode(mappings), sources });
  }
  return ({ url, lineNumber }) => {
    const map = maps.get(url.replace(/^file:\/\//, ''));
    const [, source] = map?.lines[lineNumber]?.find((segment) => segment.length > 1) ?? [];
    return source === undefined ? undefined : folderOf(map.sources[source]);
  };
}

/** `src/capture/body`, `src/aggregate/drain`, `src/live`; a package by its scope. */
function folderOf(source) {
  const [, own] = /(?:^|\/)src\/(.+)\/[^/]+$/.exec(source) ?? [];
  if (own !== undefined) return `src/${own.split('/').slice(0, 2).join('/')}`;
  return source.includes('node_modules') ? 'packages' : 'src';
}

/** @returns {Map<string, number>} microseconds by group; nothing of what was idle */
function timesOf({ nodes, samples, timeDeltas }, sourceFolderOf) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const groups = new Map();
  const groupOf = (id) => {
    if (groups.has(id)) return groups.get(id);
    const { callFrame } = byId.get(id);
    const around = parents.has(id) ? groupOf(parents.get(id)) : PROGRAM;
    const group = groupOfFrame(callFrame, around, sourceFolderOf);
    groups.set(id, group);
    return group;
  };
  const times = new Map();
  for (const [at, id] of samples.entries()) {
    const { functionName } = byId.get(id).callFrame;
    if (functionName === '(idle)') continue;
    const group = groupOf(id);
    times.set(group, (times.get(group) ?? 0) + timeDeltas[at]);
  }
  return times;
}

/** @param around the group of the caller, which has what Node.js does for it */
function groupOfFrame(frame, around, sourceFolderOf) {
  const { functionName, url } = frame;
  if (around === START || functionName === 'loadPreloadModules') return START;
  if (functionName === '(garbage collector)') return COLLECTOR;
  const source = sourceFolderOf(frame);
  if (source !== undefined) return source;
  const isProgram = url !== '' && !url.startsWith('node:');
  if (isProgram) return PROGRAM;
  return functionName === 'now' && around !== PROGRAM ? CLOCK : around;
}

exports.measureProfile = async ({ folder, isQuick, progress }) => {
  const built = path.join(folder, 'profiled');
  mkdirSync(built, { recursive: true });
  const sourceFolderOf = await buildProfiled(built);
  const rounds = isQuick ? 1 : 3;
  const regimes = [];
  for (const { regime, ticks, warmup } of isQuick ? QUICK : PROFILED) {
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      const profiles = mkdtempSync(path.join(folder, 'profile-'));
      const profiling = ['--cpu-prof', `--cpu-prof-interval=${INTERVAL_MICROS}`, `--cpu-prof-dir=${profiles}`];
      const variant = {
        arguments: [...profiling, '--require', path.join(built, 'register.js')],
        environment: { TICKSCOPE_CODE_CACHE: 'off' },
      };
      await runOnce(variant, 'tick-program.js', givenOf({ regime, shape: '23', ticks, warmup }, true), folder);
      const [profile] = readdirSync(profiles);
      runs.push(timesOf(JSON.parse(readFileSync(path.join(profiles, profile), 'utf8')), sourceFolderOf));
    }
    const names = [...new Set(runs.flatMap((run) => [...run.keys()]))];
    const groups = names.map((name) => ({
      name,
      micros: median(runs.map((run) => (run.get(name) ?? 0) / (ticks + warmup))),
    }));
    regimes.push({ regime, title: REGIMES[regime].title, ticks, warmup, groups });
    progress(regime);
  }
  return { rounds, intervalMicros: INTERVAL_MICROS, regimes };
};
