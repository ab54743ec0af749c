// The section of docs/explanation/performance.md on what it takes to sample the processor.

const { SHAPES } = require('../shapes.js');
const { markdownTable } = require('./markdown-table.js');
const { countText, MEGA, spreadText } = require('./numbers.js');

const rateText = (ticksPerSecond) => (ticksPerSecond === 0 ? 'idle' : `${countText(ticksPerSecond)} ticks a second`);

/** @returns {string} a sentence for each variant: what it takes beside Tickscope itself */
function addedText({ ticksPerSecond, added = [] }) {
  return added
    .map(({ name, rounds, cpuShare: { median, least, most } }) => {
      const [middle, lower, upper] = [median, least, most].map((share) => (100 * share).toFixed(2));
      return `- ${rateText(ticksPerSecond)}, ${name}: ${middle} % of a core (${lower} to ${upper}, ${rounds} rounds)`;
    })
    .join('\n');
}

/** @param {object} sampling results of `measureSampling` */
exports.samplingSection = ({ rounds, seconds, warmupSeconds, shape, holds, costs }) => `## Sampling the processor

\`npm run bench -- --only sampling\`, medians over ${rounds} rounds. It is off unless it is asked for ([profile.md](../reference/profile.md)). Why it starts once and never stops: how
long V8's profiler holds a program when it starts and when it stops, and when a next profile begins before the last one ends, with the reading of that one,
in milliseconds.

${markdownTable(
  ['start', 'stop', 'next profile', 'the longest of a run'],
  holds.map(({ functions, startMillis, stopMillis, takeOverMillis, longestTakeOverMillis }) => [
    `${countText(functions)} functions of the program`,
    ...[startMillis, stopMillis, takeOverMillis, longestTakeOverMillis].map((millis) => spreadText(millis, 1, 2)),
  ]),
)}

${SHAPES[shape].title}, for ${seconds} s after ${warmupSeconds} s: processor time of all threads as a share of one core, memory behind a collection, and when the program's
first line ran; the bare program, and what the others add to it.

${markdownTable(
  ['CPU, %', 'RSS, MB', 'first line, ms'],
  costs.flatMap(({ ticksPerSecond, rows }) =>
    rows.map(({ name, cpuShare, rssBytes, startedMillis }) => [
      `${rateText(ticksPerSecond)}: ${name}`,
      spreadText(cpuShare, 0.01, 2),
      spreadText(rssBytes, MEGA, 1),
      spreadText(startedMillis, 1, 1),
    ]),
  ),
)}

What sampling, and sampling with the detectors that look all the time (alerts), add to Tickscope by itself: the median of the differences within rounds, and between what it lies with 95 %. The
detectors of a report run in the command that makes it, and take nothing of the program's.

${costs.map(addedText).join('\n')}`;
