// `tickscope/span-processor`: the public span processor, for anybody's NodeSDK, without the preload.

export { BottleneckSpanProcessor } from './bottleneck-span-processor.js';

export type { AnyMetricProducer, BottleneckSpanProcessorOptions } from './bottleneck-span-processor.js';
export type { HrTime, SdkSpan, StartedSpan } from '../capture/otel/sdk-span.js';
