// Budgets as people write them: `2ms`, `100MB`, `50%`, `3`, or against a baseline `+10%`.

import { type Budget, type Budgets, MEASURE_BUDGETS, type MeasureBudget } from '../model/budgets.js';
import { MEGABYTE } from '../model/units.js';
import { parseDuration } from './duration.js';
import type { BudgetsInFile } from './settings.js';

const INCREASE = /^\+(?<percent>\d{1,4}(?:\.\d{1,3})?)\s?%$/;
const SHARE = /^(?<percent>\d{1,4}(?:\.\d{1,3})?)\s?%$/;
const SIZE = /^(?<amount>\d{1,6}(?:\.\d{1,3})?)\s?(?<unit>MB|GB)$/;

type Amount = 'duration' | 'size' | 'share' | 'number';

export const BUDGET_AMOUNTS: Readonly<Record<MeasureBudget | 'operation', Amount>> = {
  tickP95: 'duration',
  responseP95: 'duration',
  ageP95: 'duration',
  memory: 'size',
  processor: 'share',
  queriesPerTick: 'number',
  operation: 'duration',
};

/** @returns `undefined` where the text is none of that amount */
export function parseBudget(given: string | number, amount: Amount): Budget | undefined {
  const text = String(given);
  const { percent } = INCREASE.exec(text)?.groups ?? {};
  if (percent !== undefined) return { increase: Number(percent) / 100 };
  const most = PARSERS[amount](text);
  return most === undefined ? undefined : { most };
}

const PARSERS: Readonly<Record<Amount, (text: string) => number | undefined>> = {
  duration: parseDuration,
  size: (text) => {
    const { amount, unit } = SIZE.exec(text)?.groups ?? {};
    return amount === undefined ? undefined : Number(amount) * (unit === 'GB' ? 1_000 : 1) * MEGABYTE;
  },
  share: (text) => {
    const { percent } = SHARE.exec(text)?.groups ?? {};
    return percent === undefined ? undefined : Number(percent) / 100;
  },
  number: (text) => (/^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : undefined),
};

/** @param given checked by the configuration's schema */
export function readBudgets({ operations = {}, findings, ...given }: BudgetsInFile): Budgets {
  const budgetOf = (text: string | number, amount: Amount): Budget => parseBudget(text, amount) as Budget;
  return {
    measures: Object.fromEntries(
      MEASURE_BUDGETS.flatMap((name) => {
        const text = given[name];
        return text === undefined ? [] : [[name, budgetOf(text, BUDGET_AMOUNTS[name])]];
      }),
    ),
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, text]) => [name, budgetOf(text, BUDGET_AMOUNTS.operation)]),
    ),
    ...(findings !== undefined && { findings }),
  };
}
