// V8's format, as browsers and editors read it.

import type { ReportProfile } from '../../model/report/profile-report.js';
import { type Drawn, exportedStacks } from './stacks.js';

interface CpuProfileNode {
  readonly id: number;
  readonly callFrame: object;
  hitCount: number;
  readonly children: number[];
}

/** A sample lasts until the next one, so one stands for all of its function. */
export function cpuProfile(profile: ReportProfile): object {
  const nodes: CpuProfileNode[] = [];
  const add = ({ name, file, line }: Drawn): CpuProfileNode => {
    const callFrame = { functionName: name, scriptId: '0', url: file, lineNumber: line - 1, columnNumber: -1 };
    const node = { id: nodes.length + 1, callFrame, hitCount: 0, children: [] };
    nodes.push(node);
    return node;
  };
  const root = add({ name: '(root)', file: '', line: 0 });
  const around = new Map<Drawn, CpuProfileNode>();
  const samples: number[] = [];
  const timeDeltas = [0];
  for (const { frames, samples: count } of exportedStacks(profile, 'operation')) {
    const [operation, inner] = frames;
    let node = around.get(operation);
    if (node === undefined) {
      node = add(operation);
      around.set(operation, node);
      root.children.push(node.id);
    }
    if (inner !== undefined) {
      const below = add(inner);
      node.children.push(below.id);
      node = below;
    }
    node.hitCount += count;
    samples.push(node.id);
    timeDeltas.push(Math.round((count * profile.intervalNanos) / 1_000));
  }
  samples.push(root.id);
  return { nodes, startTime: 0, endTime: timeDeltas.reduce((sum, delta) => sum + delta, 0), samples, timeDeltas };
}
