// Answers of EXPLAIN (FORMAT JSON, VERBOSE), short enough to be read.

import { planOf, type PlanNode } from '../../../src/analysis/plans/plan-node.js';
import type { TableFacts } from '../../../src/analysis/plans/table-facts.js';
import type { Bytes } from '../../../src/model/units.js';

type Node = Readonly<Record<string, unknown>>;

/** A node of the answer; cost, rows and width where they matter. */
export function node(type: string, more: Node = {}, ...children: readonly Node[]): Node {
  return {
    'Node Type': type,
    'Startup Cost': 0,
    'Total Cost': 1_000,
    'Plan Rows': 10,
    'Plan Width': 32,
    ...more,
    ...(children.length > 0 && { Plans: children }),
  };
}

export function scan(name: string, more: Node = {}, type: string = 'Seq Scan'): Node {
  return node(type, { 'Relation Name': name, Schema: 'public', Alias: name, ...more });
}

export function planFrom(root: Node): PlanNode {
  const plan = planOf([{ Plan: root }]);
  if (plan === undefined) throw new Error('not a plan');
  return plan;
}

export function table(name: string, more: Partial<TableFacts> = {}): TableFacts {
  return {
    name: `public.${name}`,
    names: [`public.${name}`],
    quoted: `public.${name}`,
    isPartitioned: false,
    bytes: 80_000_000 as Bytes,
    rows: 1_000_000,
    indexes: [],
    changedSinceAnalysed: 0,
    nullShares: {},
    ...more,
  };
}
