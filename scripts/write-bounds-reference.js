// Writes the table of bounds in docs/explanation/architecture.md: each row has its numbers from the constants in src/.
//
//   npx node scripts/write-bounds-reference.js            writes the table between the two marker comments
//   npx node scripts/write-bounds-reference.js --check    exits with 1 where the table is not what the source says

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const documentFile = path.join(root, 'docs/explanation/architecture.md');

const BEGIN = '<!-- bounds: written by scripts/write-bounds-reference.js from the constants in src/ -->';
const END = '<!-- end of the bounds -->';

/**
 * What is bounded, how much (`{}` stands for the next number), what happens beyond it, and where the numbers stand: a file
 * in src/ and the names of its constants.
 */
const BOUNDS = [
  [
    'event names whose verdict is remembered',
    '{}',
    'looked up again each time',
    { 'capture/instrumentations/tick/listeners/listeners.ts': ['REMEMBERED_NAMES'] },
  ],
  [
    'members of a message that are looked into',
    '{}, at each of two levels',
    'no tick',
    { 'capture/instrumentations/tick/event/find-event-in-message.ts': ['MEMBERS_SEARCHED'] },
  ],
  [
    'events that are known as copies of those that were handed on; entries of a list that are compared; lists at once',
    '{}; {}; {}',
    'the oldest are forgotten; not seen as handed on; the oldest is not followed',
    {
      'capture/instrumentations/tick/relays/relays.ts': ['KNOWN_KEYS', 'LOOKED_AT_ENTRIES', 'FOLLOWED_LISTS'],
    },
  ],
  [
    'calls that may turn out to have only handed on',
    '{} of a function, beyond those that were read',
    'ticks',
    { 'capture/instrumentations/tick/relays/relay.ts': ['REMEMBERED_CALLS'] },
  ],
  [
    'classes that inherit a method of an indicator',
    '{}',
    'counted with the class that has it',
    { 'capture/wrap/receiving-classes.ts': ['CLASSES'] },
  ],
  [
    'a symbol',
    '{} characters',
    'no symbol',
    { 'capture/instrumentations/tick/event/symbol-key.ts': ['LONGEST_SYMBOL'] },
  ],
  [
    'names with a row of their own',
    '{}',
    'the next {} keep their names in trees and share a row of their kind; {} counters find the heaviest of them, as intervals. Beyond both, `__other__` of their kind, counted as loss',
    {
      'model/limits.ts': ['EXACT_NAMES', 'NAMED_BEYOND_EXACT'],
      'model/histogram/heavy-hitters.ts': ['HEAVY_HITTERS'],
    },
  ],
  [
    'spans of the program with given times, of one tick',
    '{}',
    'not sent; counted as loss',
    { 'model/limits.ts': ['UNPLACED_SPANS_PER_TICK'] },
  ],
  [
    'attributes, events of one span; both of one tick',
    '{}, {}; {}',
    'left out',
    { 'model/tree/span-notes.ts': ['ATTRIBUTES_PER_SPAN', 'EVENTS_PER_SPAN', 'NOTES_PER_TICK'] },
  ],
  [
    'symbols, strategies, feeds, rows of orders',
    '{} each',
    '`__other__`',
    { 'aggregate/bounded-names.ts': ['GROUP_NAMES'] },
  ],
  [
    'orders that are followed until their end, in the log and in the program',
    '{}; {}',
    'the oldest stay open; what goes out in them belongs to no order',
    {
      'aggregate/drain/open-orders.ts': ['FOLLOWED_ORDERS'],
      'capture/recorder/orders.ts': ['FOLLOWED_CALLS'],
    },
  ],
  [
    'caches and functions whose keys are followed; their events that wait; keys of each',
    '{}; {}; {}',
    'nothing is said of other sizes; they are read at once; half of them, each for two',
    {
      'model/reuse/reuse-log.ts': ['FOLLOWED_SOURCES', 'WAITING_EVENTS'],
      'aggregate/reuse/reuse-distances.ts': ['FOLLOWED_KEYS'],
    },
  ],
  [
    'values of a call of a statement that are read; statements whose values are followed',
    '{}; {}',
    'that call counts as not read; of others nothing is said of how often values come again',
    { 'capture/instrumentations/key-hash.ts': ['MOST_VALUES'], 'model/reuse/asked-values.ts': ['MOST_STATEMENTS'] },
  ],
  [
    'calls of an indicator whose size is looked at, between two segments; calls for each of them at most',
    'about {}; {}',
    'chosen by chance; of an object with more than {} properties nothing is told',
    {
      'capture/wrap/sized-calls.ts': ['LOOKS', 'WIDEST_GAP'],
      'capture/wrap/collection-size.ts': ['MANY'],
    },
  ],
  [
    'results of a function that are remembered, to be compared',
    '{}',
    'the oldest are forgotten',
    { 'aggregate/reuse/followed-function.ts': ['RESULTS'] },
  ],
  [
    'a key of a cache',
    '{} characters',
    'nothing is said of other sizes of that cache',
    { 'capture/instrumentations/key-hash.ts': ['LONGEST_KEY'] },
  ],
  [
    'sockets of clients that are told apart at once',
    '{}',
    'events come from no known connection',
    { 'model/connection-table.ts': ['LINES'] },
  ],
  [
    'symbols whose numbers are followed, of one handler',
    '{}',
    'no gaps',
    { 'capture/instrumentations/tick/event/event-sequence.ts': ['SYMBOLS'] },
  ],
  [
    'operations in the tree of one tick',
    '{}',
    'measured, not in the tree; counted as loss',
    { 'model/limits.ts': ['OPERATIONS_PER_TICK'] },
  ],
  [
    'ticks of a second that are timed anew for what-if',
    'about {}, fewer where many operations overlap',
    'chosen by chance, each stands for several',
    { 'aggregate/what-if/tick-thinning.ts': ['WHAT_IF_TICKS_PER_SECOND'] },
  ],
  [
    'operations of one of them, where they overlap',
    '{}',
    'left out; where more than 1 % are, nothing is said of what-if',
    { 'aggregate/what-if/what-if.ts': ['WHAT_IF_TICK_OPERATIONS'] },
  ],
  [
    'operations for which a segment keeps where ticks go',
    '{}, the heaviest of the segment before',
    'ranked by share; counted in their rows',
    { 'aggregate/what-if/what-if.ts': ['WHAT_IF_OPERATIONS'] },
  ],
  [
    'operations that have outlived their tick',
    '{}',
    'the oldest are no longer followed; counted as loss',
    { 'model/limits.ts': ['LATE_OPERATIONS'] },
  ],
  [
    'texts of records that wait to be read: symbols, places of slow calls',
    '{}',
    'the log is read first',
    { 'model/log/log-layout.ts': ['NUMBER_MASK'] },
  ],
  [
    'ticks open at once with a tree',
    '{}',
    'measured without a tree; counted as loss',
    { 'model/limits.ts': ['OPEN_TICK_TREES'] },
  ],
  [
    'stretches of the event loop remembered',
    '{}',
    "an older stretch counts as the program's work",
    { 'capture/runtime/loop-stretches.ts': ['REMEMBERED'] },
  ],
  [
    'owners of event loop time with a row of their own',
    '{}',
    'one row for the rest of each kind',
    { 'model/owner-table.ts': ['OWNER_NAMES'] },
  ],
  [
    'places of an `await` that are named; comings to an `await` remembered of one tick',
    '{}; {}',
    'waiting is named without a place',
    {
      'capture/wrap/instrumented-functions.ts': ['AWAITS_NAMED'],
      'model/tree/await-marks.ts': ['MOST_MARKS'],
    },
  ],
  [
    'functions whose place is looked for, as owners of event loop time; of one length of text',
    '{}; {}',
    'named without a place',
    { 'model/owner-table.ts': ['FUNCTIONS_LOOKED_FOR'], 'capture/runtime/function-owners.ts': ['OF_ONE_LENGTH'] },
  ],
  [
    'text of such a function that is compared with that of others',
    '{} characters',
    'equal where the rest is as long',
    { 'capture/runtime/function-owners.ts': ['COMPARED_CHARACTERS'] },
  ],
  [
    'texts that functions are looked for in: of the program, of packages; searches in packages',
    '{} and {} characters; {}',
    'functions are named without a place',
    { 'capture/load/loaded-texts.ts': ['PROGRAM_CHARACTERS', 'PACKAGE_CHARACTERS', 'PACKAGE_SEARCHES'] },
  ],
  [
    'stalls listed, in a segment and in a report',
    '{}, the longest',
    'in the sums of their owner only',
    { 'aggregate/merge-runtime-rows.ts': ['STALLS_LISTED'] },
  ],
  [
    'stalls that wait for their turn to end',
    '{}',
    'reported without the ticks that would follow',
    { 'capture/runtime/stalls.ts': ['WAITING'] },
  ],
  [
    'held stretches, ticks, pauses remembered',
    '{}; {}; {}',
    'a pause that is reported later than that is counted, and not found in them',
    { 'capture/runtime/held-pieces.ts': ['REMEMBERED'], 'capture/runtime/ticks-in-pauses.ts': ['TICKS', 'PAUSES'] },
  ],
  [
    'trees of closed ticks remembered; operations in all of them',
    '{}; {}',
    'a pause that is reported later than that stays in the operation that it fell into',
    { 'aggregate/closed-ticks.ts': ['CLOSED_TICKS', 'OPERATIONS'] },
  ],
  [
    'held pieces that a tick looks at, which has waited for longer than they are remembered',
    '{}, the last, and those of a millisecond and longer',
    'what is further back is taken to be as these',
    { 'capture/runtime/loop-stretches.ts': ['PIECES_BEFORE_TICK'] },
  ],
  [
    'held pieces in a row that are added up as one; their owners',
    '{}; {}',
    'with more owners each piece is looked at',
    { 'capture/runtime/piece-block.ts': ['PIECES_PER_BLOCK', 'OWNERS_PER_BLOCK'] },
  ],
  ['pauses of a kept tick', '{}', 'in the sums only', { 'aggregate/kept-ticks.ts': ['PAUSES_PER_TICK'] }],
  [
    'kept trees of one segment',
    '{}, the slowest',
    'counted as loss',
    { 'model/limits.ts': ['KEPT_TICKS_PER_SEGMENT'] },
  ],
  [
    'kept trees of merged segments, of a report',
    '{}, {}',
    'left out, the slowest stay',
    { 'aggregate/merge-record-segments.ts': ['KEPT_TICKS_MERGED'], 'analysis/build-report.ts': ['SLOWEST_TICKS'] },
  ],
  [
    'stretches of time in which the durations of a process are followed by a report',
    '{}',
    'made twice as long',
    { 'analysis/growth/durations-over-time.ts': ['MOST_CELLS'] },
  ],
  [
    'stretches of time in a report of how ticks did over time',
    '{}',
    'made twice as long',
    { 'analysis/timeline.ts': ['TIMELINE_POINTS'] },
  ],
  [
    'functions named in a row of sampled code; symbols, strategies with a row; changes of the running operation between two looks at the samples',
    '{}; {}, {}; 65,536',
    'they share a name; they share a row; samples from before are missing',
    {
      'model/record/profile-rows.ts': ['FRAMES_PER_ROW'],
      'aggregate/profile/running-timeline.ts': ['SYMBOLS'],
      'aggregate/profile/profile-sums.ts': ['STRATEGIES'],
    },
  ],
  [
    'lines of a look at the memory; looks of merged segments',
    '{}; {}',
    'the largest are kept; the latest are kept',
    { 'model/record/memory-rows.ts': ['SITES_PER_READING', 'READINGS_MERGED'] },
  ],
  [
    'a file that is read for lines that keep memory; files of one look; callers that are looked at',
    '{} bytes; {}; {}',
    'its functions are named without a line',
    { 'capture/profiling/keeping-places.ts': ['LONGEST_FILE_BYTES', 'MOST_FILES', 'CALLERS'] },
  ],
  [
    'a compiled file whose source map is read for a sampled function',
    '{} bytes',
    'its functions stand where they are in that file',
    { 'capture/profiling/mapped-places.ts': ['LONGEST_FILE_BYTES'] },
  ],
  [
    'a compiled file whose source map is read for a callback’s place; maps kept',
    '{} characters; {}',
    'its functions stand where they are in that file; the oldest is read again',
    { 'capture/load/decoded-maps.ts': ['LONGEST_MAPPED_CHARACTERS', 'MAPS_KEPT'] },
  ],
  [
    'functions listed as instrumented',
    '{}',
    'measured, not listed',
    { 'capture/wrap/instrumented-functions.ts': ['LISTED_FUNCTIONS'] },
  ],
  ['rows on what was not seen', '{}', 'left out', { 'live/coverage.ts': ['NOT_SEEN_ROWS'] }],
  [
    "a statement's name; remembered texts",
    '{} characters; {}, from their second time on',
    'shortened with a hash of the whole; forgotten and read again',
    { 'model/sql/statements.ts': ['LONGEST_NAME', 'REMEMBERED_TEXTS'] },
  ],
  [
    'text of a statement that is read',
    '{} characters',
    'not read further',
    { 'model/sql/statements.ts': ['LONGEST_TEXT'] },
  ],
  ['recorded calls on the stack', '{}', 'not measured; counted as loss', { 'model/limits.ts': ['NESTED_CALLS'] }],
  [
    'locations of the calls of an operation',
    '{}, from {} observed calls',
    'not named',
    { 'capture/load/call-sites.ts': ['NAMED_LOCATIONS', 'OBSERVED_CALLS'] },
  ],
  [
    'a source file',
    '{} characters',
    'left as it is, and shown',
    { 'capture/load/transform-source.ts': ['LONGEST_SOURCE'] },
  ],
  [
    'promises watched until they settle',
    '{}',
    'the oldest is given up: its call stays open; counted as loss',
    { 'model/limits.ts': ['WATCHED_PROMISES'] },
  ],
  [
    'calls that wait for one promise to be handled, or to be called back by one function',
    '{}; {}',
    'counted as successes; stay open',
    { 'capture/body/late-outcomes.ts': ['WAITING_CALLS'], 'capture/body/callbacks.ts': ['WAITING_CALLS'] },
  ],
  [
    'begins and ends in the log file of one process',
    '{}',
    'a segment is cut early, at most one a second; what does not fit until then is not written',
    { 'record-file/log-file/layout.ts': ['LOG_FILE_RECORDS'] },
  ],
  [
    'the record files of one process together',
    '{} bytes',
    'finer files go whose time coarser ones have, then the oldest days, which are counted as loss',
    { 'model/limits.ts': ['RECORD_BYTES'] },
  ],
  [
    'kept trees of a minute, an hour, a day of a record',
    '{}: the slowest, the slowest that failed, and ordinary ones by chance',
    'counted as loss',
    { 'model/limits.ts': ['KEPT_TICKS_BY_AGE'] },
  ],
  [
    'operations in the kept trees of a minute, an hour, a day',
    '{}',
    'fewer trees, one at least; counted as loss',
    { 'aggregate/kept-selection.ts': ['OPERATIONS_KEPT_BY_AGE'] },
  ],
  [
    'operations of a kept tree in one line of the file',
    '{}',
    'more lines',
    { 'record-file/lines.ts': ['KEPT_OPERATIONS_PER_LINE'] },
  ],
  ['a line of a file that is read', '{} bytes', 'damage', { 'record-file/file-lines.ts': ['LONGEST_LINE_BYTES'] }],
];

