// What the detectors found: each with its evidence and what to change.

import type { Report, ReportFinding } from '../../../model/report/report.js';
import { findingFacts, SEVERITY_STYLES } from '../../sections/findings.js';
import type { HtmlSection } from '../html-section.js';
import { markup, type Markup } from '../markup.js';

export function found({ findings }: Report): HtmlSection | undefined {
  if (findings.length === 0) return undefined;
  return {
    id: 'findings',
    title: 'What was found',
    body: markup`<ol class="findings">
      ${findings.map(finding)}
    </ol>`,
  };
}

function finding(row: ReportFinding): Markup {
  const { id, title, severity, location, advice } = row;
  return markup`<li>
    <h3><span class="${SEVERITY_STYLES[severity]}">${severity}</span>: ${title}</h3>
    ${location === undefined ? '' : markup`<p><code>${location}</code></p>`}
    <p>${advice}</p>
    <p class="dim">${findingFacts(row).join(', ')} (${id})</p>
  </li>`;
}
