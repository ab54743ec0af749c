// Samples of what is allocated and still alive, by the profiler that V8 has.
//
// V8 forgets a sample when its object is collected, so that what is left at a reading is what the program keeps. A reading collects all garbage
// first, which holds the program: nothing of this runs unless somebody asks for it. The profiler is reached through `node:inspector` alone, which
// keeps what a program prints by `console` until it is told to let it go.

import type { HeapProfiler, Session } from 'node:inspector';
import { nodeModule } from '../../this-thread.js';

export type HeapNode = HeapProfiler.SamplingHeapProfileNode;

/** On the average, between two samples. */
const INTERVAL_BYTES = 65_536;
const STACK_DEPTH = 32;

export class HeapSamples {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  /** @throws where this Node.js has no inspector, or may not use it */
  static start(): HeapSamples {
    const { Session: InspectorSession } = nodeModule('node:inspector');
    const session = new InspectorSession();
    session.connect();
    const samples = new HeapSamples(session);
    samples.#ask('HeapProfiler.startSampling', { samplingInterval: INTERVAL_BYTES, stackDepth: STACK_DEPTH });
    return samples;
  }

  stop(): void {
    this.#session.disconnect();
  }

  /** Lets go of what the program has printed. */
  forgetPrinted(): void {
    this.#ask('Runtime.discardConsoleEntries');
  }

  /** @throws where somebody else has stopped the profiler */
  read(): HeapNode {
    const answer = this.#ask('HeapProfiler.getSamplingProfile') as HeapProfiler.GetSamplingProfileReturnType;
    return answer.profile.head;
  }

  /** A session of the same thread answers at once. */
  #ask(method: string, parameters?: object): unknown {
    let failure: Error | null = null;
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      failure = error;
      answer = result;
    });
    if (failure !== null) throw failure as Error;
    return answer;
  }
}
