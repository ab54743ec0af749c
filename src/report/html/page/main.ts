// Draws what the page's tables say: each view stands where the page has a place for it. Without this script the tables are open.

import type { PageData } from '../page-data.js';
import { drawDistribution } from './distribution.js';
import { drawFlames } from './flame.js';
import { drawMemory, drawTimeline } from './timeline.js';
import { drawWaterfall } from './waterfall.js';
import { drawWhatIf } from './what-if.js';

const VIEWS: Readonly<Record<string, (data: PageData, place: HTMLElement) => void>> = {
  timeline: drawTimeline,
  distribution: drawDistribution,
  'what-if': drawWhatIf,
  waterfall: drawWaterfall,
  flame: drawFlames,
  memory: drawMemory,
};

function drawAll(): void {
  const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;
  for (const place of document.querySelectorAll<HTMLElement>('[data-view]')) {
    VIEWS[place.dataset['view'] ?? '']?.(data, place);
  }
  for (const drawn of document.querySelectorAll<HTMLDetailsElement>('details.numbers')) drawn.open = false;
}

drawAll();
