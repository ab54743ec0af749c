// Colours of canvases, which no style sheet reaches: they are asked for each time something is drawn.

/** @param name of a custom property of the page */
export function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Called when the page turns dark or light, and before and after it is printed. */
export function onLook(draw: () => void): void {
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', draw);
}
