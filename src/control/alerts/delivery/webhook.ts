// Sends notices to a webhook: an HTTP POST with JSON. Its address is a secret, of which no more than the host is ever printed.

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { piece } from '../../../measured-work.js';
import { startTimeout, stopTimeout } from '../../../primordials.js';
import { ATTEMPT_MILLIS, type Deliver } from './outbox.js';

const SENDING = 'sending an alert';
const TOO_MANY = 429;
const SERVER_ERRORS = 500;

/** @param address `http:` or `https:`, checked @returns how a line on stderr calls it, and what sends */
export function webhook(address: URL): { readonly receiver: string; readonly deliver: Deliver } {
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest;
  return {
    receiver: `the webhook at ${address.host}`,
    deliver(notice, done) {
      const body = Buffer.from(JSON.stringify(notice));
      // Not one of the program's agents, whose sockets would be counted, kept and named as the program's.
      const sent = request(address, {
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', 'content-length': body.length, 'user-agent': 'tickscope' },
      });
      const expired = piece('exporting', SENDING, () => {
        done({ reason: `no answer within ${ATTEMPT_MILLIS / 1_000} s`, mayPass: true });
        sent.destroy();
      });
      const timer = startTimeout(expired, ATTEMPT_MILLIS);
      timer.unref();
      const end = (failure?: Parameters<typeof done>[0]): void => {
        stopTimeout(timer);
        done(failure);
      };
      sent.on(
        'socket',
        piece('exporting', SENDING, (socket: { unref(): unknown }) => void socket.unref()),
      );
      sent.on(
        'response',
        piece('exporting', SENDING, (response: { statusCode?: number; destroy(): unknown }) => {
          const { statusCode = 0 } = response;
          // Nothing of what it says is read: it may be endless.
          response.destroy();
          if (statusCode >= 200 && statusCode < 300) return end();
          end({ reason: `status ${statusCode}`, mayPass: statusCode === TOO_MANY || statusCode >= SERVER_ERRORS });
        }),
      );
      sent.on(
        'error',
        piece('exporting', SENDING, (error: NodeJS.ErrnoException) => {
          // The message of an error may have the address in it.
          end({ reason: error.code ?? error.name, mayPass: true });
        }),
      );
      sent.end(body);
    },
  };
}
