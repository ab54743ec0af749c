import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ComparisonReport } from '../../src/model/report/comparison-report.js';
import { COMPARISON_JSON_SCHEMA } from '../../src/report/schema/comparison-schema.js';
import { pairedComparison, singleComparison } from './sample-comparisons.js';

const validate = new Ajv2020({ strict: true }).compile<ComparisonReport>(COMPARISON_JSON_SCHEMA);
const stored = (comparison: ComparisonReport): ComparisonReport =>
  JSON.parse(JSON.stringify(comparison)) as ComparisonReport;

it.each([
  ['of pairs', pairedComparison],
  ['of one run each', singleComparison],
])('accepts the comparison %s', (_, comparison) => {
  expect(validate(stored(comparison)) ? [] : validate.errors).toEqual([]);
});

it('knows every field', () => {
  const fields = (value: unknown): string[] =>
    Array.isArray(value)
      ? value.flatMap(fields)
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, field]) => [name, ...(name === 'evidence' ? [] : fields(field))])
        : [];
  const known = JSON.stringify(COMPARISON_JSON_SCHEMA);
  expect(fields(pairedComparison).filter((name) => !known.includes(`"${name}"`))).toEqual([]);
});

it.each([
  ['another version', { schema: 'tickscope.comparison/2' }],
  ['no measures', { measures: undefined }],
  ['another verdict', { measures: [{ ...pairedComparison.measures[0], verdict: 'better' }] }],
])('refuses %s', (_, change) => {
  expect(validate(stored({ ...pairedComparison, ...change } as ComparisonReport))).toBe(false);
});
