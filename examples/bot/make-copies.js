// Writes the bot in the other forms that programs have: one file, ES modules, TypeScript that Node runs as it is.
//
//   node make-copies.js    writes copies/, which is not checked in; test/bot/copies.test.ts does the same before it starts

const fs = require('node:fs');
const path = require('node:path');

const HERE = __dirname;
/** Types of types.mts that the source names in its comments. */
const SHARED_TYPES = [
  'Candle',
  'DatabaseService',
  'Handler',
  'Market',
  'Order',
  'Parts',
  'Side',
  'Signal',
  'Tick',
  'TradeContext',
];

const CLASSES = `export type { DatabaseService } from './database-service.mts';
export type { Stopwatch } from './stopwatch.mts';

`;

const REQUIRE = /^const (.+) = require\('(.+)'\);\n/gm;
const EXPORTS = /\nmodule\.exports = (\{[^}]*\});\n/;

/** @returns {Map<string, string>} text by path without extension, what is required before what requires it */
function readSources() {
  const sources = new Map();
  const add = (name) => {
    if (sources.has(name)) return;
    const text = fs.readFileSync(path.join(HERE, `${name}.js`), 'utf8');
    for (const [, , target] of text.matchAll(REQUIRE)) {
      if (target.startsWith('.')) add(path.posix.join(path.posix.dirname(name), target));
    }
    sources.set(name, text);
  };
  add('bot');
  return sources;
}

/** All files share one scope here: a top-level name that two of them have is an error when the copy is loaded. */
function makeOneFile(sources) {
  const packages = new Map();
  const bodies = [];
  for (const text of sources.values()) {
    for (const [, names, target] of text.matchAll(REQUIRE)) {
      if (target.startsWith('.')) continue;
      const known = packages.get(target) ?? new Set();
      for (const name of names.replace(/[{}\s]/g, '').split(',')) known.add(name);
      packages.set(target, known);
    }
    bodies.push(text.replace(REQUIRE, '').replace(EXPORTS, '').trim());
  }
  const requires = [...packages].map(([target, names]) => {
    const list = [...names].sort();
    const isWhole = target.startsWith('node:') && list.length === 1 && list[0] === target.slice('node:'.length);
    return `const ${isWhole ? list[0] : `{ ${list.join(', ')} }`} = require('${target}');`;
  });
  const heading =
    '// The whole bot in one file, which exports nothing. Made by make-copies.js from the files in the folder above.';
  const body = bodies.join('\n\n').replace("__dirname, 'data'", "__dirname, '..', 'data'");
  return `${heading}\n\n${requires.join('\n')}\n\n${body}\n`;
}

function toModule(text, extension) {
  return text
    .replace(REQUIRE, (_all, names, target) => {
      const isOfTheBot = target.startsWith('.');
      return `import ${names} from '${target}${isOfTheBot ? extension : ''}';\n`;
    })
    .replace(EXPORTS, (_all, names) => `\nexport ${names};\n`)
    .replace("__dirname, 'data'", "import.meta.dirname, '..', '..', 'data'")
    .replace(/node bot\.js/, `node bot${extension}`);
}

function toTypeScript(name, text) {
  const annotated = declareFields(text).replace(
    /^( *)\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\n( *)([^\n]+)/gm,
    (_all, indent, comment, inner, line) => {
      const tags = [...comment.matchAll(/@(param|returns|type) \{([^}]*)\}(?: (\w+))?/g)];
      let typed = line;
      for (const [, kind, type, word] of tags)
        typed = annotate(typed, kind, type.replace('Function', '() => any'), word);
      const kept = comment
        .replace(/@(param) \{[^}]*\} (\w+)(?=\s*(@|\*?\s*$))/g, '')
        .replace(/@(returns|type) \{[^}]*\}(?=\s*(@|\*?\s*$))/g, '')
        .replace(/@(param|returns|type) \{[^}]*\}/g, '@$1')
        .replace(/\n\s*\*\s*(?=\n|$)/g, '\n')
        .trim();
      return kept.replace(/[\s*]/g, '') === '' ? `${inner}${typed}` : `${indent}/** ${kept} */\n${inner}${typed}`;
    },
  );
  const module = toModule(annotated, '.mts');
  const used = SHARED_TYPES.filter((type) => {
    const isKnown = new RegExp(`^(class|import .*) ${type}\\b`, 'm').test(module);
    return !isKnown && new RegExp(`[:<|] ?${type}\\b`).test(module);
  });
  if (used.length === 0) return module;
  const depth = name.includes('/') ? '../' : './';
  const line = `import type { ${used.join(', ')} } from '${depth}types.mts';\n`;
  const firstCode = module.search(/\n\n(?!\/\/)/) + 2;
  return (
    module.slice(0, firstCode) + line + (/^import/.test(module.slice(firstCode)) ? '' : '\n') + module.slice(firstCode)
  );
}

function annotate(line, kind, type, word) {
  if (kind === 'type') return line.replace(/^((?:const )?\w+) = /, `$1: ${type} = `);
  if (kind === 'returns') return line.replace(/\) \{$/, `): ${type} {`);
  return line.replace(new RegExp(`([(,] ?)${word}(?=[,)])`), `$1${word}: ${type}`);
}

/** TypeScript wants to see the fields that a constructor sets. */
function declareFields(text) {
  return text.replace(/^class [\s\S]*?^}\n/gm, (body) => {
    const constructor = /^ {2}constructor\([\s\S]*?^ {2}}\n/m.exec(body)?.[0] ?? '';
    const fields = [...constructor.matchAll(/^ {4}this\.(\w+) = /gm)].map(([, field]) => `  ${field}: any;\n`);
    return body.replace(
      /^class .*\n/,
      (first) => first + [...new Set(fields)].join('') + (fields.length > 0 ? '\n' : ''),
    );
  });
}

/** @returns {Map<string, string>} text by path below copies/ */
function makeCopies() {
  const sources = readSources();
  const copies = new Map([['one-file.js', makeOneFile(sources)]]);
  for (const [name, text] of sources) {
    copies.set(`esm/${name}.mjs`, toModule(text, '.mjs'));
    copies.set(`typescript/${name}.mts`, toTypeScript(name, text));
  }
  copies.set('typescript/types.mts', CLASSES + fs.readFileSync(path.join(HERE, 'types.mts'), 'utf8'));
  return copies;
}

/** Writes all copies anew. What a copy had that the source has no longer is removed. */
exports.writeCopies = () => {
  fs.rmSync(path.join(HERE, 'copies'), { recursive: true, force: true });
  for (const [name, text] of makeCopies()) {
    const file = path.join(HERE, 'copies', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
};

if (require.main === module) exports.writeCopies();
