// Tickscope's lines: on stderr, and each with its name.

import { writeToStderr } from '../stderr.js';

/** One line, whatever is quoted in it: errors of TLS end with a line break. */
export function say(message: string): void {
  writeToStderr(`tickscope: ${message.replaceAll(/\s*\n\s*/g, ' ')}`);
}
