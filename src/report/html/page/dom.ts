// Elements, made in one call. Text goes in as text: nothing that a name holds becomes an element.

type Child = Node | string;
export type Attributes = Readonly<Record<string, string | number>>;

const SVG = 'http://www.w3.org/2000/svg';

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

export function svgShape<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Cut where it would not fit: SVG does not do that. */
export function cutText(text: string, mostCharacters: number): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, Math.max(0, mostCharacters - 1))}…`;
}

export function swatch(look: string): HTMLElement {
  return element('span', { class: `swatch ${look}` });
}
