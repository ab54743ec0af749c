// What `tickscope doctor` says of a program: `tickscope.doctor/1`.

import type { CandidateKind, ObservedPackage } from '../record/observations.js';
import type { FoundFunction, FunctionIdentity } from '../rules.js';
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
  /** `file:line`; empty for an event, and for an export of a package. */
  readonly location: string;
  /** The package that exports it. */
  readonly packageName?: string;
  readonly calls: number;
  readonly why: string;
  /** The line of the configuration that would have it measured. */
  readonly configLine: string;
  /** Its name alone speaks for it, and not what it was given. */
  readonly byName?: true;
  /** What the line did when the program was run again with it; absent where that was not tried. */
  readonly tried?: TriedLine;
}

/** One line of the configuration in a run of its own. */
export interface TriedLine {
  /** Calls that were measured by it. */
  readonly calls: number;
  /** Why there were none. */
  readonly why?: string;
}

/** The program once more, with what is proposed. */
interface Trial {
  readonly ended: string;
  /** All that had ended, before and with the lines. */
  readonly ticksBefore: number;
  readonly ticks: number;
}

/** An address that the environment sends to. */
export interface EndpointCheck {
  readonly signal: 'traces' | 'metrics';
  readonly address: string;
  readonly answers: boolean;
  /** What it answered, or why nothing came. */
  readonly detail: string;
}

/** As in a configuration file. */
export type ProposedNames = Readonly<Record<string, readonly ConfiguredName[]>>;

/** A function's name, or that of an event. */
export type ConfiguredName = string | { readonly event: string };

export interface Diagnosis {
  readonly schema: typeof DIAGNOSIS_SCHEMA;
  readonly program: { readonly name: string; readonly processes: number; readonly ended: string };
  /** What a person has to know to read the rest. */
  readonly notes: readonly string[];
  readonly found: readonly FoundRow[];
  /** Functions of the program that a rule knows and nobody called. */
  readonly neverCalled: readonly FunctionIdentity[];
  /** Of each kind the likeliest first. */
  readonly candidates: readonly Candidate[];
  /** The likeliest candidates together, as a configuration file has them; empty where there are none. */
  readonly proposed: ProposedNames;
  /** Absent where nothing was tried. */
  readonly trial?: Trial;
  readonly notSeen: readonly NotSeenRow[];
  readonly versions: {
    readonly tickscope: string;
    readonly node: string;
    readonly packages: readonly ObservedPackage[];
  };
  /** Empty where the environment names none. */
  readonly endpoints: readonly EndpointCheck[];
}
