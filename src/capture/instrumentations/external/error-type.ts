// What kind of error it was, without anything that the error says.

/** As Node.js and undici write them. */
const CODE = /^(?:E[A-Z\d_]{2,40}|UND_ERR_[A-Z_]{2,40}|HPE_[A-Z_]{2,40})$/;
const NAME = /^[A-Z][A-Za-z]{2,30}Error$/;
const OTHER_ERROR = '_OTHER';
/** Instead of an error: the program, or the other side, has given it up. */
export const ABORTED = 'aborted';

/** The code or the name of an error; `_OTHER` where it has none that looks like one. Never throws. */
export function errorTypeOf(error: unknown): string {
  if (error === ABORTED) return ABORTED;
  try {
    if (typeof error !== 'object' || error === null) return OTHER_ERROR;
    const { code, name } = error as { code?: unknown; name?: unknown };
    if (typeof code === 'string' && CODE.test(code)) return code;
    return typeof name === 'string' && NAME.test(name) ? name : OTHER_ERROR;
  } catch {
    return OTHER_ERROR;
  }
}
