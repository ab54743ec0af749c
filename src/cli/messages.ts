// What Tickscope says beside its reports: on stderr, and never mistaken for the program's output.

import { redacted } from '../redact.js';

const PREFIX = 'tickscope: ';

/** @returns the message behind `tickscope: `, further lines beneath its beginning */
export function prefixed(message: string): string {
  return `${PREFIX}${message.trimEnd().replaceAll('\n', `\n${' '.repeat(PREFIX.length)}`)}\n`;
}

export function printMessage(message: string): void {
  process.stderr.write(prefixed(redacted(message, process.env)));
}
