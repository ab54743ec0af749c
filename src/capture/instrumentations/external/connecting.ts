// What making a connection takes: the look-up of the name, TCP and TLS, as the socket tells them.
//
// Libraries that time requests (`@szmarczak/http-timer`) listen to the same three events.

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { ConnectionTimes } from '../../../model/external-counters.js';
import type { Nanoseconds } from '../../../model/units.js';
import { guarded } from '../../../guard.js';
import { nowMillis } from '../../recorder/clock.js';

const { prependOnceListener } = EventEmitter.prototype;
const { apply } = Reflect;

const WATCHING = 'watching a connection';

/** Of TLS it says whether the handshake is still to come. */
interface ConnectingSocket extends Socket {
  readonly secureConnecting?: boolean;
}

const watched = new WeakSet<object>();

/**
 * @param beganMillis when connecting began
 * @param onMade called once, when the socket can be written to; never where that fails, nor for a socket that was given before
 */
export function watchConnecting(
  socket: ConnectingSocket,
  beganMillis: number,
  onMade: (times: ConnectionTimes) => void,
): void {
  if (!socket.connecting || watched.has(socket)) return;
  watched.add(socket);
  const isSecure = socket.secureConnecting === true;
  let lookedUpMillis: number | undefined;
  let connectedMillis = beganMillis;
  const made = (atMillis: number): void => {
    onMade({
      whole: nanosBetweenMillis(beganMillis, atMillis),
      ...(lookedUpMillis !== undefined && { lookup: nanosBetweenMillis(beganMillis, lookedUpMillis) }),
      tcp: nanosBetweenMillis(lookedUpMillis ?? beganMillis, connectedMillis),
      ...(isSecure && { tls: nanosBetweenMillis(connectedMillis, atMillis) }),
    });
  };
  once(socket, 'lookup', () => (lookedUpMillis ??= nowMillis()));
  once(socket, 'connect', () => {
    connectedMillis = nowMillis();
    if (!isSecure) made(connectedMillis);
  });
  if (isSecure) once(socket, 'secureConnect', () => made(nowMillis()));
}

/** By the method of Node.js, whatever the program has put in its place. */
function once(socket: Socket, event: string, heard: () => void): void {
  apply(prependOnceListener, socket, [event, guarded(WATCHING, heard)]);
}

export function nanosBetweenMillis(fromMillis: number, toMillis: number): Nanoseconds {
  return Math.round((toMillis - fromMillis) * 1e6) as Nanoseconds;
}
