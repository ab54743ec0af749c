// speedscope's own format: https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts

import type { ReportProfile } from '../../model/report/profile-report.js';
import { type Drawn, type ExportedScope, exportedStacks } from './stacks.js';

const TITLES: Readonly<Record<ExportedScope, string>> = {
  operation: 'by operation',
  symbol: 'by symbol',
  strategy: 'by strategy',
};

export function speedscope(profile: ReportProfile, name: string): object {
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
  const scopes = Object.entries(TITLES) as [ExportedScope, string][];
  const profiles = scopes
    .map(([scope, title]) => ({ title, stacks: exportedStacks(profile, scope) }))
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
