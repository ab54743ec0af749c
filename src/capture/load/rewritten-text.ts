// A file as it runs, with the text that was inserted.

import type { Insertion } from '../rewrite/edits.js';

/** What all inserted names begin with. */
export const ANY_HOST = '$tk';

export interface RewrittenText {
  /** Its path. */
  readonly filename: string;
  readonly host: string;
  readonly text: string;
  readonly insertions: readonly Insertion[];
}
