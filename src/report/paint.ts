// Colours, where they were asked for.

const SELECT_GRAPHIC_RENDITION = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof SELECT_GRAPHIC_RENDITION;

/** Text in a style; spaces around it stay outside, so that lines can be trimmed. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

export const coloured: Paint = (style, text) => {
  const [on, off] = SELECT_GRAPHIC_RENDITION[style];
  return text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;
};
