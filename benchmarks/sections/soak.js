// The section of docs/explanation/performance.md on the heap over millions of ticks.

const { markdownTable } = require('./markdown-table.js');

const count = (value) => value.toLocaleString('en-US');
const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
// A slope of nothing has no sign.
const kilobytes = (value) => value.toFixed(1).replace(/^-0\.0$/, '0.0');
/** What results of an earlier form do not have is not measured yet. */
const orUnknown = (value, textOf) => (value === undefined ? 'not measured yet' : textOf(value));
const withBounds = ({ slope, lower, upper }) => `${kilobytes(slope)} (${kilobytes(lower)} to ${kilobytes(upper)})`;

function interpretedRow(name, { parts }) {
  const { heap, objects, code } = parts;
  const sizes = [heap.firstBytes, heap.lastBytes].map(megabytes);
  const slopes = [heap.whole, heap.secondHalf, objects.whole, code.whole].map((slope) => orUnknown(slope, withBounds));
  return [name, ...sizes, ...slopes];
}

const compiledRow = (name, part) => [name, ...part.quarters.map(withBounds)];

function processRow(name, { privateBytes, descriptorsAtFirst, descriptorsAtLast, recordBytes }) {
  const sizes = [privateBytes, recordBytes].map((bytes) => orUnknown(bytes, megabytes));
  const descriptors = [descriptorsAtFirst, descriptorsAtLast].map((number) => orUnknown(number, count));
  return [name, ...sizes, ...descriptors];
}

function resident(name, { residentAtFirst, residentAtLast }) {
  const [first, last] = [residentAtFirst, residentAtLast].map(
    ({ rss, young }) => `${(rss / 1e6).toFixed(0)} MB (young generation ${(young / 1e6).toFixed(0)} MB)`,
  );
  return `${name} from ${first} to ${last}`;
}

/** @param {object} soak results of benchmarks/soak.js */
exports.soakSection = ({ node, interpreted, compiled }) => `## Soak

\`npm run soak\`. Node.js ${node}. The heap in use after forced major collections, bare and under the preload. Slopes are in kB per
million ticks, with 95 % bounds (moving-block bootstrap).

Interpreted, ${count(interpreted.ticks)} ticks, a reading every ${count(interpreted.ticksPerReading)}, the first fifth left out. V8 compiles nothing here, so what grows
is what somebody holds. This decides: the lower bounds of the whole heap, over all and over the second half, are not to be above zero.

${markdownTable(
  ['heap at first, MB', 'at last', 'slope of the heap', 'in the second half', 'of objects', 'of code'],
  [interpretedRow('bare', interpreted.bare), interpretedRow('tickscope', interpreted.tickscope)],
)}

Compiled, as programs run, ${count(compiled.ticks)} ticks, a reading every ${count(compiled.ticksPerReading)}. Functions that run once a second become hot one by
one, and each brings code, feedback, and entries in V8's lists of what code depends on; the lists and the feedback count
as objects. Slopes by quarters of the run:

${markdownTable(
  ['first', 'second', 'third', 'fourth'],
  [
    compiledRow('bare, objects', compiled.bare.parts.objects),
    compiledRow('bare, code', compiled.bare.parts.code),
    compiledRow('tickscope, objects', compiled.tickscope.parts.objects),
    compiledRow('tickscope, code', compiled.tickscope.parts.code),
  ],
)}

RSS went ${resident('bare', compiled.bare)}, ${resident('under the preload', compiled.tickscope)}:
V8 doubles the young generation now and then, up to its limit (\`--max-semi-space-size\`), in any program that allocates. What no other process shares,
descriptors, and the record, after ${count(compiled.ticks)} ticks:

${markdownTable(
  ['private memory, MB', 'record, MB', 'descriptors at first', 'at last'],
  [processRow('bare', compiled.bare), processRow('tickscope', compiled.tickscope)],
)}
`;
