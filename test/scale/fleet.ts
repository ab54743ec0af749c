// An agent, two gateways and ClickHouse's engine as native processes, with the repository's own configuration and SQL.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT: string = path.join(__dirname, '../..');
const FOLDER: string = path.join(ROOT, 'otel-collector/scale');
const CLICKHOUSE: string = path.join(ROOT, 'test/fixtures/scale/clickhouse.cjs');
const GATEWAYS = [0, 1] as const;

interface Server {
  ready(url: string): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}
const { ChildServer, portsOf } = require('../../scripts/stack/child-server.js') as {
  ChildServer: new (server: {
    title: string;
    file: string;
    args: readonly string[];
    environment?: Readonly<Record<string, string>>;
    log: string;
  }) => Server;
  portsOf<Name extends string>(wanted: Readonly<Record<Name, number>>): Promise<Record<Name, number>>;
};
const { installedForScale } = require('../../scripts/stack/binaries.js') as {
  installedForScale(): { readonly collector: string; readonly chdb: string };
};

const NAMES = ['agent', 'gateway0', 'gateway1'] as const;
type Collector = (typeof NAMES)[number];

const FIRST_PORT = 15_000;
const PORTS_FOR_EACH = 1_000;

async function freePorts() {
  const collectors = NAMES.flatMap((name) => [`${name}Grpc`, `${name}Http`, `${name}Health`] as const);
  const names = [...collectors, 'clickhouse', 'clickhouse0', 'clickhouse1'] as const;
  // Below those that systems give to connections: while a gateway is away, nobody who connects is given its ports.
  const wanted = names.map((name, index) => [
    name,
    FIRST_PORT + Math.floor(Math.random() * PORTS_FOR_EACH) + index * PORTS_FOR_EACH,
  ]);
  return portsOf(Object.fromEntries(wanted) as Record<(typeof names)[number], number>);
}

/** @returns the statements of a file in `clickhouse/` */
function statementsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, 'clickhouse', file), 'utf8').replaceAll(/^\s*--.*$/gm, '');
  return text.split(';').flatMap((statement) => (statement.trim() === '' ? [] : [statement.trim()]));
}

/** @returns when the collector has taken a file as containers have it */
export function validated(config: string): Promise<unknown> {
  return promisify(execFile)(installedForScale().collector, ['validate', '--config', path.join(FOLDER, config)]);
}

export class Fleet {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tickscope-fleet-'));
  readonly #ports: Awaited<ReturnType<typeof freePorts>>;
  readonly #running = new Map<string, Server>();

  private constructor(ports: Awaited<ReturnType<typeof freePorts>>) {
    this.#ports = ports;
  }

