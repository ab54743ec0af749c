// The report as one HTML file: tables and sentences, and a script that draws charts beside them. It loads nothing, and says so in a
// Content-Security-Policy: what somebody else would have run in it does not run.

import type { Report } from '../../model/report/report.js';
import { aboutText } from '../sections/verdict.js';
import type { HtmlSection } from './html-section.js';
import { pageData } from './make-page-data.js';
import { markup, jsonInScript, Markup, nameText } from './markup.js';
import type { PageData } from './page-data.js';
import { HTML_SECTIONS } from './sections/index.js';

/** What is built once for all pages, and put into each. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** As a Content-Security-Policy names them: `sha256-` and the hash of the text, in base64. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

/** Several machines take their room. */
const ABOUT_CELLS = 400;

/** What stands in a page. */
export interface PageContent {
  readonly name: string;
  /** Below the name: how long, from when, on what. */
  readonly about: string;
  /** The first one has the id `verdict`. */
  readonly sections: readonly HtmlSection[];
  readonly data: PageData;
}

export function renderHtml(report: Report, assets: PageAssets): string {
  const { program } = report;
  const sections = HTML_SECTIONS.flatMap((section) => section(report) ?? []);
  return renderPage({ name: program.name, about: aboutText(program), sections, data: pageData(report) }, assets);
}

export function renderPage(
  { name: fullName, about, sections, data }: PageContent,
  { script, style, scriptHash, styleHash }: PageAssets,
): string {
  const name = nameText(fullName);
  const policy =
    `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; ` +
    "base-uri 'none'; form-action 'none'";
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${name} - Tickscope report</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <a class="skip" href="#verdict">To the verdict</a>
        <header>
          <h1>${name}</h1>
          <p class="dim">${nameText(about, ABOUT_CELLS)}</p>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${sections.map(
            ({ id, title, body }) =>
              markup`<section id="${id}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${title}</h2>
                ${body}
              </section>
`,
          )}
        </main>
        <script type="application/json" id="data">${jsonInScript(data)}</script>
        <script>${new Markup(script)}</script>
      </body>
    </html>
`.text;
}
