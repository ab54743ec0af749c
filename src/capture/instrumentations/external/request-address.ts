// Where a request goes, read from an address. What a program asks of a server may be no address, and is counted nevertheless.

import type { Request } from './external-names.js';

const UNREADABLE: Omit<Request, 'method'> = { scheme: 'http', host: 'unreadable-address', port: undefined, path: '/' };

/** @param base what a path stands behind */
export function requestTo(method: string, address: string, base?: string): Request {
  const url = URL.parse(address, base);
  return url === null ? { method, ...UNREADABLE } : { method, ...serverAndPath(url) };
}

function serverAndPath({ protocol, hostname, port, pathname }: URL): Omit<Request, 'method'> {
  return {
    scheme: protocol.slice(0, -1),
    host: hostname,
    port: port === '' ? undefined : Number(port),
    path: pathname,
  };
}
