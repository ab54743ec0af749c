// Reaches the program's code and its packages while they load.
//
// Own CommonJS through `Module.prototype._compile`: it gets the final JavaScript under tsx and ts-node too, and fires for
// CommonJS that is imported. Own ES modules through `module.registerHooks`, `data:` URLs too. Packages are patched when their file has run:
// CommonJS by its exports, ES modules by a hand-over behind their last line.

import { readFileSync } from 'node:fs';
import Module, { type LoadFnOutput, registerHooks } from 'node:module';
import type { BuiltinPatches } from './builtin-patches.js';
import { mimic } from '../wrap/mimic.js';
import type { PackagePatches } from './package-patches.js';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { LoadedTexts } from './loaded-texts.js';
import { GivenTexts } from './given-texts.js';
import { isFile, nameOfScript, type PackageFile, type ProgramFiles } from './program-files.js';
import { tryStripTypes } from './strip-types.js';
import type { SourceTransformer } from './transform-source.js';
import { textOfFile, UncompiledFiles } from './uncompiled-files.js';

type Compile = (this: NodeModule, content: string, filename: string, format?: string) => unknown;

interface ModuleInternals {
  readonly prototype: { _compile: Compile };
  readonly _extensions: Readonly<Record<string, unknown>>;
}

/** TypeScript and what other loaders compile comes to `_compile` as JavaScript. */
const SCRIPT = /\.c?js$/;

/** Wants to know which packages are loaded. */
interface PackageWatch {
  loaded(file: PackageFile): void;
}

export interface ModuleHooks {
  /** Asked when the process ends. @returns the program's texts that came past the hooks */
  notReached(): NotSeenRow[];
}

/**
 * @param watching called for every package file that is loaded
 * @param notSeen called for what cannot be measured, and is known when it is loaded
 */
