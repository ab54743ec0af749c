// Lets an ES module of a package hand over what it exports: its namespace is frozen, its own bindings are not.
//
// The hand-over stands behind the module's last line, so that it runs when everything is declared and before anybody who
// imports it. No module is loaded for it, and lines and columns stay as they are. The exports are found by pattern: to
// parse the 131 files of trading-signals took 140 ms, and this takes 4. What looks like an export and is none, in a text or a
// comment, gives an accessor that throws, and is left out when the hand-over runs.

const HOST = 'globalThis[Symbol.for("tickscope.v1")].packages';

const NAME = '[A-Za-z_$][\\w$]*';
const DECLARATION = new RegExp(
  `^[ \\t]*export\\s+(default\\s+)?(?:(?:async\\s+)?function(?:\\s*\\*)?|class|let|var|const)\\s+(?!extends\\b)(${NAME})`,
  'gm',
);
/** Also in the middle of a line, as bundlers write it. */
const LIST = /\bexport\s*\{([^{}]*)\}(?!\s*from\b)/g;
const LISTED = new RegExp(`^(${NAME})(?:\\s+as\\s+(${NAME}|"[^"]*"|'[^']*'))?$`);

/** @returns the source with its hand-over; `undefined` where nothing looks like an export of its own */
export function withRegistration(source: string, filename: string): string | undefined {
  const members = [...localExports(source)].map(
    ([key, local]) =>
      `get ${JSON.stringify(key)}(){return ${local}},set ${JSON.stringify(key)}(tickscope){${local}=tickscope}`,
  );
  if (members.length === 0) return undefined;
  return `${source}\n${HOST}.moduleRan(${JSON.stringify(filename)},{${members.join(',')}});\n`;
}

/** The names inside the module, by those outside. */
function localExports(source: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, isDefault, name = ''] of source.matchAll(DECLARATION)) {
    found.set(isDefault === undefined ? name : 'default', name);
  }
  for (const [, list = ''] of source.matchAll(LIST)) {
    for (const entry of list.split(',')) {
      const [, local, exported = local] = LISTED.exec(entry.trim()) ?? [];
      if (local !== undefined && exported !== undefined) found.set(exported.replaceAll(/^["']|["']$/g, ''), local);
    }
  }
  return found;
}

/** Leaves out what cannot be read: it only looked like an export. */
export function withoutUnreadable(handedOver: object): object {
  for (const key of Object.keys(handedOver)) {
    try {
      Reflect.get(handedOver, key);
    } catch {
      Reflect.deleteProperty(handedOver, key);
    }
  }
  return handedOver;
}
