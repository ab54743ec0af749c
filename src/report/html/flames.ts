// Flame graphs by operation: of samples of the processor, and of the trees of kept ticks.

import { operationKey } from '../../model/operation.js';
import type { ReportProfile } from '../../model/report/profile-report.js';
import type { Report, SlowTick } from '../../model/report/report.js';
import { frameText, sampledIn } from '../sections/profile.js';
import { mergeSiblings, type TreeNode, treeOf } from '../tree.js';
import { nameText } from './markup.js';
import type { FlameNode, PageFlame } from './page-data.js';

/** Narrower rectangles are not seen. */
const LEAST_SHARE = 0.002;
/** Of one operation, the largest: together with the narrowest, it bounds how many rectangles there are. */
const MOST_CHILDREN = 24;
/** Deeper levels are cut: a program may recurse as deep as it likes. */
const DEEPEST = 24;

export function flamesOf({ profile, slowest }: Report): PageFlame[] {
  return [...(profile === undefined ? [] : [sampledFlame(profile)]), ...keptFlame(slowest)];
}

function sampledFlame({ rows, programSamples }: ReportProfile): PageFlame {
  const least = LEAST_SHARE * programSamples;
  const children = rows
    .filter(({ scope, samples }) => (scope === 'operation' || scope === 'outside') && samples >= least)
    .map((row): FlameNode => ({
      label: nameText(sampledIn(row)),
      ...(row.kind !== undefined && { kind: row.kind }),
      value: row.samples,
      children: row.frames
        .filter(({ samples }) => samples >= least)
        .slice(0, MOST_CHILDREN)
        .map((frame) => ({ label: nameText(frameText(frame)), value: frame.samples, children: [] })),
    }));
  return {
    title: 'Samples of the processor: which functions were running, by operation',
    unit: 'samples',
    root: { label: 'the program', value: programSamples, children },
  };
}

/** @returns none without trees */
export function keptFlame(slowest: readonly SlowTick[]): PageFlame[] {
  const trees = slowest.flatMap((tick) => treeOf(tick) ?? []);
  const value = trees.reduce((sum, { durationNanos }) => sum + durationNanos, 0);
  if (value === 0) return [];
  const root = { label: 'the slowest ticks', value, children: flameNodes(trees, LEAST_SHARE * value, 1) };
  return [{ title: 'Time in the kept ticks, by operation: what ran beside is added up', unit: 'nanoseconds', root }];
}

function flameNodes(trees: readonly TreeNode[], least: number, depth: number): FlameNode[] {
  if (depth > DEEPEST) return [];
  return mergeSiblings(trees)
    .filter(({ durationNanos }) => durationNanos >= least)
    .toSorted(
      (one, other) =>
        other.durationNanos - one.durationNanos ||
        (operationKey(one.kind, one.name) < operationKey(other.kind, other.name) ? -1 : 1),
    )
    .slice(0, MOST_CHILDREN)
    .map(({ kind, name, count, durationNanos, children }) => ({
      label: nameText(count > 1 ? `${name} x${count}` : name),
      kind,
      value: durationNanos,
      children: flameNodes(children, least, depth + 1),
    }));
}
