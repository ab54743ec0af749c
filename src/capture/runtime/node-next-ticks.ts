// What Node.js itself puts off with process.nextTick: a part of the callback that it was put off in.
//
// By name, because nothing else tells Node's functions from the program's. A name that is missing here makes a row of its
// own, `nextTick <name>`, and takes its time from the callback's.

const NAMES = new Set([
  'afterWrite',
  'afterWriteTick',
  'doEmitWarning',
  'emitCloseLegacy',
  'emitErrorCloseLegacy',
  'emitReadable_',
  'errorBuffer',
  'finish',
  'finishCallback',
  'flushStdio',
  'initRead',
  'maybeReadMore_',
  'nReadingNextTick',
  'onConstruct',
  'onError',
  'onwriteError',
  'resume_',
  'resumeStream',
  'updateReadableListening',
]);

/** Classes of Node.js end in NT. Without a name nothing better can be said than the callback's. */
export function isOfNode(name: string): boolean {
  return name === '' || name.endsWith('NT') || NAMES.has(name);
}
