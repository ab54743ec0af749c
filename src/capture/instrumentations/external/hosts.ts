// The host that a request goes to, as a part of a name: without what stands for one customer or one start of the program.

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[\da-f:]*:[\da-f:.]*\]?)$/;
/** A label that is somebody's id: `a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`. */
const ID_LABEL = /^(?=.{8,})(?:[\da-f]+|(?:[^\d]*\d){3}.*)$/;
const HOST_NAME = /^[a-z\d_.-]{1,253}$/;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

export interface Server {
  /** In names: `api.binance.com`, `localhost:8080`. */
  readonly text: string;
  readonly address: string;
  readonly port: number | undefined;
}

/** @param host as in a URL, without its port @param port `undefined` for that of the scheme */
export function serverOf(scheme: string, host: string, port: number | undefined): Server {
  const address = addressOf(host.toLowerCase());
  const ownPort = port ?? DEFAULT_PORTS[scheme];
  const isDefault = ownPort === undefined || ownPort === DEFAULT_PORTS[scheme];
  return { text: isDefault ? address : `${address}:${ownPort}`, address, port: ownPort };
}

function addressOf(host: string): string {
  if (LOOPBACK.test(host)) return 'localhost';
  if (ADDRESS.test(host)) return host;
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  if (!HOST_NAME.test(name)) return '{host}';
  return name
    .split('.')
    .map((label) => (ID_LABEL.test(label) ? '{id}' : label))
    .join('.');
}
