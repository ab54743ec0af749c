// What every reader throws, and the only thing it throws: a source that no report can be made from.

/** The message is one line that names the source and says what to do; it is shown as it is. */
export class UnusableSourceError extends Error {
  override readonly name: string = 'UnusableSourceError';
}

/** A file is gone that was listed a moment ago: a running process removes those of which its record has grown too old. */
export class GoneError extends UnusableSourceError {}

const RECORD = 'a .tks file or a run folder';

/**
 * Why the file system did not give a file, in words.
 *
 * @param what names it
 * @param wanted what to give instead
 */
export function unreadable(what: string, error: unknown, wanted: string = RECORD): UnusableSourceError {
  const code = errorCode(error);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `${what} does not exist. Give ${wanted}${wanted === RECORD ? ', or leave it out for the newest run' : ''}.`,
    EACCES: `${what} may not be read by this user. Run as the user who started the program, or copy the file.`,
    EPERM: `${what} may not be read by this user. Run as the user who started the program, or copy the file.`,
    EISDIR: `${what} is a folder. Give ${wanted}.`,
  };
  const GoneOrUnusable = code === 'ENOENT' ? GoneError : UnusableSourceError;
  return new GoneOrUnusable(
    reasons[code] ?? `${what} cannot be read (${code}). Copy it to another disk and try again.`,
  );
}

/** The code of an error of the file system; of anything else, its text. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
