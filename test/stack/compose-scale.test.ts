// compose.scale.yml and what it mounts, as far as they can be checked without containers and without the collector.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import {
  METRIC_OPERATION_CRITICAL_PATH,
  METRIC_OPERATION_DURATION,
  METRIC_OPERATION_FAILED,
  METRIC_OPERATION_LATE,
  METRIC_OPERATION_SELF,
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
} from '../../src/model/semconv/semantic-conventions.js';

const ROOT: string = path.join(__dirname, '../..');
const versions = require('../../scripts/stack/versions.js') as Record<
  'collector' | 'collector-scale',
  { readonly version: string; readonly image: string }
>;

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: Readonly<Record<string, { readonly aliases?: readonly string[] }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly mem_limit: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

const compose = parse(textOf('compose.scale.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const namesFor = (image: string): string[] =>
  services.flatMap(([name, service]) => (service.image === image ? [name] : []));

interface Resolver {
  readonly dns: { readonly hostname: string; readonly port: string };
}
const agent = parse(textOf('otel-collector/scale/agent.yaml')) as {
  exporters: Record<string, { resolver: Resolver; sending_queue: object; protocol: { otlp: object } }>;
};
const gateway = parse(textOf('otel-collector/scale/gateway.yaml')) as {
  exporters: { clickhouse: { endpoint: string; async_insert: boolean } };
};

describe('compose.scale.yml', () => {
  it('is what the Compose specification calls valid', () => {
    const file = path.join(path.dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json');
    const options = { strict: false, allErrors: true, validateFormats: false, validateSchema: false };
    const validate = new Ajv(options).compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    expect([validate(compose), validate.errors]).toEqual([true, null]);
  });

  it('runs collectors of the version that it is tried with, and of the other stack', () => {
    expect(namesFor(versions['collector-scale'].image)).toEqual(['agent', 'gateway-1', 'gateway-2']);
    expect(versions['collector-scale']).toMatchObject({
      version: versions.collector.version,
      image: versions.collector.image,
    });
  });

  it('pins every version and limits the memory of every service', () => {
    const loose = services.filter(
      ([, { image, mem_limit }]) => !/^[\w./-]+:\d+\.\d+/.test(image) || !/^\d+[mg]$/.test(mem_limit),
    );
    expect(loose).toEqual([]);
  });

  it('publishes only the agent, and on the loopback interface', () => {
    const ports = services.flatMap(([name, service]) => (service.ports ?? []).map((port) => [name, port]));
    expect(ports).toEqual([
      ['agent', '127.0.0.1:${COLLECTOR_OTLP_GRPC_PORT:-4317}:4317'],
      ['agent', '127.0.0.1:${COLLECTOR_OTLP_HTTP_PORT:-4318}:4318'],
    ]);
  });

  it('keeps ClickHouse, which has no password, where only gateways and the rollups reach it', () => {
    expect(compose.networks['storage']).toEqual({ internal: true });
    const reach = services.flatMap(([name, { networks }]) => ('storage' in networks ? [name] : []));
    expect(reach.toSorted()).toEqual(['clickhouse', 'gateway-1', 'gateway-2', 'rollups']);
    expect(Object.keys(compose.services['clickhouse']!.networks)).toEqual(['storage']);
  });

  it('mounts what exists, and gives each collector a queue of its own', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect(mounts.filter((source) => source.startsWith('.') && !existsSync(path.join(ROOT, source)))).toEqual([]);
    const named = mounts.filter((source) => !source.startsWith('.'));
    // Each once: two collectors cannot share the files of a queue.
    expect(named.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('waits only for conditions that can come true, and for the rollups before anything comes in', () => {
    const waits = services.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));
    const never = waits.filter(([name, { condition }]) => {
      const service = compose.services[name];
      return service === undefined || (condition === 'service_healthy' && service.healthcheck === undefined);
    });
    expect(never).toEqual([]);
    expect(compose.services['agent']?.depends_on).toEqual({
      rollups: { condition: 'service_completed_successfully' },
    });
  });
});

describe('the collectors of a fleet', () => {
  it('find every gateway under the one name that agents ask for', () => {
    const named = services.flatMap(([name, { networks }]) =>
      (networks['gateways']?.aliases ?? []).map((alias) => [name, alias]),
    );
    expect(named).toEqual([
      ['gateway-1', 'gateways'],
      ['gateway-2', 'gateways'],
    ]);
    for (const { resolver } of Object.values(agent.exporters)) {
      expect(resolver.dns).toMatchObject({ hostname: 'gateways', port: '4317' });
    }
  });

  it('keep what was not delivered on disk, and nothing beside that in memory', () => {
    for (const { sending_queue, protocol } of Object.values(agent.exporters)) {
      expect(sending_queue).toMatchObject({ enabled: true, storage: 'file_storage' });
      expect(protocol.otlp).toMatchObject({ sending_queue: { enabled: false }, retry_on_failure: { enabled: false } });
    }
    expect(gateway.exporters.clickhouse).toMatchObject({
      sending_queue: { storage: 'file_storage' },
      retry_on_failure: { max_elapsed_time: '0s' },
    });
  });

  it('write to the ClickHouse that there is, in blocks that it knows again', () => {
    expect(gateway.exporters.clickhouse.endpoint).toBe('${env:CLICKHOUSE_URL:-tcp://clickhouse:9000}');
    expect(gateway.exporters.clickhouse.async_insert).toBe(false);
    const text = textOf('clickhouse/rollups.sql');
    const stored = [...text.matchAll(/FROM (otel\.otel_\w+)/g)].map(([, table]) => table);
    expect(stored.length).toBeGreaterThan(1);
    for (const table of stored) {
      expect(text).toContain(`ALTER TABLE ${table} MODIFY SETTING non_replicated_deduplication_window`);
    }
  });

  it('are built from components of the version that the containers run', () => {
    const { dist, ...components } = parse(textOf('otel-collector/scale/builder.yaml')) as Record<string, unknown> & {
      dist: { version: string };
    };
    const modules = Object.values(components as Record<string, { gomod: string }[]>).flat();
    const { version } = versions['collector-scale'];
    expect(dist.version).toBe(version);
    for (const { gomod } of modules) expect(gomod).toMatch(new RegExp(` v${version}$`));
  });
});

it('the rollups read metrics and attributes by the names that they have', () => {
  const text = textOf('clickhouse/rollups.sql').replaceAll(/^--.*$/gm, '');
  const named = [...text.matchAll(/'(tickscope\.[\w.]+)'/g)].map(([, name]) => name ?? '');
  expect(new Set(named)).toEqual(
    new Set([
      METRIC_OPERATION_DURATION,
      METRIC_OPERATION_CRITICAL_PATH,
      METRIC_OPERATION_SELF,
      METRIC_OPERATION_FAILED,
      METRIC_OPERATION_LATE,
      ATTR_OPERATION_KIND,
      ATTR_OPERATION_NAME,
    ]),
  );
});
