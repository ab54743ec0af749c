// docker-compose.yml and the configuration beside it, as far as they can be checked without containers.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const ROOT: string = path.join(__dirname, '../..');

interface Service {
  readonly image?: string;
  readonly build?: string;
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
  'alertmanager' | 'collector' | 'jaeger' | 'prometheus',
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

  it.each(['alertmanager', 'collector', 'jaeger', 'prometheus'] as const)(
    'runs the same version of %s as the native stack',
    (name) => {
      expect(compose.services[name]?.image).toBe(versions[name].image);
      expect(versions[name].image).toMatch(new RegExp(`:v?${versions[name].version.replaceAll('.', '\\.')}$`));
    },
  );

  it('runs the bot on the Node.js that it is tested with', () => {
    const { devDependencies } = JSON.parse(textOf('package.json')) as { devDependencies: Record<string, string> };
    expect(compose.services['bot']?.build).toBe('.');
    const bases = [...textOf('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(bases)).toEqual(new Set([`node:${devDependencies['node']}-slim`]));
  });

  it('pins every version and limits the memory of every service', () => {
    const loose = services.filter(([, { image = '', build, mem_limit = '' }]) => {
      return (build === undefined && !/^[\w./-]+:v?\d+\.\d+/.test(image)) || !/^\d+[mg]$/.test(mem_limit);
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

  it('builds the bot from what exists, and sends no more than that to be built', () => {
    const copied = [...textOf('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
      sources.split(' '),
    );
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((source) => !existsSync(path.join(ROOT, source)))).toEqual([]);
    const sent = [...textOf('.dockerignore').matchAll(/^!(\S+)$/gm)].map(([, name = '']) => name);
    expect(sent.toSorted()).toEqual([...new Set(copied)].toSorted());
  });

  it('lets Grafana begin with Ticks, without the internet and for everybody to read', () => {
    const { environment = {}, volumes = [] } = compose.services['grafana']!;
    expect(environment).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    });
    const mounted = volumes.map((volume) => volume.split(':'));
    const inRepository = (file: string): string => {
      const [from = '', to = ''] = mounted.find(([, target = '']) => file.startsWith(`${target}/`)) ?? [];
      return path.join(ROOT, from, path.relative(to, file));
    };
    const home = inRepository(environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']!);
    expect(JSON.parse(readFileSync(home, 'utf8'))).toMatchObject({ title: 'Ticks' });
    const { providers } = parse(textOf('grafana/provisioning/dashboards/tickscope.yaml')) as {
      providers: { options: { path: string } }[];
    };
    expect(readdirSync(inRepository(`${providers[0]!.options.path}/.`))).toContain('ticks.json');
  });

  it("draws right at OpenTelemetry's own interval, and at that of the bot", () => {
    const interval = compose.services['grafana']?.environment?.['EXPORT_INTERVAL'];
    expect(interval).toBe('${EXPORT_INTERVAL:-60s}');
    expect(Number(compose.services['bot']?.environment?.['OTEL_METRIC_EXPORT_INTERVAL'])).toBeLessThanOrEqual(60_000);
  });

  it('starts Prometheus with the same features as the native stack', () => {
    const features = [textOf('docker-compose.yml'), textOf('scripts/stack/servers.js')].map((text) =>
      /--enable-feature=([\w,-]+)/.exec(text)?.[1]?.split(','),
    );
    expect(features[0]).toEqual(features[1]);
    expect(features[0]).toContain('created-timestamp-zero-ingestion');
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
    'otel-collector/examples/filter.yaml',
    'otel-collector/examples/trace-files.yaml',
    'jaeger/config.yaml',
    'prometheus/prometheus.yml',
    'alertmanager/alertmanager.yml',
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
