// Tickscope's own lines: on stderr, and each with its name.

/** One line, whatever is quoted in it: errors of TLS end with a line break. */
export function say(message: string): void {
  process.stderr.write(`tickscope: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
}
