// In the place of the script and the style that are built.

import type { PageAssets } from '../../../src/report/html/document.js';

export const assets: PageAssets = {
  script: '/* script */',
  style: '/* style */',
  scriptHash: 'sha256-c2NyaXB0',
  styleHash: 'sha256-c3R5bGU=',
};
