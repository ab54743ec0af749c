// Names of calls to the outside: `GET api.binance.com /api/v3/order`. No query, header, body or credential is in one.

import type { NameTable } from '../../../model/name-table.js';
import { OTHER } from '../../../model/operation.js';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_SCHEME,
  ATTR_URL_TEMPLATE,
  ATTR_VENUE,
} from '../../../model/semconv/semantic-conventions.js';
import type { AttributeValues } from '../../../model/trace-details.js';
import { type Server, serverOf } from './hosts.js';
import { pathTemplate } from './path-template.js';
import { venueOf } from './venues.js';

/** Names of this kind, and of one server: a program that calls everything must not take every row of the table. */
const MOST_NAMES = 128;
const MOST_TEMPLATES = 48;
/** Servers that are remembered. */
const MOST_SERVERS = 256;
const LONGEST_TEMPLATE = 120;
/** Beyond the limits. */
const ANY = '{*}';
const OTHER_METHOD = '_OTHER';
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'QUERY',
]);

export interface Request {
  readonly method: string;
  /** `http` or `https`. */
  readonly scheme: string;
  readonly host: string;
  /** `undefined` for that of the scheme. */
  readonly port: number | undefined;
  /** With or without its query. */
  readonly path: string;
}

export class ExternalNames {
  readonly #names: NameTable;
  readonly #ids = new Map<string, number>();
  readonly #templates = new Map<string, number>();
  readonly #servers = new Map<string, Server>();

  constructor(names: NameTable) {
    this.#names = names;
  }

  /** @returns the id of a request's operation */
  idOf({ method, scheme, host, port, path }: Request): number {
    const verb = METHODS.has(method) ? method : OTHER_METHOD;
    const server = this.#serverOf(scheme, host, port);
    const template = pathTemplate(path);
    const known = template.length > LONGEST_TEMPLATE ? undefined : this.#ids.get(nameOf(verb, server.text, template));
    return known ?? this.#add(verb, scheme, server, template);
  }

  /** @returns the id of sending on a WebSocket */
  idOfSend(scheme: string, host: string, port: number | undefined): number {
    const server = this.#serverOf(scheme, host, port);
    const name = `send ${server.text}`;
    return this.#ids.get(name) ?? this.#intern(name, `send ${ANY}`, attributesOf(scheme, server));
  }

  /** @returns the id of sending on a WebSocket that somebody has opened to the program */
  idOfAnswer(): number {
    const name = 'send to a client';
    return this.#ids.get(name) ?? this.#intern(name, name, {});
  }

  #serverOf(scheme: string, host: string, port: number | undefined): Server {
    const key = `${scheme} ${host} ${port ?? ''}`;
    let server = this.#servers.get(key);
    if (server !== undefined) return server;
    server = serverOf(scheme, host, port);
    if (this.#servers.size < MOST_SERVERS) this.#servers.set(key, server);
    return server;
  }

  #add(verb: string, scheme: string, server: Server, template: string): number {
    const templates = this.#templates.get(server.text) ?? 0;
    const isNamed = templates < MOST_TEMPLATES && template.length <= LONGEST_TEMPLATE;
    if (isNamed && this.#ids.size < MOST_NAMES) this.#templates.set(server.text, templates + 1);
    const urlTemplate = isNamed ? template : `/${ANY}`;
    return this.#intern(nameOf(verb, server.text, urlTemplate), `${verb} ${ANY}`, {
      [ATTR_HTTP_REQUEST_METHOD]: verb,
      [ATTR_URL_TEMPLATE]: urlTemplate,
      ...attributesOf(scheme, server),
    });
  }

  #intern(name: string, beyond: string, attributes: AttributeValues): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    // The names beyond are as many as there are methods.
    if (this.#ids.size >= MOST_NAMES) return this.#names.intern('external', beyond);
    const id = this.#names.intern('external', name, { attributes });
    // A name beyond the table is counted at every call.
    if (this.#names.entry(id).name !== OTHER) this.#ids.set(name, id);
    return id;
  }
}

function nameOf(verb: string, server: string, template: string): string {
  return `${verb} ${server} ${template}`;
}

function attributesOf(scheme: string, { address, port }: Server): AttributeValues {
  const venue = venueOf(address);
  return {
    [ATTR_URL_SCHEME]: scheme,
    [ATTR_SERVER_ADDRESS]: address,
    ...(port !== undefined && { [ATTR_SERVER_PORT]: port }),
    ...(venue !== undefined && { [ATTR_VENUE]: venue }),
  };
}