/** @returns {number} the value of a constant that is a number or a product of numbers */
function valueOf(file, name) {
  const source = path.join(root, 'src', file);
  if (!existsSync(source))
    throw new Error(`src/${file} is not there. Say in scripts/write-bounds-reference.js where ${name} is now.`);
  const start = `\\bconst ${name}(?:: \\w+)? = `;
  const found = [
    ...readFileSync(source, 'utf8').matchAll(new RegExp(`${start}([\\d_]+(?: \\* [\\d_]+)*)(?= as |[;,]| })`, 'g')),
  ];
  if (found.length !== 1)
    throw new Error(
      `src/${file} has ${found.length} times ${name} as a number, not once. Say in scripts/write-bounds-reference.js where it is now.`,
    );
  return found[0][1].split(' * ').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
}

function row([what, howMuch, beyond, where]) {
  const names = Object.entries(where).flatMap(([file, constants]) => constants.map((name) => [file, name]));
  const values = names.map(([file, name]) => valueOf(file, name).toLocaleString('en-US'));
  const fill = (text) => text.replaceAll('{}', () => values.shift() ?? '{}');
  const cells = [what, fill(howMuch), fill(beyond)];
  if (values.length > 0 || cells.some((cell) => cell.includes('{}')))
    throw new Error(`the bound of ${what} has not as many numbers as places for them`);
  const sources = Object.entries(where).map(
    ([file, constants]) => `\`${file}\`: ${constants.map((name) => `\`${name}\``).join(', ')}`,
  );
  return `| ${[...cells, sources.join('; ')].join(' | ')} |`;
}

const head = '| what | how much | beyond it | where |\n| --- | --- | --- | --- |';
const written = readFileSync(documentFile, 'utf8');
const [before, rest] = written.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`docs/explanation/architecture.md has lost its markers: ${BEGIN} and ${END}`);
const text = `${before}${BEGIN}\n\n${head}\n${BOUNDS.map(row).join('\n')}\n\n${END}${after}`;
if (!process.argv.includes('--check')) writeFileSync(documentFile, text);
else if (text !== written) {
  console.error(
    'The bounds in docs/explanation/architecture.md are not what src/ says. Write them anew: npx node scripts/write-bounds-reference.js',
  );
  process.exitCode = 1;
}
