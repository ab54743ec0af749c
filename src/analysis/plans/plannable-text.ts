// A statement as the database can plan it again, from what the record holds: its text without values, or the beginning of that.
//
// Values become parameters, whose types the database finds out. Where a place in the text takes no parameter, nothing is guessed.

import { dialectOf } from '../../model/sql/dialects.js';

export type Plannable = { readonly text: string } | { readonly reason: string };

/** The record holds 149 characters of a longer one. */
export const IS_CUT: RegExp = /… #[0-9a-f]{8}$/;
/** `ORDER BY 1` has lost which column it is. */
const POSITION = /\b(?:ORDER|GROUP) BY (?:[^()]*, ?)?\?(?! ?(?:[-+*/%|]|::))/i;
/** `interval '1 hour'`: in front of a parameter the type stands behind. */
const TYPED =
  /\b(interval|date|time|timestamp|timestamptz|timetz|numeric|float8|int4|int8|jsonb?|uuid)( with(?:out)? time zone)? \?/gi;

export function plannableText(statement: string): Plannable {
  if (IS_CUT.test(statement)) {
    return {
      reason:
        'it is longer than the 160 characters that the record holds. With pg_stat_statements in the database its text would be found there',
    };
  }
  const whole = statement.replace(/(\bVALUES ?\([^()]*\)), …/i, '$1');
  if (whole.includes('…')) return { reason: 'the record holds only a part of it' };
  if (POSITION.test(whole)) {
    return {
      reason:
        'it is ordered or grouped by the number of a column, which the record takes for a value. Name the column instead',
    };
  }
  return withParameters(whole);
}

/** `?` and `$n` as parameters without gaps: the database wants to know the type of each. Of several statements, nothing is sent. */
function withParameters(statement: string): Plannable {
  const { token } = dialectOf('postgresql');
  const text = statement.replaceAll(TYPED, (_all, type: string, zone = '') => `?::${type}${zone}`);
  const numbers = new Map<string, number>();
  let count = 0;
  let result = '';
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [given] = match;
    if (given === ';') return { reason: 'it is several statements in one text' };
    if (given === '?') result += `$${++count}`;
    else if (match.groups?.['parameter'] !== undefined && given.startsWith('$')) {
      const number = numbers.get(given) ?? ++count;
      numbers.set(given, number);
      result += `$${number}`;
    } else result += given;
  }
  return { text: result };
}
