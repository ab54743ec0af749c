// Whether a database makes a plan for a statement, by its text.

/** What has no plan: `BEGIN`, `SET`, `LISTEN`, an `INSERT` of values. */
export function hasPlan(statement: string): boolean {
  if (/^INSERT\b/i.test(statement)) return /\bSELECT\b/i.test(statement);
  return /^(?:\(|(?:SELECT|WITH|UPDATE|DELETE|MERGE|VALUES|TABLE)\b)/i.test(statement);
}
