// The script and the style of the HTML report, as scripts/build-page.js has bundled them into `dist`.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageAssets } from '../report/html/document.js';

const FOLDER = join(__dirname, 'page');

export function readPageAssets(): PageAssets {
  const script = readFileSync(join(FOLDER, 'page.js'), 'utf8');
  const style = readFileSync(join(FOLDER, 'style.css'), 'utf8');
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

/** As a Content-Security-Policy has it: of the text between the tags, byte for byte. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
