// A file system that takes a part of what it is given has no room for the rest.

export function shortWrite(written: number, wanted: number): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`only ${written} of ${wanted} bytes fit`);
  error.code = 'ENOSPC';
  return error;
}
