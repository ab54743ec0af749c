// The functions that a random program calls: as text, each once with code in its body and once in a wrapper.

import type { Match } from '../../../src/capture/rules/match.js';
import type { CallKind } from './random-plans.js';

export interface FunctionForm {
  readonly name: string;
  readonly kind: CallKind;
  readonly isBody: boolean;
  /** Its file has nothing that leaves work behind a function's return. */
  readonly isPlain: boolean;
  /** A callback runs in the context of whoever gave it. */
  readonly callsBackToCaller: boolean;
  /** Indicators that are inside each other are not measured; `own` where only the function guards itself. */
  readonly guard: 'none' | 'program' | 'own';
  readonly text: string;
  readonly match: Match;
}

interface Text {
  readonly kind: CallKind;
  readonly text: string;
  readonly isPlain?: boolean;
  /** It runs the callback by itself, in its own context. */
  readonly callsItself?: boolean;
}

const SYNCHRONOUS: readonly string[] = [
  'function NAME(event, work) { work.run(); }',
  'function NAME(event, work) { return work.run(); }',
  'const NAME = (event, work) => work.run();',
];
const RECURSIVE = 'function NAME(event, work) { return work.run((inner) => NAME(event, inner)); }';
const SETTLING = 'function NAME(event, work) { return work.promise(); }';
const ASYNC: readonly string[] = [
  'async function NAME(event, work) { for (const step of work.steps()) { if (step.waits) await step.start(); else step.start(); } return work.end(); }',
  'const NAME = async (event, work) => { await work.all(); work.end(); };',
  'async function NAME(event, work) { try { await work.all(); } finally { work.end(); } }',
  'async function NAME(event, work) { for await (const _ of work.waits()); work.end(); }',
  'const NAME = async (event, work) => work.everything();',
  'async function NAME(event, work) { work.run(); }',
];
const PROMISE: readonly string[] = [
  'function NAME(event, work) { return work.everything(); }',
  'function NAME(event, work) { return work.all().then(() => work.end()); }',
];
const PASSING = 'function NAME(event, work, callback) { work.run(); work.comesBack(callback); }';
const CALLING =
  'function NAME(event, work, callback) { work.run(); work.comesBack((error) => { callback(error); work.goesOn(); }); }';

const TEXTS: readonly Text[] = [
  ...SYNCHRONOUS.flatMap((text): Text[] => [
    { kind: 'sync', text },
    { kind: 'sync', text, isPlain: true },
    { kind: 'synctick', text },
    { kind: 'synctick', text, isPlain: true },
  ]),
  { kind: 'sync', text: RECURSIVE },
  { kind: 'inner', text: SYNCHRONOUS[0] as string },
  { kind: 'inner', text: SYNCHRONOUS[1] as string, isPlain: true },
  { kind: 'settling', text: SETTLING },
  { kind: 'mixed', text: SETTLING },
  { kind: 'settlingtick', text: SETTLING },
  { kind: 'settlingtick', text: SETTLING, isPlain: true },
  ...ASYNC.flatMap((text): Text[] => [
    { kind: 'async', text },
    { kind: 'asynctick', text },
  ]),
  ...PROMISE.flatMap((text): Text[] => [
    { kind: 'promise', text },
    { kind: 'promisetick', text },
  ]),
  { kind: 'callback', text: PASSING },
  { kind: 'callback', text: PASSING, isPlain: true },
  { kind: 'callback', text: CALLING, callsItself: true },
  { kind: 'callbacktick', text: PASSING },
  { kind: 'callbacktick', text: CALLING, callsItself: true },
];

export function isTickKind(kind: CallKind): boolean {
  return kind.endsWith('tick');
}

/** Those that are indicators too; of each there is one that is none. */
const INDICATORS: ReadonlySet<CallKind> = new Set(['sync', 'settling', 'mixed', 'async', 'callback']);

export const FORMS: readonly FunctionForm[] = TEXTS.flatMap((text, number) =>
  [true, false].flatMap((isBody) => {
    const forms = [formOf(text, number, isBody, 'none')];
    if (INDICATORS.has(text.kind)) forms.push(formOf(text, number, isBody, isBody ? 'program' : 'own'));
    return forms;
  }),
);

function formOf(
  { kind, text, isPlain = false, callsItself = false }: Text,
  number: number,
  isBody: boolean,
  guard: FunctionForm['guard'],
): FunctionForm {
  const isIndicator = guard !== 'none';
  const name = `${isBody ? 'body' : 'wrapped'}_${isIndicator ? 'indicator' : kind}_${number}`;
  const ofKind = isTickKind(kind) ? 'tick' : isIndicator ? 'indicator' : kind === 'inner' ? 'tick' : 'internal';
  const match: Match = {
    name,
    rule: 'configured-tick',
    kind: ofKind,
    ...(ofKind === 'tick' && { isTick: () => kind !== 'inner' }),
    ...(kind === 'inner' && { strategy: 'Strategy' }),
  };
  return {
    name,
    kind,
    isBody,
    isPlain,
    callsBackToCaller: !(isBody && callsItself),
    guard,
    text: text.replaceAll('NAME', name),
    match,
  };
}

/** What tells those that keep each other from being measured. */
export function guardOf(form: FunctionForm): unknown {
  return form.guard === 'own' ? form : form.guard === 'program' ? 'program' : undefined;
}

/** Whether it is its scope that keeps others out. */
export function isHeldByScope({ kind }: FunctionForm): boolean {
  return kind === 'async' || kind === 'callback';
}
