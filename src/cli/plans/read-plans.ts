// An earlier output of `tickscope plans`, as far as its plans are compared.

import { statSync } from 'node:fs';
import { type PlansReport, PLANS_SCHEMA } from '../../model/report/plans-report.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { misfit } from '../../report/schema/misfit.js';
import { type JsonSchema, list, object, text } from '../../report/schema/json-schema.js';
import { printable } from '../../report/text.js';
import { readJsonFile } from '../read-json-file.js';

const GIVE = 'Give a file that tickscope plans --format json --output FILE wrote.';
const WORDS = { what: 'list of plans', otherwise: `no JSON. ${GIVE}`, anew: GIVE };

const number = (description: string): JsonSchema => ({ description, type: 'number', minimum: 0 });

const COMPARED: JsonSchema = object('What is compared.', {
  required: {
    program: text('Whose statements they are.'),
    statements: list(
      'Planned statements.',
      object('A statement.', {
        required: {
          statement: text('As in the report.'),
          count: number('Calls.'),
          meanNanos: number('Of their time.'),
          p50Nanos: number('Of their time.'),
          shape: text('Of its plan.'),
          plan: list('A line for each node.', text('A node.')),
        },
      }),
    ),
  },
});

/** @throws UnusableSourceError where the file is no output of `tickscope plans`, with what is wrong */
export function readPlans(file: string): Pick<PlansReport, 'program' | 'statements'> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UnusableSourceError(`${file} is no file. ${GIVE}`);
  }
  const value = readJsonFile(file, WORDS);
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (schema !== PLANS_SCHEMA) {
    const what = typeof schema === 'string' ? `its schema is "${printable(schema.slice(0, 60))}"` : 'it has no schema';
    throw new UnusableSourceError(`${file} has no plans: ${what}, and not ${PLANS_SCHEMA}. ${GIVE}`);
  }
  const wrong = misfit(value, COMPARED);
  if (wrong !== undefined) throw new UnusableSourceError(`${file} is not whole: ${printable(wrong)}. ${GIVE}`);
  return value as PlansReport;
}
