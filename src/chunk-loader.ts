// Loads the parts of the bundled preload. scripts/build-preload.js puts a call of it in the place of each `require` of a part.
//
// Each part is a function in a file of its own, which is compiled here and not by Node's loader: a hook of the program would see it there.

import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { Script } from 'node:vm';

type Chunk = (
  exports: object,
  requireFrom: typeof requireBeside,
  module: { exports: object },
  file: string,
  folder: string,
  load: (name: string) => object,
  core: object | undefined,
) => void;

/** Exports of the core: its own, and its modules that other parts use. */
interface Core {
  readonly shared: object;
}

const readText = readFileSync;
const { getBuiltinModule } = process;
const CapturedScript = Script;
const { runInThisContext } = Script.prototype;
const { apply } = Reflect;

/** Packages beside the preload are loaded by Node.js. */
const requireBeside = Object.assign(
  (name: string): unknown => (isBuiltin(name) ? getBuiltinModule(name) : require(name)),
  { cache: require.cache },
);

const loaded = new Map<string, object>();

/** @throws where the part cannot be read, or does not run */
export function loadChunk(name: string): object {
  const before = loaded.get(name);
  if (before !== undefined) return before;
  const file = path.join(__dirname, 'preload', `${name}.js`);
  const script = new CapturedScript(readText(file, 'latin1'), { filename: file });
  const chunk = apply(runInThisContext, script, []) as Chunk;
  const module = { exports: {} };
  const core = loaded.get('core') as Core | undefined;
  chunk(module.exports, requireBeside, module, file, __dirname, loadChunk, core?.shared);
  loaded.set(name, module.exports);
  return module.exports;
}
