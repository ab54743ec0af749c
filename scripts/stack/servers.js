// Starts the installed collector, Jaeger, Prometheus and Alertmanager with the repository's own configuration.

const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { installedBinaries } = require('./binaries.js');
const { ChildServer, portsOf } = require('./child-server.js');
const versions = require('./versions.js');

const ROOT = path.join(__dirname, '../..');
const CONFIG = {
  collector: path.join(ROOT, 'otel-collector/config.yaml'),
  jaeger: path.join(ROOT, 'jaeger/config.yaml'),
  prometheus: path.join(ROOT, 'prometheus/prometheus.yml'),
  alertmanager: path.join(ROOT, 'alertmanager/alertmanager.yml'),
};

const TRACE_FILES = path.join(ROOT, 'otel-collector/examples/trace-files.yaml');

/** Those that everybody knows where there is one. Health, and what only the servers ask of each other, beside them. */
const USUAL_PORTS = {
  collectorGrpc: 4317,
  collectorHttp: 4318,
  collectorHealth: 13_133,
  jaegerOtlp: 14_317,
  jaegerHttp: 16_686,
  jaegerGrpc: 16_685,
  jaegerHealth: 13_134,
  prometheus: 9_090,
  alertmanager: 9_093,
};

/** The collector sends its own metrics so often, as its configuration says. */
const OWN_METRICS_MILLIS = 10_000;

/** @returns the rules that Prometheus reads: those of the repository, or the same on a faster clock */
function ruleFiles(folder, pace) {
  if (pace === 1) return path.join(path.dirname(CONFIG.prometheus), 'rules/*.yml');
  const { ruleFile } = require('../alerts/rule-file.js');
  const file = path.join(folder, 'rules.yml');
  writeFileSync(file, ruleFile(` On a clock of which a minute is ${60 * pace} s.`, pace));
  return file;
}

/** Prometheus reads no variables: what a container finds by its name and folder is written into a copy. @returns its file */
function prometheusConfig(folder, alertmanager, pace) {
  const file = path.join(folder, 'prometheus.yml');
  const text = readFileSync(CONFIG.prometheus, 'utf8')
    .replace('alertmanager:9093', alertmanager)
    .replace('rules/*.yml', JSON.stringify(ruleFiles(folder, pace)));
  writeFileSync(file, text);
  return file;
}

