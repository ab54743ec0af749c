// Alerts in the running process: judged twice a second, and said on stderr, to a webhook, to a command, and to OpenTelemetry's logs.

import type { RunningSegment } from '../../aggregate/running-segment.js';
import type { AlertId } from '../../model/alerts.js';
import type { CacheTotals } from '../../model/cache-counters.js';
import type { ProcessInfo } from '../../model/record/record-segment.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';
import { attempt } from '../../guard.js';
import { say } from '../../stderr.js';
import { variableText } from '../../config/environment.js';
import type { Condition } from './alert.js';
import type { Transition } from './alert-state.js';
import { Alerts } from './alerts.js';
import { command } from './delivery/command.js';
import { Outbox } from './delivery/outbox.js';
import type * as Webhook from './delivery/webhook.js';
import { type Notice, runbookOf } from './notice.js';
import type { AlertSettings } from './settings.js';
import { SumsReader } from './sums.js';

export { alertSettings } from './settings.js';

export interface AlertParts {
  readonly running: RunningSegment;
  readonly process: ProcessInfo;
  /** Where the program was started. */
  readonly folder: string;
  readonly caches: () => Iterable<CacheTotals>;
  readonly now: () => Nanoseconds;
  readonly unixMillis: (nanos: Nanoseconds) => UnixMilliseconds;
  /** Whether the warm-up is over: the first seconds are like no others. */
  readonly isWarm: (atNanos: Nanoseconds) => boolean;
  /** Hands a notice to OpenTelemetry's logs, where they are sent. */
  readonly toLogs: (notice: Notice) => void;
}

export interface RunningAlerts {
  /** Called twice a second, when the event log has been read. */
  evaluate(): void;
  /** Called when the program ends. */
  abandon(): void;
}

export function startAlerts(settings: AlertSettings, parts: AlertParts): RunningAlerts {
  const { running, now, isWarm, unixMillis } = parts;
  for (const warning of settings.warnings) say(warning);
  const outboxes = outboxesOf(settings, parts);
  const isoTime = (nanos: number): string => new Date(unixMillis(nanos as Nanoseconds)).toISOString();
  const service = variableText(process.env, 'OTEL_SERVICE_NAME');
  const { id, name, pid, threadId } = parts.process;
  const program = {
    id,
    name,
    pid,
    ...(threadId !== undefined && { threadId }),
    ...(service !== undefined && { service }),
  };

  const notify = (
    alert: AlertId,
    { title, severity }: Condition,
    { state, sinceNanos, text, unsaid }: Transition,
  ): void => {
    const line = `${state === 'firing' ? 'alert' : 'resolved'} ${alert}: ${title}: ${text}`;
    const notice: Notice = {
      schema: 'tickscope.alert/1',
      alert,
      state,
      severity,
      title,
      text: `${service ?? name}: ${line}`,
      since: isoTime(sinceNanos),
      at: isoTime(now()),
      unsaid,
      runbook: runbookOf(alert),
      program,
    };
    say(state === 'firing' ? `${line}. ${notice.runbook}` : `${line}.`);
    for (const outbox of outboxes) attempt('sending an alert', () => outbox.send(notice));
    attempt('handing an alert to the logs', () => parts.toLogs(notice));
  };

  const reader = new SumsReader(running);
  const alerts = new Alerts(
    {
      sums: () => reader.read(),
      leaders: () => reader.leaders(),
      caches: parts.caches,
      silentFeeds: () => running.silentFeeds(now()),
    },
    settings.without,
    notify,
  );
  return {
    evaluate() {
      const atNanos = now();
      if (isWarm(atNanos)) alerts.evaluate(atNanos);
    },
    abandon() {
      for (const outbox of outboxes) outbox.abandon();
    },
  };
}

function outboxesOf({ webhook, command: given }: AlertSettings, { folder, running }: AlertParts): Outbox[] {
  const receivers = [];
  if (webhook !== undefined) {
    // node:http takes milliseconds to load.
    const module = require('./delivery/webhook.js') as typeof Webhook;
    receivers.push(module.webhook(webhook));
  }
  if (given !== undefined) receivers.push(command(given, folder));
  return receivers.map(({ receiver, deliver }) => new Outbox(receiver, deliver, running.losses));
}
