// Bars of block characters, an eighth of a cell exact.

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const FULL = '█';

/** @returns at most `width` cells; anything over nothing is seen */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const shown = share > 0 ? Math.max(1, eighths) : 0;
  return FULL.repeat(Math.floor(shown / 8)) + (EIGHTHS[shown % 8] ?? '');
}

/** @returns where something lies within a whole: exactly `width` cells, at least one of them full */
export function stretch(from: number, to: number, width: number): string {
  const start = Math.min(width - 1, Math.max(0, Math.floor(from * width)));
  const end = Math.min(width, Math.max(start + 1, Math.round(to * width)));
  return '·'.repeat(start) + FULL.repeat(end - start) + '·'.repeat(width - end);
}
