// docker-compose.yml and the configuration beside it, as far as they can be checked without containers.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const ROOT: string = path.join(__dirname, '../..');

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly mem_limit?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

interface ServerVersion {
  readonly version: string;
  readonly image: string;
}

function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

const compose = parse(textOf('docker-compose.yml'), { merge: true }) as Compose;
const services: [string, Service][] = Object.entries(compose.services);
const versions = require('../../scripts/stack/versions.js') as Record<
  'collector' | 'jaeger' | 'prometheus',
  ServerVersion
>;

/** Host names with a port in a file's text: `jaeger:4317`, `http://prometheus:9090`. */
function hostsIn(text: string): string[] {
  const withoutComments = text.replaceAll(/^\s*#.*$/gm, '');
  return [...withoutComments.matchAll(/(?<![\w.-])([a-z][a-z-]*):\d{4,5}\b/g)].map(([, host]) => host ?? '');
}

describe('docker-compose.yml', () => {
  it('is what the Compose specification calls valid', () => {
    const schema = JSON.parse(
      readFileSync(
        path.join(path.dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json'),
        'utf8',
      ),
    ) as object;
    // Its `$schema` is draft 7 under an address that Ajv does not know.
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, validateSchema: false }).compile(
      schema,
    );
    expect([validate(compose), validate.errors]).toEqual([true, null]);
    expect(validate({ services: { bot: { image: 'node', memory: '512m' } } })).toBe(false);
  });

  it.each(['collector', 'jaeger', 'prometheus'] as const)('runs the same version of %s as the native stack', (name) => {
    expect(compose.services[name]?.image).toBe(versions[name].image);
    expect(versions[name].image).toMatch(new RegExp(`:v?${versions[name].version.replaceAll('.', '\\.')}$`));
  });

  it('runs the bot on the Node.js that it is tested with', () => {
    const { devDependencies } = JSON.parse(textOf('package.json')) as { devDependencies: Record<string, string> };
    expect(compose.services['bot']?.image).toBe(`node:${devDependencies['node']}-slim`);
  });

  it('pins every version and limits the memory of every service', () => {
    const loose = services.filter(([, { image, mem_limit = '' }]) => {
      return !/^[\w./-]+:v?\d+\.\d+/.test(image) || !/^\d+[mg]$/.test(mem_limit);
    });
    expect(loose).toEqual([]);
  });

  it('publishes ports on the loopback interface only, and any of them can be moved', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/.test(port))).toEqual([]);
  });

  it('holds no password, and keeps the database where only the bot can reach it', () => {
    const settings = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
    expect(settings.filter(([name]) => /PASSWORD|SECRET|TOKEN|PASSWD/.test(name))).toEqual([]);
    expect(settings.filter(([, value]) => /\/\/[^@/]*:[^@/]*@/.test(value))).toEqual([]);
    expect(compose.networks['database']?.internal).toBe(true);
    const reach = services.filter(([, { networks }]) => networks.includes('database')).map(([name]) => name);
    expect(reach.toSorted()).toEqual(['bot', 'postgres']);
    expect(compose.services['postgres']).toMatchObject({ networks: ['database'] });
    expect(compose.services['postgres']?.ports).toBeUndefined();
  });

  it('mounts what exists', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const [files, named] = [
      sources.filter((source) => source.startsWith('.')),
      sources.filter((source) => !source.startsWith('.')),
    ];
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect(named.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('waits only for conditions that can come true', () => {
    const waits = services.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));
    expect(waits.length).toBeGreaterThan(0);
    const never = waits.filter(([name, { condition }]) => {
      const service = compose.services[name];
      return service === undefined || (condition === 'service_healthy' && service.healthcheck === undefined);
    });
    expect(never).toEqual([]);
  });
});

describe('the configuration of the servers', () => {
  it.each([
    'otel-collector/config.yaml',
    'jaeger/config.yaml',
    'prometheus/prometheus.yml',
    ...readdirSync(path.join(ROOT, 'grafana/provisioning/datasources')).map(
      (file) => `grafana/provisioning/datasources/${file}`,
    ),
  ])('%s is YAML and names only hosts that docker-compose.yml has', (file) => {
    expect(() => parse(textOf(file)) as unknown).not.toThrow();
    const known = Object.keys(compose.services);
    expect(hostsIn(textOf(file)).filter((host) => !known.includes(host))).toEqual([]);
  });

  it('sends to services by the names that they have', () => {
    const known = Object.keys(compose.services);
    const environments = services.flatMap(([, { environment = {} }]) => Object.values(environment));
    const hosts = environments.flatMap((value) => hostsIn(value.replace(/\/\/[^@/]*@/, '//')));
    expect(hosts.filter((host) => !known.includes(host))).toEqual([]);
    expect(hosts).toContain('collector');
  });

  it('provisions Grafana with addresses that its container is given', () => {
    const folder = path.join(ROOT, 'grafana/provisioning/datasources');
    const text = readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
    const asked = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(compose.services['grafana']?.environment).toHaveProperty([name]);
  });

  it('builds the collector from components of the version that the containers run', () => {
    const builder = parse(textOf('otel-collector/builder.yaml')) as Record<string, unknown> & {
      dist: { version: string };
    };
    const { dist, ...components } = builder;
    const modules = Object.values(components as Record<string, { gomod: string }[]>).flat();
    expect(dist.version).toBe(versions.collector.version);
    expect(modules.length).toBeGreaterThan(0);
    for (const { gomod } of modules) expect(gomod).toMatch(new RegExp(` v${versions.collector.version}$`));
  });
});
