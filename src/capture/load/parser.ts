// What reads the program's files: a part of the preload that is loaded with the first file that has to be parsed.

export { parse, parseExpressionAt } from 'acorn';
export { insertBodies } from '../rewrite/insert-bodies.js';
export { isRelaying, keepsWhatItIsGiven } from '../rewrite/relaying-functions.js';
export { ProgramSourceMap } from './program-source-map.js';
