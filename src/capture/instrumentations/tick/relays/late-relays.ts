// What follows events that are handed on: a part of the preload that most programs never load.

import type { Recorder } from '../../../recorder/recorder.js';
import type * as RelaysPart from './relays.js';

export class LateRelays {
  /** `undefined` as long as no call could have handed anything on. */
  loaded: RelaysPart.Relays | undefined;
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  load(): RelaysPart.Relays {
    return (this.loaded ??= this.#make());
  }

  #make(): RelaysPart.Relays {
    const { Relays } = require('./relays.js') as typeof RelaysPart;
    return new Relays(this.#recorder);
  }
}
