// The public API: reads records, makes the report of them and prints it. Loads no OpenTelemetry; the preload is `tickscope/register`.

export { BottleneckSpanProcessor } from './bottleneck-span-processor.js';
export { buildReport } from './analysis/build-report.js';
export { readSources } from './ingest/read-sources.js';
export { UnusableSourceError } from './ingest/unusable-source-error.js';
export { mergeRecordSegments } from './model/merge-record-segments.js';
export { REPORT_SCHEMA } from './model/report.js';
export { REPORT_JSON_SCHEMA } from './report/report-schema.js';
export { renderTerminal } from './report/terminal.js';

export type { AnyMetricProducer, BottleneckSpanProcessorOptions } from './bottleneck-span-processor.js';
export type { HrTime, SdkSpan, StartedSpan } from './capture/otel/sdk-span.js';
export type { EventPattern, Extractor, FunctionPattern, ProgramNames } from './config/program-names.js';
export type { TickscopeConfig } from './config/settings.js';
export type { SourceOptions } from './ingest/read-sources.js';
export type { RecordContents } from './ingest/record-file.js';
export type { TimeWindow } from './ingest/time-window.js';
export type { ArrivalTotals, ByBasis, WaitBasis } from './model/arrival-totals.js';
export type { BucketArrayData } from './model/bucket-array.js';
export type { HistogramData } from './model/exponential-histogram.js';
export type { HeavyHitter, HeavyHittersData } from './model/heavy-hitters.js';
export type { LoopOwner, LoopOwnerKind } from './model/loop-owner.js';
export type { OperationKind } from './model/operation.js';
export type {
  GroupRow,
  InstrumentedRow,
  KeptOperation,
  KeptPause,
  KeptReason,
  KeptTick,
  LossRow,
  NotSeenRow,
  OperationRow,
  OverheadTotals,
  ProcessRecord,
  RecordSegment,
  RuntimeSample,
  StoredSegment,
  TickTotals,
} from './model/record-segment.js';
export type {
  RankedOperation,
  ReceivedBasis,
  Report,
  ReportAge,
  ReportFinding,
  ReportGroup,
  ReportMemory,
  ReportOperation,
  ReportOverhead,
  ReportProcess,
  ReportProgram,
  ReportSpread,
  ReportTarget,
  ReportTicks,
  ReportVerdict,
  ReportWait,
  SlowTick,
  SlowTickSpan,
  VerdictKind,
} from './model/report.js';
export type {
  ActiveResource,
  GcKind,
  GcRow,
  HeapSpace,
  LoopOwnerRow,
  ResourceSample,
  StallRow,
} from './model/runtime-record.js';
export type {
  ReportEventLoop,
  ReportGc,
  ReportGcKind,
  ReportLoopOwner,
  ReportResources,
  ReportRuntime,
} from './model/runtime-report.js';
export type { TargetId } from './model/targets.js';
export type { Bytes, Nanoseconds, Share, UnixMilliseconds } from './model/units.js';
export type { JsonSchema } from './report/json-schema.js';
export type { TerminalOptions } from './report/terminal.js';
