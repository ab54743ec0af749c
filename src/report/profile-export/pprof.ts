// The format of pprof: https://github.com/google/pprof/blob/main/proto/profile.proto

import { Profile, StringTable } from 'pprof-format';
import type { ReportProfile } from '../../model/report/profile-report.js';
import { type Drawn, exportedStacks } from './stacks.js';

/** Each function is one location, with an id from 1 on. A stack begins with the innermost one. */
export function pprof(profile: ReportProfile): Uint8Array {
  const stringTable = new StringTable();
  const ids = new Map<string, number>();
  const functions: { id: number; name: number; systemName: number; filename: number }[] = [];
  const locations: { id: number; line: { functionId: number; line: number }[] }[] = [];
  const idOf = ({ name, file, line }: Drawn): number => {
    const key = `${file}:${line} ${name}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = ids.size + 1;
    const text = stringTable.dedup(name);
    ids.set(key, id);
    functions.push({ id, name: text, systemName: text, filename: stringTable.dedup(file) });
    locations.push({ id, line: [{ functionId: id, line }] });
    return id;
  };
  const nanoseconds = stringTable.dedup('nanoseconds');
  const processor = { type: stringTable.dedup('cpu'), unit: nanoseconds };
  return new Profile({
    sampleType: [{ type: stringTable.dedup('samples'), unit: stringTable.dedup('count') }, processor],
    sample: exportedStacks(profile, 'operation').map(({ frames, samples }) => ({
      locationId: frames.map(idOf).toReversed(),
      value: [samples, Math.round(samples * profile.intervalNanos)],
    })),
    location: locations,
    function: functions,
    stringTable,
    periodType: processor,
    period: Math.round(profile.intervalNanos),
  }).encode();
}
