// What `tickscope doctor` says, as text for a terminal.

import type { Candidate, ConfiguredName, Diagnosis } from '../model/report/diagnosis.js';
import { functionText, notSeenText } from '../model/rules.js';
import { formatCount } from '../model/format-units.js';
import { BAD, GOOD, type Page, type SectionText, UNSURE } from './page.js';
import { INDENT, tableLines } from './table.js';
import { pageOf, type PageOptions, sectionsAsText } from './terminal.js';
import { fit, printable, wrap } from './text.js';

const MOST_FOUND = 30;
const MOST_NEVER_CALLED = 8;
const SHORT_LINE = 70;

const COUNTED = [
  { title: 'calls', align: 'right' },
  { title: 'what', align: 'left', flexible: true },
] as const;

const LOOKS_LIKE: Readonly<Record<Candidate['kind'], string>> = {
  tick: 'tick?',
  indicator: 'indicator?',
  database: 'database?',
  order: 'order?',
  cache: 'cache?',
};

/** @returns lines, each with its line break, no wider than the terminal */
export function renderDiagnosis(diagnosis: Diagnosis, options: PageOptions): string {
  const page = pageOf(options);
  const sections = [about, notes, found, candidates, proposed, notSeen, endpoints];
  return sectionsAsText(
    sections.flatMap((section) => section(diagnosis, page) ?? []),
    page,
  );
}

function about({ program, versions }: Diagnosis, { columns, paint }: Page): SectionText {
  const processes = program.processes === 1 ? '1 process' : `${formatCount(program.processes)} processes`;
  const sdk = versions.packages.filter(({ name }) => name.startsWith('@opentelemetry/'));
  const lines = [
    `${program.ended}, ${processes}; Node.js ${versions.node}, tickscope ${versions.tickscope}`,
    ...(sdk.length === 0
      ? []
      : [`loaded by the program: ${sdk.map(({ name, version }) => `${name} ${version}`).join(', ')}`]),
  ];
  const dim = lines.flatMap((line) => wrap(line, columns)).map((line) => paint('dim', line));
  return { lines: [paint('bold', fit(program.name, columns)), ...dim] };
}

function notes({ notes: texts }: Diagnosis, { columns, paint }: Page): SectionText | undefined {
  if (texts.length === 0) return undefined;
  return { lines: texts.flatMap((text) => wrap(text, columns)).map((line) => paint(UNSURE, line)) };
}

function found({ found: rows, neverCalled }: Diagnosis, page: Page): SectionText {
  const never = neverCalledLines(neverCalled, page);
  if (rows.length === 0) return { title: 'What is measured', lines: [`${INDENT}nothing`, ...never] };
  const lines = tableLines(
    COUNTED,
    rows.slice(0, MOST_FOUND).map(({ ruleText, calls, configLine, ...identity }) => ({
      cells: [formatCount(calls), functionText(identity)],
      beneath: `${ruleText}${configLine === undefined ? '' : `; not with ${configLine}`}`,
    })),
    page,
  );
  const more = rows.length - MOST_FOUND;
  if (more > 0) lines.push(`${INDENT}and ${formatCount(more)} more`);
  return { title: 'What is measured', lines: [...lines, ...never] };
}

/** One sentence: a row of nothing tells nobody anything, but the name of a handler that is never called may. */
function neverCalledLines(functions: Diagnosis['neverCalled'], { columns, paint }: Page): string[] {
  if (functions.length === 0) return [];
  const [named, more] = [functions.slice(0, MOST_NEVER_CALLED), functions.length - MOST_NEVER_CALLED];
  const names = named.map(functionText).join(', ');
  const text = `known by name and never called: ${names}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  return wrap(text, columns - INDENT.length).map((line) => INDENT + paint('dim', line));
}

function candidates({ candidates: rows }: Diagnosis, page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const lines = tableLines(
    [COUNTED[0], { title: 'as', align: 'left' }, COUNTED[1]],
    rows.map((candidate) => ({
      cells: [formatCount(candidate.calls), LOOKS_LIKE[candidate.kind], whatText(candidate)],
      beneath: [`${candidate.why}; measured with ${candidate.configLine}`, ...triedTexts(candidate)].join('; '),
    })),
    page,
  );
  return { title: 'What might be, and is not', lines };
}

function whatText({ name, location, packageName }: Candidate): string {
  if (packageName !== undefined) return `${name} of ${packageName}`;
  return location === '' ? `event ${name}` : `${name} (${location})`;
}

function triedTexts({ tried }: Candidate): string[] {
  if (tried === undefined) return [];
  if (tried.calls > 0) return [`tried: ${formatCount(tried.calls)} calls measured`];
  return [`tried: nothing measured${tried.why === undefined ? '' : `, ${tried.why}`}`];
}

/** To be copied as it stands: no line is cut or wrapped, and none has to be. */
function proposed({ proposed: names, trial }: Diagnosis, { columns, paint }: Page): SectionText | undefined {
  if (Object.keys(names).length === 0) return undefined;
  const keys = Object.entries(names).map(([key, values]) => keyLines(key, values).join('\n'));
  const json = `{\n${keys.join(',\n')}\n}`;
  const ticks = trial && `${formatCount(trial.ticksBefore)} ticks without it, ${formatCount(trial.ticks)} with it`;
  const told =
    trial === undefined
      ? ['Whether it is right, tickscope doctor --try tells by running the program with it.']
      : [`Tried: ${ticks}; ${trial.ended}.`];
  return {
    title: 'tickscope.config.json, as proposed',
    lines: [
      ...json.split('\n').map((line) => INDENT + printable(line)),
      ...told.flatMap((text) => wrap(text, columns - INDENT.length)).map((line) => INDENT + paint('dim', line)),
    ],
  };
}

function keyLines(key: string, values: readonly ConfiguredName[]): string[] {
  const texts = values.map((value) =>
    typeof value === 'string' ? JSON.stringify(value) : `{ "event": ${JSON.stringify(value.event)} }`,
  );
  const line = `  ${JSON.stringify(key)}: [${texts.join(', ')}]`;
  if (line.length <= SHORT_LINE) return [line];
  return [`  ${JSON.stringify(key)}: [`, texts.map((text) => `    ${text}`).join(',\n'), '  ]'];
}

function notSeen({ notSeen: rows }: Diagnosis, page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const lines = tableLines(
    [{ title: '', align: 'left', flexible: true }],
    rows.map((row) => ({ cells: [notSeenText(row)], beneath: row.why })),
    page,
  );
  return { title: 'What cannot be seen', lines };
}

function endpoints({ endpoints: checks }: Diagnosis, { columns, paint }: Page): SectionText | undefined {
  if (checks.length === 0) return undefined;
  const lines = checks.map(({ signal, address, answers, detail }) => {
    const line = fit(
      `${signal}: ${address} ${answers ? 'answers' : 'does not answer'} (${detail})`,
      columns - INDENT.length,
    );
    return INDENT + paint(answers ? GOOD : BAD, line);
  });
  return { title: 'Where it is sent', lines };
}
