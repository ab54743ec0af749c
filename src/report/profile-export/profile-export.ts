// Samples of the processor in formats that others draw.

import type { ReportProfile } from '../../model/report/profile-report.js';
import { cpuProfile } from './cpu-profile.js';
import { pprof } from './pprof.js';
import { speedscope } from './speedscope.js';

export const PROFILE_FORMATS = ['speedscope', 'cpuprofile', 'pprof'] as const;
export type ProfileFormat = (typeof PROFILE_FORMATS)[number];

/** @param name the program's @returns text, or of pprof bytes */
export function exportedProfile(profile: ReportProfile, name: string, format: ProfileFormat): string | Uint8Array {
  if (format === 'pprof') return pprof(profile);
  return `${JSON.stringify(format === 'speedscope' ? speedscope(profile, name) : cpuProfile(profile))}\n`;
}
