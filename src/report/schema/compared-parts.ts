// What comparison and check read of a report: a report of an older version has all of it, whatever else it lacks.

import { type JsonSchema, list, object } from './json-schema.js';
import { findingSchema, lossSchema, memorySchema, overheadSchema, processorSchema, programSchema } from './parts.js';
import { operationSchema, ticksSchema } from './tick-parts.js';

export const COMPARED_PARTS: JsonSchema = object('The parts of a report that are compared.', {
  required: {
    program: programSchema,
    ticks: ticksSchema,
    operations: list('Operations.', operationSchema),
    findings: list('Findings.', findingSchema),
    memory: memorySchema,
    overhead: overheadSchema,
    losses: list('Losses.', lossSchema),
  },
  optional: { processor: processorSchema },
});
