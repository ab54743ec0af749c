// What the SDK says about its variables while it is set up: a sampler that does not exist, a certificate that cannot be read.
//
// Without a logger it says so to nobody.

import { diag, DiagLogLevel } from '@opentelemetry/api';

/** Where the API keeps what is registered, whatever copy of it registers. */
const API = Symbol.for('opentelemetry.js.api.1');

/** What `GlobalApi` says in its own words, and without a stack. */
const PLACE_TAKEN = /@opentelemetry\/api: (?:Attempted duplicate registration|Registration of version)/;

/** @param warn told of each warning and error of the SDK until `make` has returned */
export function hearing<Made>(warn: (message: string) => void, make: () => Made): Made {
  // A program that was there first hears it with a logger of its own.
  if ((globalThis as { [API]?: { diag?: unknown } })[API]?.diag !== undefined) return make();
  const say = (message: string): void => {
    if (!PLACE_TAKEN.test(message)) warn(`OpenTelemetry: ${message}`);
  };
  const quiet = (): void => {};
  diag.setLogger({ error: say, warn: say, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  try {
    return make();
  } finally {
    diag.disable();
  }
}

/** The same is said once, however many exporters ask for it. */
export function sayingOnce(say: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    say(message);
  };
}