export function installModuleHooks(
  transformer: SourceTransformer,
  patches: PackagePatches,
  builtins: BuiltinPatches,
  files: ProgramFiles,
  texts: LoadedTexts,
  watching: readonly PackageWatch[],
  notSeen: (row: NotSeenRow) => void,
): ModuleHooks {
  const givenTexts = new GivenTexts(transformer, notSeen);
  const uncompiled = new UncompiledFiles(transformer);

  const { prototype } = Module as unknown as ModuleInternals;
  const compile = prototype._compile;
  /** The texts that the load hook has given to Node.js, by file: rewritten, or looked at and left. */
  const given = new Map<string, string>();
  const compileRewritten: Compile = function (content, filename, format) {
    uncompiled.delete(filename);
    if (given.get(filename) === content) return Reflect.apply(compile, this, [content, filename, format]);
    if (!files.isProgramFile(filename)) {
      if (typeof content === 'string' && !files.isTickscopeFile(filename)) texts.addPackageFile(filename, content);
      const result = Reflect.apply(compile, this, [content, filename, format]);
      patches.apply(this, filename);
      return result;
    }
    const givenText = givenTexts.nameOf(filename);
    if (givenText !== undefined) {
      return givenTexts.rewritten(givenText, Reflect.apply(compile, this, [content, filename, format]));
    }
    if (typeof content !== 'string' || format === 'module')
      return Reflect.apply(compile, this, [content, filename, format]);
    const plain = isTypeScript(format) ? tryStripTypes(content, filename) : content;
    const transformed = plain === undefined ? undefined : transformer.transform(plain, filename, 'script');
    if (transformed !== undefined && isTypeScript(format)) letNodeWarn(compile);
    if (transformed === undefined) return Reflect.apply(compile, this, [content, filename, format]);
    return Reflect.apply(compile, this, [transformed, filename, isTypeScript(format) ? 'commonjs' : format]);
  };

  const { _extensions: extensions } = Module as unknown as ModuleInternals;
  const loadScript = extensions['.js'];
  // A file that the load hook has rewritten is compiled by Node.js alone, without a frame of Tickscope in the stacks of the program.
  const getCompile = function (this: { readonly filename?: string | null }): Compile {
    return given.has(this.filename ?? '') && extensions['.js'] === loadScript ? compile : compileRewritten;
  };
  Reflect.defineProperty(prototype, '_compile', {
    get: getCompile,
    set(this: object, value: unknown) {
      Reflect.defineProperty(this, '_compile', { value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: true,
    configurable: true,
  });
  // V8 names a frame after the property that holds its function, and looks for data properties only, up the prototypes.
  Reflect.setPrototypeOf(
    prototype,
    Object.create(Reflect.getPrototypeOf(prototype), { _compile: { value: compile, enumerable: true } }) as object,
  );
  /** A program that has put its own function in the way would see the rewritten text. */
  const isOnItsWay = (): boolean =>
    extensions['.js'] === loadScript &&
    Reflect.getOwnPropertyDescriptor(prototype, '_compile')?.get === (getCompile as () => unknown);

  const scriptOf = (filename: string, result: LoadFnOutput): LoadFnOutput | undefined => {
    const source = SCRIPT.test(filename) && files.isProgramFile(filename) ? textOf(result.source) : undefined;
    if (source === undefined) return undefined;
    if (!isOnItsWay()) {
      uncompiled.add(filename, source);
      return undefined;
    }
    const transformed = transformer.transform(source, filename, 'script');
    given.set(filename, transformed ?? source);
    return transformed === undefined ? undefined : { ...result, source: transformed };
  };
  const moduleOf = (name: string, source: string, result: LoadFnOutput): LoadFnOutput => {
    const plain = result.format === 'module' ? source : tryStripTypes(source, name);
    const transformed = plain === undefined ? undefined : transformer.transform(plain, name, 'module');
    if (transformed !== undefined && result.format !== 'module') letNodeWarn(compile);
    return transformed === undefined ? result : { ...result, format: 'module', source: transformed };
  };

  // What a preload before this one has loaded.
  for (const loaded of Object.values(require.cache)) {
    if (loaded === undefined) continue;
    const { filename } = loaded;
    patches.apply(loaded, filename);
    if (
      SCRIPT.test(filename) &&
      files.isProgramFile(filename) &&
      transformer.concerns(textOfFile(filename), filename)
    ) {
      notSeen(
        transformer.notMeasured(filename, 'it was loaded before Tickscope: give --require tickscope/register first'),
      );
    }
  }
  builtins.watchGetBuiltinModule();
  patches.watchNative();
  registerOutermost({
    load(url, loadContext, nextLoad) {
      builtins.apply(url);
      const result = nextLoad(url, loadContext);
      const { format } = result as { readonly format: string | undefined };
      const filename = nameOfScript(url);
      if (filename === undefined) return result;
      if (!isFile(filename)) {
        const source = isModule(format) ? textOf(result.source) : undefined;
        return source === undefined ? result : moduleOf(filename, source, result);
      }
      const packageFile = files.packageFileOf(filename);
      if (packageFile !== undefined) for (const each of watching) each.loaded(packageFile);
      if (format === 'commonjs-typescript' && isOnItsWay()) {
        const source = textOf(result.source);
        // Node's own error is the one to show, without a frame of ours.
        if (source !== undefined && tryStripTypes(source, filename) === undefined) given.set(filename, source);
      }
      // What is required without a sign of its format is compiled as CommonJS first, and may still be an ES module.
      if (format === 'commonjs' || format === undefined) {
        const script = scriptOf(filename, result);
        if (script !== undefined) return script;
      }
      if (!isModule(format) && format !== undefined) return result;
      const sourceText = (): string => textOf(result.source) ?? readFileSync(filename, 'utf8');
      if (packageFile !== undefined) {
        const handingOver = patches.moduleSource(sourceText, filename);
        return handingOver === undefined ? result : { ...result, source: handingOver };
      }
      if (format === undefined || !files.isProgramFile(filename)) return result;
      return moduleOf(filename, sourceText(), result);
    },
  });
  return { notReached: () => [...givenTexts.notReached(), ...uncompiled.notReached()] };
}

function isModule(format: string | undefined): boolean {
  return format === 'module' || format === 'module-typescript';
}

/** Node says once that it compiles TypeScript, when it does; a file that comes to it compiled must not keep it from that. */
function letNodeWarn(compile: Compile): void {
  if (process.features.typescript !== 'transform') return;
  Reflect.apply(compile, new Module('tickscope'), ['', 'tickscope.cts', 'commonjs-typescript']);
}

/** Hooks that a loader registers later run around earlier ones and may read the file themselves: ours go around theirs again. */
function registerOutermost(hooks: Parameters<typeof registerHooks>[0]): void {
  const internals = Module as unknown as { registerHooks: typeof registerHooks };
  const register = internals.registerHooks;
  let registered = register(hooks);
  const { wrapper } = {
    wrapper(given: Parameters<typeof registerHooks>[0]): ReturnType<typeof registerHooks> {
      const theirs = register(given);
      registered.deregister();
      registered = register(hooks);
      return theirs;
    },
  };
  internals.registerHooks = mimic(wrapper, register);
}

function isTypeScript(format: string | undefined): boolean {
  return format?.endsWith('typescript') === true;
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | null | undefined): string | undefined {
  if (typeof source === 'string' || source === null || source === undefined) return source ?? undefined;
  return new TextDecoder().decode(source);
}
