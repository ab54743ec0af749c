// Where alerts go, and which are wanted: from the environment and the configuration file.

import { type Environment, variableText } from '../../config/environment.js';
import type { AlertsInFile } from '../../config/settings.js';
import { ALERT_IDS, type AlertId } from '../../model/alerts.js';

export interface AlertSettings {
  readonly webhook: URL | undefined;
  readonly command: readonly [string, ...string[]] | undefined;
  readonly without: ReadonlySet<AlertId>;
  /** One line for each variable that makes no sense. None has an address in it. */
  readonly warnings: readonly string[];
}

const WEBHOOK = 'TICKSCOPE_ALERTS_WEBHOOK';
const WITHOUT = 'TICKSCOPE_ALERTS_WITHOUT';

/** @returns `undefined` where nobody asked for alerts, or `TICKSCOPE_ALERTS` says no */
export function alertSettings(environment: Environment, file: AlertsInFile | undefined): AlertSettings | undefined {
  const warnings: string[] = [];
  const inFile = typeof file === 'object' ? file : {};
  const switched = switchedBy(environment, warnings);
  const address = variableText(environment, WEBHOOK) ?? inFile.webhook;
  const commandFile = variableText(environment, 'TICKSCOPE_ALERTS_COMMAND');
  const command = commandFile === undefined ? inFile.command : [commandFile];
  const isAsked =
    switched ?? (typeof file === 'object' || file === true || address !== undefined || command !== undefined);
  if (!isAsked) return undefined;
  return {
    webhook: webhookOf(address, warnings),
    command: command as readonly [string, ...string[]] | undefined,
    without: new Set(idsOf(environment, warnings) ?? inFile.without),
    warnings,
  };
}

function switchedBy(environment: Environment, warnings: string[]): boolean | undefined {
  const text = variableText(environment, 'TICKSCOPE_ALERTS')?.toLowerCase();
  if (text === undefined) return undefined;
  if (['true', '1'].includes(text)) return true;
  if (['false', '0'].includes(text)) return false;
  warnings.push(`TICKSCOPE_ALERTS ${JSON.stringify(text)} is neither true nor false. It counts as not set.`);
  return undefined;
}

/** Quotes nothing: whoever has the address of a webhook can write to it. */
function webhookOf(address: string | undefined, warnings: string[]): URL | undefined {
  if (address === undefined) return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '') return url;
  warnings.push(
    `${WEBHOOK} is no address such as https://hooks.example.com/… (its value is not printed). No webhook is called.`,
  );
  return undefined;
}

function idsOf(environment: Environment, warnings: string[]): AlertId[] | undefined {
  const text = variableText(environment, WITHOUT);
  if (text === undefined) return undefined;
  const words = text.split(',').map((word) => word.trim());
  const known = ALERT_IDS.filter((id) => words.includes(id));
  const unknown = words.filter((word) => word !== '' && !(ALERT_IDS as readonly string[]).includes(word));
  if (unknown.length > 0) {
    warnings.push(`${WITHOUT} ${JSON.stringify(unknown.join(','))} is no alert; they are ${ALERT_IDS.join(', ')}.`);
  }
  return known;
}
