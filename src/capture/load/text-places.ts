// Where a function stands in a text, found by the function's own text or, for bound ones, by its name.

/** What makes a text behind it the end of another function's: `async () => {}` has `() => {}` in it. */
const GOES_ON_FROM = /(?:[\w$.#]|\b(?:async|function|get|set)[ \t]+|\*[ \t]*)$/;
/** What makes a function without braces longer than the text in front of it. */
const GOES_ON = /^\s*(?:[.([`?+\-%&|^<>=]|\*|!=|\/(?![/*])|(?:in|instanceof)\b)/;
/** The longest that is looked at in front of a text and behind it. */
const AROUND = 100;
const IN_COMMENT = /(?:^|\n)\s*(?:\/\/|\*|\/\*)[^\n]*$/;

/** @returns the offsets at which a function of this text stands; where its name tells two apart, those with the name */
export function occurrencesOf(text: string, name: string, source: string): number[] {
  const found: number[] = [];
  for (let at = source.indexOf(text); at !== -1; at = source.indexOf(text, at + 1)) {
    const before = source.slice(Math.max(0, at - AROUND), at);
    const isWhole = text.endsWith('}') || !GOES_ON.test(source.slice(at + text.length, at + text.length + AROUND));
    if (isWhole && !GOES_ON_FROM.test(before)) found.push(at);
  }
  if (found.length < 2 || name === '') return found;
  const named = new RegExp(`(?<![\\w$])${literally(name)}\\s*[=:]\\s*$`);
  const ofName = found.filter((at) => named.test(source.slice(Math.max(0, at - AROUND), at)));
  return ofName.length === 0 ? found : ofName;
}

/** @returns the offsets of functions, methods and members that are functions of this name */
export function definitionsOf(name: string, source: string): number[] {
  if (!source.includes(name)) return [];
  const word = literally(name);
  const definition = new RegExp(
    `(?<=\\bfunction\\s*\\*?\\s*)${word}\\s*\\(` +
      `|(?<=(?:^|[\\s,;{}*]))(?<!\\bnew\\s+)${word}\\s*\\([^)]*\\)\\s*\\{` +
      `|(?<![\\w$.])(?:this\\.)?${word}\\s*[=:]\\s*(?:async\\s*)?(?:function\\b|\\([^()]*\\)\\s*=>|[\\w$]+\\s*=>)`,
    'g',
  );
  return Array.from(source.matchAll(definition), ({ index }) => index).filter(
    (at) => !IN_COMMENT.test(source.slice(Math.max(0, at - AROUND), at)),
  );
}

function literally(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
