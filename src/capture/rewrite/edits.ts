// Changes of one file's text: insertions, and blanks and keywords that are overwritten. No line break is ever added or taken away.

/** What comes first where several insertions meet at one place; a wrong order is the first mistake that one makes here. */
export const Rank = {
  /** The ends of what ends there, the innermost first. */
  End: 0,
  /** The entry of a function or of a loop's body, behind its brace, its directives or its arrow. */
  Entry: 1,
  /** Statements in front of the next one. */
  Statement: 2,
  /** What a `return` assigns to. */
  Return: 3,
  /** The end of a function's body: of an empty one it stands behind the entry, of `{return}` behind the `return`. */
  BodyEnd: 4,
  /** The starts of what starts there, the outermost first. */
  Begin: 5,
} as const;
export type Rank = (typeof Rank)[keyof typeof Rank];

interface Edit {
  /** Offset in the program's text. */
  readonly at: number;
  /** How many characters of the program's text `text` stands for. */
  readonly removed: number;
  readonly text: string;
  readonly rank: Rank;
  /** Where the other half of a pair stands: of two pairs at one place the outer one begins first and ends last. */
  readonly partner: number;
}

/** One stretch of the new text that is not the program's, and the offset of the program's text that it stands at. */
export interface Insertion {
  readonly at: number;
  /** What the program had written there. */
  readonly was: string;
  readonly length: number;
}

export class Edits {
  readonly #edits: Edit[] = [];

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  /** Where the edits stand, in the order in which they were made. */
  offsets(): number[] {
    return this.#edits.map(({ at }) => at);
  }

  insert(at: number, text: string, rank: Rank, partner: number = at): void {
    this.#edits.push({ at, removed: 0, text, rank, partner });
  }

  /** Writes over characters of one line, as many as there were. */
  overwrite(at: number, removed: number, text: string): void {
    this.#edits.push({ at, removed, text, rank: Rank.Begin, partner: at });
  }

  around(from: number, to: number, before: string, after: string, rank: Rank = Rank.Begin): void {
    if (from === to) return this.insert(from, before + after, rank);
    this.insert(from, before, rank, to);
    this.insert(to, after, Rank.End, from);
  }

  applyTo(source: string): { readonly text: string; readonly insertions: readonly Insertion[] } {
    const insertions: Insertion[] = [];
    const parts: string[] = [];
    let from = 0;
    for (const edit of this.#edits.toSorted(byPlace)) {
      parts.push(source.slice(from, edit.at), edit.text);
      from = edit.at + edit.removed;
      insertions.push({ at: edit.at, was: source.slice(edit.at, from), length: edit.text.length });
    }
    parts.push(source.slice(from));
    return { text: parts.join(''), insertions };
  }
}

/** The sort is stable: what else meets stays in the order in which it was added. */
function byPlace(left: Edit, right: Edit): number {
  return left.at - right.at || left.rank - right.rank || right.partner - left.partner;
}

/** @returns the offset in the program's text of an offset in the new one; inside an insertion, where that stands */
export function originalOffset(insertions: readonly Insertion[], offset: number): number {
  let shift = 0;
  for (const { at, was, length } of insertions) {
    const start = at + shift;
    if (offset <= start) break;
    if (offset < start + length) return at + Math.min(was.length, offset - start);
    shift += length - was.length;
  }
  return offset - shift;
}

/** @returns what the program had written where the new text has `text`, from its offset `start` on */
export function asWritten(insertions: readonly Insertion[], text: string, start: number): string {
  const parts: string[] = [];
  let shift = 0;
  let from = 0;
  for (const { at, was, length } of insertions) {
    const position = at + shift - start;
    if (position >= text.length) break;
    shift += length - was.length;
    if (position < from) continue;
    parts.push(text.slice(from, position), was);
    from = position + length;
  }
  return parts.join('') + text.slice(from);
}
