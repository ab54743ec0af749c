// Loads the parts of the bundled preload. scripts/build-preload.js puts a call of it in the place of each `require` of a part.
//
// Each part is a function in a file of its own, which is compiled here and not by Node's loader: a hook of the program would see it
// there, and V8's code could not be kept.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { Script } from 'node:vm';
import { keepCode, keptCode } from './code-cache.js';
import { isMainThread } from './this-thread.js';

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

/** Not `readFileSync`, which calls what stands on the module when it runs: a part that is loaded in a tick would be the tick's reading. */
const files = { closeSync, fstatSync, openSync, readSync };
const CapturedScript = Script;
const { getBuiltinModule } = process;
const { runInThisContext, createCachedData } = Script.prototype;
const { apply } = Reflect;

/** Packages beside the preload are loaded by Node.js. */
const requireBeside = Object.assign(
  (name: string): unknown => (isBuiltin(name) ? getBuiltinModule(name) : require(name)),
  { cache: require.cache },
);

const loaded = new Map<string, object>();
/** By the names of the parts of which no code was kept. */
const notKept = new Map<string, { readonly text: Buffer; readonly script: Script }>();

/** @throws where the part cannot be read, or does not run */
export function loadChunk(name: string): object {
  const before = loaded.get(name);
  if (before !== undefined) return before;
  const file = path.join(__dirname, 'preload', `${name}.js`);
  const chunk = apply(runInThisContext, compiled(name, file), []) as Chunk;
  const module = { exports: {} };
  const core = loaded.get('core') as Core | undefined;
  chunk(module.exports, requireBeside, module, file, __dirname, loadChunk, core?.shared);
  loaded.set(name, module.exports);
  return module.exports;
}

function readWhole(filename: string): Buffer {
  const descriptor = files.openSync(filename, 'r');
  try {
    const text = Buffer.allocUnsafeSlow(files.fstatSync(descriptor).size);
    for (let done = 0; done < text.length;) {
      const bytes = files.readSync(descriptor, text, done, text.length - done, null);
      if (bytes === 0) throw new Error(`${filename} is cut off`);
      done += bytes;
    }
    return text;
  } finally {
    files.closeSync(descriptor);
  }
}

function compiled(name: string, filename: string): Script {
  const text = readWhole(filename);
  const cachedData = keptCode(name, text);
  // The text is ASCII: as Latin-1 V8 keeps a byte for each character.
  const script = new CapturedScript(text.toString('latin1'), { filename, ...(cachedData && { cachedData }) });
  // Threads start when their program has been running for a while, and share what the main one keeps.
  if (isMainThread && script.cachedDataRejected !== false) notKept.set(name, { text, script });
  return script;
}

/** Keeps the code of what has been loaded, where there was none. Called when functions have run: code has only those. */
export function keepCompiledCode(): void {
  for (const [name, { text, script }] of notKept) keepCode(name, text, () => apply(createCachedData, script, []));
  notKept.clear();
}
