// What `tickscope doctor` says, as text for a terminal.

import type { Candidate, Diagnosis } from '../model/report/diagnosis.js';
import { functionText, notSeenText } from '../model/rules.js';
import { formatCount } from '../model/format-units.js';
import { BAD, GOOD, type Page, type SectionText } from './page.js';
import { INDENT, tableLines } from './table.js';
import { pageOf, type PageOptions, sectionsAsText } from './terminal.js';
import { fit, wrap } from './text.js';

const MOST_FOUND = 30;

const COUNTED = [
  { title: 'calls', align: 'right' },
  { title: 'what', align: 'left', flexible: true },
] as const;

const LOOKS_LIKE: Readonly<Record<Candidate['kind'], string>> = {
  tick: 'tick?',
  indicator: 'indicator?',
  database: 'database?',
};

/** @returns lines, each with its line break, no wider than the terminal */
export function renderDiagnosis(diagnosis: Diagnosis, options: PageOptions): string {
  const page = pageOf(options);
  const sections = [about, found, candidates, notSeen, endpoints];
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

function found({ found: rows }: Diagnosis, page: Page): SectionText {
  if (rows.length === 0) return { title: 'What is measured', lines: [`${INDENT}nothing`] };
  const lines = tableLines(
    COUNTED,
    rows.slice(0, MOST_FOUND).map(({ ruleText, calls, configLine, ...identity }) => ({
      cells: [formatCount(calls), functionText(identity)],
      beneath: `${ruleText}${configLine === undefined ? '' : `; not with ${configLine}`}`,
    })),
    page,
  );
  const more = rows.length - MOST_FOUND;
  return { title: 'What is measured', lines: more > 0 ? [...lines, `${INDENT}and ${formatCount(more)} more`] : lines };
}

function candidates({ candidates: rows }: Diagnosis, page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const lines = tableLines(
    [COUNTED[0], { title: 'as', align: 'left' }, COUNTED[1]],
    rows.map(({ kind, name, location, calls, why, configLine }) => ({
      cells: [formatCount(calls), LOOKS_LIKE[kind], location === '' ? `event ${name}` : `${name} (${location})`],
      beneath: `${why}; measured with ${configLine}`,
    })),
    page,
  );
  return { title: 'What might be, and is not', lines };
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
