// What `tickscope doctor` says of a program: `tickscope.doctor/1`.

import type { CandidateKind, ObservedPackage } from '../record/observations.js';
import type { FoundFunction } from '../rules.js';
import type { NotSeenRow } from '../record/record-segment.js';

export const DIAGNOSIS_SCHEMA = 'tickscope.doctor/1';

/** Something that a rule takes. */
export interface FoundRow extends FoundFunction {
  /** The rule, as a text for people. */
  readonly ruleText: string;
  readonly calls: number;
  /** The line of the configuration that would leave it alone; absent where none can. */
  readonly configLine?: string;
}

/** Something that looks as if it should be measured, and is not. */
export interface Candidate {
  readonly kind: CandidateKind;
  readonly name: string;
  /** `file:line`; empty for an event. */
  readonly location: string;
  readonly calls: number;
  readonly why: string;
  /** The line of the configuration that would have it measured. */
  readonly configLine: string;
}

/** An address that the environment sends to. */
export interface EndpointCheck {
  readonly signal: 'traces' | 'metrics';
  readonly address: string;
  readonly answers: boolean;
  /** What it answered, or why nothing came. */
  readonly detail: string;
}

export interface Diagnosis {
  readonly schema: typeof DIAGNOSIS_SCHEMA;
  readonly program: { readonly name: string; readonly processes: number; readonly ended: string };
  readonly found: readonly FoundRow[];
  /** Of each kind the likeliest first. */
  readonly candidates: readonly Candidate[];
  readonly notSeen: readonly NotSeenRow[];
  readonly versions: {
    readonly tickscope: string;
    readonly node: string;
    readonly packages: readonly ObservedPackage[];
  };
  /** Empty where the environment names none. */
  readonly endpoints: readonly EndpointCheck[];
}
