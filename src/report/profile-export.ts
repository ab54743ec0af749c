// Samples of the processor in formats that others draw: an operation calls the functions that were running in it.

import type { ReportProfile, ReportProfileFrame, ReportProfileRow } from '../model/report/profile-report.js';

export const PROFILE_FORMATS = ['speedscope', 'cpuprofile'] as const;
export type ProfileFormat = (typeof PROFILE_FORMATS)[number];

/** A function, or an operation, as both formats have it. */
interface Drawn {
  readonly name: string;
  readonly file: string;
  /** From 1; 0 where it is not known. */
  readonly line: number;
}

/** What was running, with what is around it first. */
interface Stack {
  readonly frames: readonly [Drawn, ...Drawn[]];
  readonly samples: number;
}

const TITLES = {
  operation: 'by operation',
  symbol: 'by symbol',
  strategy: 'by strategy',
} as const;

/** @param name the program's */
export function profileText(profile: ReportProfile, name: string, format: ProfileFormat): string {
  const value = format === 'speedscope' ? speedscope(profile, name) : cpuProfile(profile);
  return `${JSON.stringify(value)}\n`;
}

function stacksOf(profile: ReportProfile, scope: keyof typeof TITLES): Stack[] {
  const isIn = (row: ReportProfileRow): boolean =>
    row.scope === scope || (scope === 'operation' && row.scope === 'outside');
  return profile.rows.filter(isIn).flatMap((row) => {
    const around = { name: nameOf(row), file: '', line: 0 };
    const named = row.frames.map((frame): Stack => ({ frames: [around, drawn(frame)], samples: frame.samples }));
    const left = row.frames.reduce((samples, frame) => samples - frame.samples, row.samples);
    return left > 0 ? [...named, { frames: [around], samples: left }] : named;
  });
}

function nameOf({ scope, kind, name }: ReportProfileRow): string {
  if (scope === 'outside') return 'outside operations';
  return kind === undefined ? name : `${kind} ${name}`;
}

function drawn({ name, location, within }: ReportProfileFrame): Drawn {
  const [, file = '', line = '0'] = /^(.*):(\d+)$/.exec(location ?? '') ?? [];
  return { name: within === undefined ? name : `${name}, in ${within}`, file, line: Number(line) };
}

/** https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts */
function speedscope(profile: ReportProfile, name: string): object {
  const numbers = new Map<string, number>();
  const frames: object[] = [];
  const numberOf = (frame: Drawn): number => {
    const key = `${frame.file}:${frame.line} ${frame.name}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number =
        frames.push({
          name: frame.name,
          ...(frame.file !== '' && { file: frame.file }),
          ...(frame.line > 0 && { line: frame.line }),
        }) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  const scopes = Object.entries(TITLES) as [keyof typeof TITLES, string][];
  const profiles = scopes
    .map(([scope, title]) => ({ title, stacks: stacksOf(profile, scope) }))
    .filter(({ stacks }) => stacks.length > 0)
    .map(({ title, stacks }) => {
      const weights = stacks.map(({ samples }) => samples * profile.intervalNanos);
      return {
        type: 'sampled',
        name: `${name}, ${title}`,
        unit: 'nanoseconds',
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples: stacks.map((stack) => stack.frames.map(numberOf)),
        weights,
      };
    });
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'tickscope',
    shared: { frames },
    profiles,
  };
}

interface CpuProfileNode {
  readonly id: number;
  readonly callFrame: object;
  hitCount: number;
  readonly children: number[];
}

/** Of V8, as browsers and editors read it. A sample lasts until the next one, so one stands for all of its function. */
function cpuProfile(profile: ReportProfile): object {
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
  for (const { frames, samples: count } of stacksOf(profile, 'operation')) {
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
