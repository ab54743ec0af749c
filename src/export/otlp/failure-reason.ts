// Why something could not be sent, in words for a person: `connection refused at 127.0.0.1:4318`.
//
// Of the address only host and port are named: what else it has may be a secret.

import { ExportResultCode, type ExportResult } from '@opentelemetry/core';

const LONGEST_TEXT = 120;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused at',
  ECONNRESET: 'connection reset by',
  EPIPE: 'connection reset by',
  ETIMEDOUT: 'no answer from',
  ENOTFOUND: 'no such host:',
  EAI_AGAIN: 'no such host, or no name server:',
  EHOSTUNREACH: 'no way to',
  ENETUNREACH: 'no way to',
  EPROTO: 'TLS failed (EPROTO) with',
  DEADLINE_EXCEEDED: 'no answer from',
};
const OF_TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
const IN_TEXT = new RegExp(`\\b(?:${Object.keys(WORDS).join('|')})\\b`);

/** @param at host and port, where they are known */
export function failureReason(error: unknown, at: string): string {
  const { code, message = '' } = (error ?? {}) as { readonly code?: unknown; readonly message?: string };
  if (typeof code === 'string') {
    if (code.startsWith('HPE_')) return `something that is no HTTP from ${at}`;
    if (OF_TLS.test(code)) return `TLS failed (${code}) with ${at}`;
    const words = WORDS[code];
    if (words !== undefined) return `${words} ${at}`;
  }
  // An HTTP status; gRPC has numbers below 100, and the error of the connection in its text.
  if (typeof code === 'number' && code >= 100) return statusReason(code, at);
  const [inText] = IN_TEXT.exec(message) ?? [];
  if (inText !== undefined) return `${WORDS[inText]} ${at}`;
  if (message === 'Request timed out') return noAnswerFrom(at);
  const text = message.trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_TEXT);
  return `${text === '' ? 'the exporter gave no reason' : text}${at === '' ? '' : ` (${at})`}`;
}

export function statusReason(status: number, at: string): string {
  return `status ${status} from ${at}`;
}

export function noAnswerFrom(at: string): string {
  return `no answer from ${at === '' ? 'the exporter' : at}`;
}

/** @returns host and port of an address; empty where it has none */
export function hostAndPort(address: string): string {
  const full = address.includes('://') ? address : `http://${address}`;
  if (!URL.canParse(full)) return '';
  const { hostname, port, protocol } = new URL(full);
  return `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;
}

export function isFailure({ code }: ExportResult): boolean {
  return code !== ExportResultCode.SUCCESS;
}
