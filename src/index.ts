// The public API: reads records, makes the report of them and prints it. Loads no OpenTelemetry and nothing of capture;
// the preload is `tickscope/register`, the span processor `tickscope/span-processor`.

export { buildReport } from './analysis/build-report.js';
export { readSources } from './record-file/read-sources.js';
export { UnusableSourceError } from './model/unusable-source-error.js';
export { mergeRecordSegments } from './aggregate/merge-record-segments.js';
export { REPORT_SCHEMA } from './model/report/report.js';
export type { RankedOperation, ReportWhatIf, ReportWhatIfOperation } from './model/report/ranking-report.js';
export { REPORT_JSON_SCHEMA } from './report/schema/report-schema.js';
export { renderTerminal } from './report/terminal.js';

export type { EventPattern, Extractor, FunctionPattern, ProgramNames } from './config/program-names.js';
export type { TickscopeConfig } from './config/settings.js';
export type { SourceOptions } from './record-file/read-sources.js';
export type { RecordContents } from './record-file/record-file.js';
export type { TimeWindow } from './record-file/time-window.js';
export type { ArrivalTotals, ByBasis, WaitBasis } from './model/record/arrival-totals.js';
export type { BucketArrayData } from './model/histogram/bucket-array.js';
export type { HistogramData } from './model/histogram/exponential-histogram.js';
export type { HeavyHitter, HeavyHittersData } from './model/histogram/heavy-hitters.js';
export type { LoopOwner, LoopOwnerKind } from './model/owner-table.js';
export type { LossId } from './model/losses.js';
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
  ProcessInfo,
  RecordSegment,
  RuntimeSample,
  StoredSegment,
  TickTotals,
} from './model/record/record-segment.js';
export type { WhatIfRow, WhatIfTicks } from './model/record/what-if-rows.js';
export type {
  ReceivedBasis,
  Report,
  ReportAge,
  ReportFinding,
  ReportGroup,
  ReportInstrumented,
  ReportLoss,
  ReportOperation,
  ReportProcess,
  ReportProgram,
  ReportSpread,
  ReportTarget,
  ReportTicks,
  ReportWait,
  SlowTick,
  SlowTickSection,
  SlowTickSpan,
} from './model/report/report.js';
export type { ReportMemory, ReportOverhead } from './model/report/process-report.js';
export type { ReportTimelinePoint } from './model/report/timeline-report.js';
export type { ReportVerdict, VerdictKind } from './model/report/verdict-report.js';
export type {
  ActiveResource,
  GcKind,
  GcRow,
  HeapSpace,
  LoopOwnerRow,
  ResourceSample,
  StallRow,
} from './model/record/runtime-rows.js';
export type {
  ReportEventLoop,
  ReportGc,
  ReportGcKind,
  ReportLoopOwner,
  ReportResources,
  ReportRuntime,
} from './model/report/runtime-report.js';
export type { ConfiguredPattern, FoundFunction, FunctionIdentity, RuleId } from './model/rules.js';
export type { TargetId } from './model/targets.js';
export type { Bytes, Nanoseconds, Share, UnixMilliseconds } from './model/units.js';
export type { JsonSchema } from './report/schema/json-schema.js';
export type { TerminalOptions } from './report/terminal.js';