/** @returns what to start, and the address that says whether it is ready; a server stands before those that send to it */
function plan(files, folder, ports, { pace, traceFiles }) {
  const at = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `127.0.0.1:${port}`]));
  const shared = { JAEGER_OTLP_GRPC: at.jaegerOtlp, PROMETHEUS_URL: `http://${at.prometheus}` };
  const servers = [
    {
      name: 'alertmanager',
      file: files.alertmanager,
      health: `http://${at.alertmanager}/-/ready`,
      args: [
        `--config.file=${CONFIG.alertmanager}`,
        `--storage.path=${path.join(folder, 'alertmanager')}`,
        `--web.listen-address=${at.alertmanager}`,
        // There is only one: it need not look for others.
        '--cluster.listen-address=',
      ],
    },
    {
      name: 'prometheus',
      file: files.prometheus,
      health: `http://${at.prometheus}/-/ready`,
      args: [
        `--config.file=${prometheusConfig(folder, at.alertmanager, pace)}`,
        `--storage.tsdb.path=${path.join(folder, 'prometheus')}`,
        '--storage.tsdb.retention.time=15d',
        '--storage.tsdb.retention.size=1GB',
        `--web.listen-address=${at.prometheus}`,
        // What did not come to Alertmanager is sent again after a minute.
        `--rules.alert.resend-delay=${Math.ceil(60_000 * pace)}ms`,
        '--web.enable-otlp-receiver',
        '--enable-feature=exemplar-storage,native-histograms,created-timestamp-zero-ingestion',
      ],
    },
    {
      name: 'jaeger',
      file: files.jaeger,
      health: `http://${at.jaegerHealth}/status`,
      args: ['--config', CONFIG.jaeger],
      environment: {
        ...shared,
        JAEGER_HTTP: at.jaegerHttp,
        JAEGER_GRPC: at.jaegerGrpc,
        JAEGER_HEALTH: at.jaegerHealth,
        JAEGER_DATA: path.join(folder, 'jaeger'),
        JAEGER_UI: path.join(ROOT, 'jaeger/ui.json'),
        // A search loads every trace that it finds.
        GOMEMLIMIT: '800MiB',
        // Otherwise it traces itself, and sends that to port 4318.
        OTEL_TRACES_SAMPLER: 'always_off',
      },
    },
    {
      name: 'collector',
      file: files.otelcol,
      health: `http://${at.collectorHealth}/`,
      args: [CONFIG.collector, ...(traceFiles ? [TRACE_FILES] : [])].flatMap((config) => ['--config', config]),
      environment: {
        ...shared,
        COLLECTOR_OTLP_GRPC: at.collectorGrpc,
        COLLECTOR_OTLP_HTTP: at.collectorHttp,
        COLLECTOR_HEALTH: at.collectorHealth,
        COLLECTOR_QUEUE: path.join(folder, 'collector/queue'),
        COLLECTOR_FILES: path.join(folder, 'collector/files'),
        COLLECTOR_METRICS_MILLIS: String(Math.round(OWN_METRICS_MILLIS * pace)),
      },
    },
  ];
  return {
    servers: servers.map((server) => ({
      ...server,
      title: versions[server.name].title,
      log: path.join(folder, `${server.name}.log`),
    })),
    urls: {
      collectorUrl: `http://${at.collectorHttp}`,
      jaegerUrl: `http://${at.jaegerHttp}`,
      prometheusUrl: `http://${at.prometheus}`,
      alertmanagerUrl: `http://${at.alertmanager}`,
    },
  };
}

/**
 * @param {{ folder?: string, pace?: number, traceFiles?: boolean }} [options] where the servers keep what they store and write their logs; with a folder they
 *   listen on their usual ports where these are free. Without one everything is temporary, and no port is fixed. With a
 *   pace of 1 / 30 the windows of alerts, and what the collector tells of itself, are 30 times as fast. With `traceFiles`
 *   the collector writes traces into `collector/files/traces.jsonl` too
 * @returns {Promise<{ folder: string, collectorUrl: string, jaegerUrl: string, prometheusUrl: string, alertmanagerUrl: string, pids: () => Record<string, number>, kill: (name: string) => Promise<void>, start: (name: string) => Promise<void>, stop: () => Promise<void> }>}
 *   when all are ready; kill() ends one of them with SIGKILL, start() starts it again; stop() ends all
 * @throws {Error} where a server is not installed, or does not start
 */
async function startStack({ folder: lasting, pace = 1, traceFiles = false } = {}) {
  const files = installedBinaries();
  const folder = lasting ?? mkdtempSync(path.join(tmpdir(), 'tickscope-stack-'));
  mkdirSync(folder, { recursive: true });
  const ports = await portsOf(lasting === undefined ? mapValues(USUAL_PORTS, () => 0) : USUAL_PORTS);
  const { servers, urls } = plan(files, folder, ports, { pace, traceFiles });
  const started = new Map();
  const start = async (name) => {
    const server = servers.find((each) => each.name === name);
    const child = new ChildServer(server);
    started.set(name, child);
    await child.ready(server.health);
  };
  const stop = async () => {
    // Those that send end before those that they send to.
    for (const { name } of servers.toReversed()) await started.get(name)?.stop();
    started.clear();
    if (lasting === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const { log } of servers) writeFileSync(log, '');
    await Promise.all(servers.map(({ name }) => start(name)));
  } catch (error) {
    await stop();
    throw error;
  }
  const pids = () => Object.fromEntries([...started].map(([name, child]) => [name, child.pid]));
  return { folder, ...urls, pids, kill: (name) => started.get(name).kill(), start, stop };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

module.exports = { startStack };