  /** @throws {Error} where the collector or chdb is not installed, or one does not start */
  static async start(): Promise<Fleet> {
    const fleet = new Fleet(await freePorts());
    try {
      await fleet.#startClickHouse();
      await Promise.all(GATEWAYS.map((index) => fleet.startGateway(index)));
      for (const statement of statementsOf('rollups.sql')) await fleet.ask(statement);
      await fleet.#startAgent();
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  /** Where programs send to. */
  get url(): string {
    return `http://127.0.0.1:${this.#ports.agentHttp}`;
  }

  /** The port of ClickHouse that each gateway writes to, as `arrivals` has it. */
  get portsOfGateways(): readonly number[] {
    return [this.#ports.clickhouse0, this.#ports.clickhouse1];
  }

  async #startClickHouse(): Promise<void> {
    const { clickhouse, clickhouse0, clickhouse1 } = this.#ports;
    const ports = [clickhouse, clickhouse0, clickhouse1].map(String);
    const args = [CLICKHOUSE, installedForScale().chdb, path.join(this.#folder, 'clickhouse'), ...ports];
    await this.#start('clickhouse', process.execPath, args, `http://127.0.0.1:${clickhouse}/ping`);
  }

  /** Starts one, or one again after it was killed: with its queue. */
  startGateway(index: (typeof GATEWAYS)[number]): Promise<void> {
    const clickhouse = this.portsOfGateways[index];
    // The engine takes no compressed blocks, and a test waits for no large ones.
    const flush = 'exporters::clickhouse::sending_queue::batch::flush_timeout: 200ms';
    return this.#startCollector(`gateway${index}`, 'gateway.yaml', [flush], {
      CLICKHOUSE_URL: `http://127.0.0.1:${clickhouse}?compress=none`,
    });
  }

  /** By names that one machine has no DNS for, the agent would find no gateway. */
  #startAgent(): Promise<void> {
    const addresses = GATEWAYS.map((index) => `127.0.0.1:${this.#ports[`gateway${index}Grpc`]}`);
    const changes = ['loadbalancing', 'loadbalancing/metrics'].flatMap((exporter) => [
      `exporters::${exporter}::resolver::dns: null`,
      `exporters::${exporter}::resolver::static::hostnames: [${addresses.join(', ')}]`,
    ]);
    return this.#startCollector('agent', 'agent.yaml', changes);
  }

  #startCollector(
    name: Collector,
    config: string,
    changes: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const at = (port: number): string => `127.0.0.1:${port}`;
    const health = at(this.#ports[`${name}Health`]);
    const args = [path.join(FOLDER, config), ...changes.map((change) => `yaml:${change}`)];
    return this.#start(
      name,
      installedForScale().collector,
      args.flatMap((argument) => ['--config', argument]),
      `http://${health}/`,
      {
        COLLECTOR_NAME: name,
        COLLECTOR_OTLP_GRPC: at(this.#ports[`${name}Grpc`]),
        COLLECTOR_OTLP_HTTP: at(this.#ports[`${name}Http`]),
        COLLECTOR_OWN_HTTP: at(this.#ports[`${name}Http`]),
        COLLECTOR_HEALTH: health,
        COLLECTOR_QUEUE: path.join(this.#folder, name),
        ...environment,
      },
    );
  }

  async #start(
    name: string,
    file: string,
    args: readonly string[],
    health: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const log = path.join(this.#folder, `${name}.log`);
    const server = new ChildServer({ title: name, file, args, environment, log });
    this.#running.set(name, server);
    await server.ready(health);
  }

  async killGateway(index: (typeof GATEWAYS)[number]): Promise<void> {
    await this.#running.get(`gateway${index}`)?.kill();
  }

  /** ClickHouse stores the next block of a table that has something of a service, and its sender is told nothing. */
  async loseAnswer(table: string, service: string): Promise<void> {
    const search = new URLSearchParams({ table, service }).toString();
    await fetch(`http://127.0.0.1:${this.#ports.clickhouse}/lose-answer?${search}`, { method: 'POST' });
  }

  /** ClickHouse answers a gateway with an error, whatever it writes, or takes it again. */
  async takeBlocksOf(index: (typeof GATEWAYS)[number], isTaken: boolean): Promise<void> {
    const { clickhouse } = this.#ports;
    const what = isTaken ? 'accept' : 'refuse';
    await fetch(`http://127.0.0.1:${clickhouse}/${what}?port=${this.portsOfGateways[index]}`, { method: 'POST' });
  }

  /** @returns the rows of a statement */
  async ask<Row>(sql: string, parameters: Readonly<Record<string, string | number>> = {}): Promise<readonly Row[]> {
    const search = new URLSearchParams({ default_format: 'JSONEachRow' });
    for (const [name, value] of Object.entries(parameters)) search.set(`param_${name}`, String(value));
    const url = `http://127.0.0.1:${this.#ports.clickhouse}/?${search.toString()}`;
    const answer = await fetch(url, { method: 'POST', body: sql });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${text} of ${sql.slice(0, 200)}`);
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
  }

  /** @returns the rows of a query in `clickhouse/` */
  query<Row>(file: string, parameters: Readonly<Record<string, string | number>>): Promise<readonly Row[]> {
    const [statement = '', ...more] = statementsOf(file);
    if (more.length > 0) throw new Error(`${file} has ${more.length + 1} statements`);
    return this.ask(statement, parameters);
  }

  /** Those that send end before those that they send to. */
  async stop(): Promise<void> {
    for (const server of [...this.#running.values()].toReversed()) await server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
