// Notes which machine a process runs on, once, when its program has run for a while: the start does not wait for it, and no tick does.
//
// Linux writes down what its processors are when somebody asks, and older ones take 10 ms for that: a thread of the pool waits for it.

import process from 'node:process';
import type { Machine } from '../../model/machine.js';
import { piece } from '../../measured-work.js';
import { readTextFile, readTextFileSoon } from '../../primordials.js';
import { nodeModule } from '../../this-thread.js';

const PROCESSORS = '/proc/cpuinfo';
/** Of an ARM processor only the number of its design is there. */
const MODEL = /^(?:model name|CPU part|cpu)\s*: *(.+)/m;

export class MachineNote {
  readonly #process: { machine?: Machine };
  #isAsked = false;

  /** @param ofProcess that gets the note */
  constructor(ofProcess: { machine?: Machine }) {
    this.#process = ofProcess;
  }

  /** Only the first call does something. */
  writeSoon(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    if (process.platform !== 'linux') return this.writeNow();
    readTextFileSoon(
      PROCESSORS,
      'latin1',
      piece('writing', 'noting the machine', (_error, text) => this.#write(modelIn(text))),
    );
  }

  /** Where there is none yet. */
  writeNow(): void {
    if (this.#process.machine !== undefined) return;
    this.#write(process.platform === 'linux' ? modelIn(readProcessors()) : nodeModule('node:os').cpus()[0]?.model);
  }

  #write(model: string | undefined): void {
    const { arch: architecture, platform } = process;
    const cores = nodeModule('node:os').availableParallelism();
    this.#process.machine = { ...(model && { model }), cores, architecture, platform };
  }
}

function readProcessors(): string | undefined {
  try {
    return readTextFile(PROCESSORS, 'latin1');
  } catch {
    return undefined;
  }
}

function modelIn(processors = ''): string | undefined {
  return MODEL.exec(processors)?.[1]?.trim();
}
