// What a webhook and a command are given. Other programs rely on the names; more may be added, none changes its meaning.

import type { AlertId } from '../../model/alerts.js';
import type { ProcessInfo } from '../../model/record/record-segment.js';
import type { Severity } from './alert.js';

/** The repository's folder of runbooks; a placeholder as in package.json. */
export const RUNBOOKS = 'https://github.com/OWNER/tickscope/blob/main/docs/runbooks';

export interface Notice {
  readonly schema: 'tickscope.alert/1';
  readonly alert: AlertId;
  readonly state: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly title: string;
  /** One line for people; chat services that take JSON with a `text` show it. */
  readonly text: string;
  /** ISO 8601: when the condition first held, and when this was decided. */
  readonly since: string;
  readonly at: string;
  /** How often it has fired since the last notification without one. */
  readonly unsaid: number;
  readonly runbook: string;
  readonly program: Pick<ProcessInfo, 'id' | 'name' | 'pid' | 'threadId'> & {
    /** `OTEL_SERVICE_NAME`. */
    readonly service?: string;
  };
}

export function runbookOf(id: AlertId): string {
  return `${RUNBOOKS}/${id}.md`;
}
