// Gives notices to a command of the user's: its JSON on stdin, its parts in variables. No shell reads anything of it.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { piece } from '../../../measured-work.js';
import { signalProcess, startTimeout, stopTimeout } from '../../../primordials.js';
import { debug } from '../../../stderr.js';
import type { Notice } from '../notice.js';
import { ATTEMPT_MILLIS, type Deliver } from './outbox.js';

/** Before the program can replace it. */
const startProcess: typeof spawn = spawn;

const RUNNING = "running an alert's command";
/** A command may have to call somebody. */
const COMMAND_MILLIS = 2 * ATTEMPT_MILLIS;

/** @param command a file, and what it is given @param folder relative files are found from there */
export function command(
  [file, ...args]: readonly [string, ...string[]],
  folder: string,
): { readonly receiver: string; readonly deliver: Deliver } {
  return {
    receiver: `the command ${path.basename(file)}`,
    deliver(notice, done) {
      const child = startProcess(file, args, {
        cwd: folder,
        env: environmentOf(notice),
        stdio: ['pipe', 'ignore', 'ignore'],
        // A group of its own: what ends the program does not end a notification on its way.
        detached: true,
        windowsHide: true,
      });
      const expired = piece('exporting', RUNNING, () => {
        done({ reason: `it ran for more than ${COMMAND_MILLIS / 1_000} s`, mayPass: false });
        killGroup(child.pid);
      });
      const timer = startTimeout(expired, COMMAND_MILLIS);
      timer.unref();
      const onError = piece('exporting', RUNNING, (error: NodeJS.ErrnoException) => {
        stopTimeout(timer);
        done({ reason: error.code ?? error.name, mayPass: false });
      });
      child.on('error', onError);
      child.on(
        'exit',
        piece('exporting', RUNNING, (code: number | null, signal: NodeJS.Signals | null) => {
          stopTimeout(timer);
          done(code === 0 ? undefined : { reason: `it ended with ${signal ?? `code ${code}`}`, mayPass: false });
        }),
      );
      // One that does not read its input is none the worse for it.
      child.stdin.on(
        'error',
        piece('exporting', RUNNING, (error: Error) => debug('a command closed its input', error)),
      );
      child.stdin.end(`${JSON.stringify(notice)}\n`);
      (child.stdin as unknown as { unref?(): void }).unref?.();
      child.unref();
    },
  };
}

/** The program's, without what would have the command measured, or tell it where other notices go. */
function environmentOf(notice: Notice): NodeJS.ProcessEnv {
  const { TICKSCOPE_ALERTS_WEBHOOK: _secret, TICKSCOPE_RUN: _run, ...environment } = process.env;
  return {
    ...environment,
    TICKSCOPE_DISABLED: 'true',
    TICKSCOPE_ALERT: notice.alert,
    TICKSCOPE_ALERT_STATE: notice.state,
    TICKSCOPE_ALERT_SEVERITY: notice.severity,
    TICKSCOPE_ALERT_TITLE: notice.title,
    TICKSCOPE_ALERT_TEXT: notice.text,
    TICKSCOPE_ALERT_RUNBOOK: notice.runbook,
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    signalProcess(-pid, 'SIGKILL');
  } catch (error) {
    debug('a command that ran too long could not be ended', error);
  }
}
