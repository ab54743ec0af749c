// The rules on the program's code of all instrumentations, in their order, in a host in which nothing runs.

import { RecorderTracerProvider } from '../../../src/capture/otel/recorder-tracer.js';
import { ProgramFiles } from '../../../src/capture/load/program-files.js';
import type { Recorder } from '../../../src/capture/recorder/recorder.js';
import type { Host } from '../../../src/capture/instrumentations/host.js';
import { INSTRUMENTATIONS } from '../../../src/capture/instrumentations/index.js';
import type { ProgramRule } from '../../../src/capture/rules/instrumentation.js';
import { CacheCounters } from '../../../src/model/cache-counters.js';
import { Orders } from '../../../src/capture/recorder/orders.js';
import { ExternalCounters } from '../../../src/model/external-counters.js';
import { AskedValues } from '../../../src/model/reuse/asked-values.js';
import { ReuseLog } from '../../../src/model/reuse/reuse-log.js';
import { PoolCounters } from '../../../src/model/pool-counters.js';
import { NameTable } from '../../../src/model/name-table.js';

const names = new NameTable();
const recorder = {} as Recorder;

const host: Host = {
  recorder,
  names,
  caches: new CacheCounters(),
  askedValues: new AskedValues(new ReuseLog()),
  pools: new PoolCounters(),
  externals: new ExternalCounters(),
  orders: new Orders(recorder, (work) => work()),
  propagates: false,
  configured: {
    tickPatternOf: () => undefined,
    isExcludedEvent: () => false,
    isExcludedName: () => false,
    isExcludedListener: () => false,
  },
  programSpans: { start: () => {}, end: () => {} },
  recordedScopes: new Set(),
  programFiles: new ProgramFiles('/tickscope', () => undefined),
  workingDirectory: '/w',
  wrap: (original) => original,
  measuredListener: () => undefined,
  isRelay: () => false,
  tracerProvider: (naming) => new RecorderTracerProvider(recorder, names, naming),
  apiLoaded: () => {},
  onSlowCall: () => {},
  onQuery: () => {},
  onSend: () => {},
  onError: () => {},
};

export const DEFAULT_RULES: readonly ProgramRule[] = INSTRUMENTATIONS.flatMap((make) => make(host).rules ?? []);
