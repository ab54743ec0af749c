// Programs that Node.js has as text: by `-e` and `-p`, on stdin, as `new Worker(text, { eval: true })`, and in a single executable.
//
// Node.js compiles such a script where no module hook is. It compiles a module called `[eval]-wrapper` first, which sets `module` and
// `require` and returns a function that is given one that runs the script. That function is given the rewritten script instead. An ES
// module and the script of a single executable are compiled without a wrapper, and cannot be reached.

import path from 'node:path';
import vm from 'node:vm';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import { debug } from '../../stderr.js';
import { tryStripTypes } from './strip-types.js';
import type { SourceTransformer } from './transform-source.js';
import { isMainThread } from '../../this-thread.js';

const WRAPPER = /^(\[(?:eval|stdin|worker eval)\])-wrapper$/;
/** Of a text by `-e` with this word Node.js makes another one, in which it is the module. */
const CRYPTO = /\bcrypto\b/;
const IMPORT = /\bimport\s*[(.]/;

export class GivenTexts {
  readonly #transformer: SourceTransformer;
  readonly #notSeen: (row: NotSeenRow) => void;
  /** A worker thread has the text of the main thread until it has one of its own. */
  readonly #inherited = isMainThread ? undefined : textOfProgram();
  #isScript = false;

  constructor(transformer: SourceTransformer, notSeen: (row: NotSeenRow) => void) {
    this.#transformer = transformer;
    this.#notSeen = notSeen;
    if (!isMainThread || !isSingleExecutable()) return;
    const why = 'the script in a single executable is compiled where no module hook is: run its bundle by node';
    notSeen(transformer.notMeasured(path.basename(process.execPath), why));
  }

  /** @returns the name of the script whose wrapper a file is */
  nameOf(filename: string): string | undefined {
    const name = WRAPPER.exec(filename)?.[1];
    return name === undefined || textOfProgram() === undefined ? undefined : name;
  }

  /**
   * @param run what the wrapper returns
   * @returns what Node.js is to call instead of it
   */
  rewritten(name: string, run: unknown): unknown {
    this.#isScript = true;
    const text = textOfProgram();
    if (text === undefined || typeof run !== 'function' || !this.#transformer.mayConcern(text)) return run;
    const why = whyLeft(name, text);
    if (why !== undefined) {
      if (this.#transformer.concerns(text, name)) this.#notSeen(this.#transformer.notMeasured(name, why));
      return run;
    }
    try {
      const source = isScript(text, name) ? text : tryStripTypes(text, name);
      const rewritten = source === undefined ? undefined : this.#transformer.transform(source, name, 'script');
      if (rewritten === undefined) return run;
      const script = new vm.Script(rewritten, {
        filename: name,
        // For an `import()` in a text that the script makes; one that is written in it is known above.
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      // Bound, so that no frame of Tickscope is in the stacks of the program.
      return run.bind(undefined, script.runInThisContext.bind(script)) as unknown;
    } catch (error) {
      debug(`${name} is run as it is`, error);
      return run;
    }
  }

  /** Asked when the process ends. */
  notReached(): NotSeenRow[] {
    const text = textOfProgram();
    if (this.#isScript || text === undefined || text === this.#inherited) return [];
    if (!this.#transformer.concerns(text, '[eval]')) return [];
    const why = 'an ES module that is given as text is compiled where no module hook is: give it a file';
    return [this.#transformer.notMeasured('[eval]', why)];
  }
}

function textOfProgram(): string | undefined {
  const text: unknown = Reflect.get(process, '_eval');
  return typeof text === 'string' ? text : undefined;
}

/** @returns why a script is left to Node.js; `undefined` for one that can be compiled from here */
function whyLeft(name: string, text: string): string | undefined {
  if (IMPORT.test(text))
    return 'it is given as text and calls import(), which Node.js alone can compile: give it a file';
  if (name === '[eval]' && CRYPTO.test(text)) {
    return 'it is given by -e and has the word crypto, for which Node.js changes the text: give it a file';
  }
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  return flags.includes('--inspect-brk') ? 'it is given as text, and the debugger stops in it' : undefined;
}

function isScript(text: string, filename: string): boolean {
  try {
    void new vm.Script(text, { filename });
    return true;
  } catch {
    return false;
  }
}

/** The module that knows it costs a start 0.3 ms, so it is loaded only where the executable has a name of its own. */
function isSingleExecutable(): boolean {
  return !/^node\b/i.test(path.basename(process.execPath)) && process.getBuiltinModule('node:sea').isSea();
}
