// The published JSON Schema of `tickscope.report/1`.

import { REPORT_SCHEMA } from '../../model/report/report.js';
import { feedSchema } from './feed-parts.js';
import { growthSchema, sizeGrowthSchema } from './growth-parts.js';
import { orderSchema } from './order-parts.js';
import { type JsonSchema, list, object, text } from './json-schema.js';
import {
  coverageSchema,
  findingSchema,
  histogramSchema,
  lossSchema,
  memorySchema,
  overheadSchema,
  processorSchema,
  programSchema,
  targetSchema,
  verdictSchema,
} from './parts.js';
import { cacheSchema, externalSchema } from './outside-parts.js';
import { profileSchema } from './profile-parts.js';
import { runtimeSchema } from './runtime-parts.js';
import { sourceSchema } from './source-parts.js';
import { timelineSchema } from './timeline-parts.js';
import { operationSchema, rankedSchema, slowTickSchema, ticksSchema, whatIfSchema } from './tick-parts.js';

export const REPORT_JSON_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:tickscope:report:1',
  title: 'Tickscope report',
  ...object(
    'What a program was measured to do. Times are integer nanoseconds with the unit in the name, shares are 0 to 1.',
    {
      required: {
        schema: { description: 'The version of this document.', const: REPORT_SCHEMA },
        program: programSchema,
        verdict: verdictSchema,
        ticks: ticksSchema,
        operations: list('Every operation that has a row, by total time, longest first.', operationSchema),
        ranking: list(
          'What slow ticks spend their time on, the largest gain first, then the largest share.',
          rankedSchema,
        ),
        targets: list('Each target, judged.', targetSchema),
        findings: list('What the detectors found, the most important first.', findingSchema),
        slowest: list('The slowest of the ticks whose trees were kept, slowest first.', slowTickSchema),
        orders: list('What became of orders, by venue, symbol and what was asked for; most orders first.', orderSchema),
        feed: list('Where events come from, by source and symbol; those that were silent longest first.', feedSchema),
        memory: memorySchema,
        coverage: coverageSchema,
        overhead: overheadSchema,
        losses: list('What was left out, and how often.', lossSchema),
        histograms: object('The distributions that pictures are drawn from.', { required: { ticks: histogramSchema } }),
        notes: list('What the reader of the sources had to say.', text('One note.')),
      },
      optional: {
        source: sourceSchema,
        processor: processorSchema,
        runtime: runtimeSchema,
        whatIf: whatIfSchema,
        externals: list('Calls to the outside, those that took most time first.', externalSchema),
        profile: profileSchema,
        caches: list('Caches, those with most look-ups first.', cacheSchema),
        timeline: list('Stretches of the record, at most 240, in order of time.', timelineSchema),
        growth: list('What takes longer and longer, what grew most first.', growthSchema),
        growthBySize: list('What takes longer the more it is given, what takes longest first.', sizeGrowthSchema),
      },
    },
  ),
};
