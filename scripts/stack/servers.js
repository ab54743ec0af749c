// Starts the installed collector, Jaeger and Prometheus on free ports, with the repository's own configuration.

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { installedBinaries } = require('./binaries.js');
const { ChildServer, freePorts } = require('./child-server.js');
const versions = require('./versions.js');

const ROOT = path.join(__dirname, '../..');
const CONFIG = {
  collector: path.join(ROOT, 'otel-collector/config.yaml'),
  jaeger: path.join(ROOT, 'jaeger/config.yaml'),
  prometheus: path.join(ROOT, 'prometheus/prometheus.yml'),
};

/** @returns what to start, and the address that says whether it is ready; a server stands before those that send to it */
function plan(files, folder, ports) {
  const [collectorGrpc, collectorHttp, collectorHealth, jaegerOtlp, jaegerHttp, jaegerGrpc, jaegerHealth, prometheus] =
    ports.map((port) => `127.0.0.1:${port}`);
  const shared = { JAEGER_OTLP_GRPC: jaegerOtlp, PROMETHEUS_URL: `http://${prometheus}` };
  const servers = [
    {
      name: 'prometheus',
      health: `http://${prometheus}/-/ready`,
      args: [
        `--config.file=${CONFIG.prometheus}`,
        `--storage.tsdb.path=${path.join(folder, 'prometheus')}`,
        `--web.listen-address=${prometheus}`,
        '--web.enable-otlp-receiver',
        '--enable-feature=exemplar-storage,native-histograms',
      ],
    },
    {
      name: 'jaeger',
      health: `http://${jaegerHealth}/status`,
      args: ['--config', CONFIG.jaeger],
      environment: {
        ...shared,
        JAEGER_HTTP: jaegerHttp,
        JAEGER_GRPC: jaegerGrpc,
        JAEGER_HEALTH: jaegerHealth,
        JAEGER_DATA: path.join(folder, 'jaeger'),
        // Otherwise it traces itself, and sends that to port 4318.
        OTEL_TRACES_SAMPLER: 'always_off',
      },
    },
    {
      name: 'collector',
      health: `http://${collectorHealth}/`,
      args: ['--config', CONFIG.collector],
      environment: {
        ...shared,
        COLLECTOR_OTLP_GRPC: collectorGrpc,
        COLLECTOR_OTLP_HTTP: collectorHttp,
        COLLECTOR_HEALTH: collectorHealth,
        COLLECTOR_QUEUE: path.join(folder, 'collector'),
      },
    },
  ];
  return {
    servers: servers.map(({ name, ...server }) => ({
      ...server,
      title: versions[name].title,
      file: files[name],
      log: path.join(folder, `${name}.log`),
    })),
    urls: {
      collectorUrl: `http://${collectorHttp}`,
      jaegerUrl: `http://${jaegerHttp}`,
      prometheusUrl: `http://${prometheus}`,
    },
  };
}

/**
 * @param {{ logFolder?: (folder: string) => void }} [options] told where the servers write their logs
 * @returns {Promise<{ collectorUrl: string, jaegerUrl: string, prometheusUrl: string, stop: () => Promise<void> }>} when all
 *   three are ready; stop() ends them and removes what they stored
 * @throws {Error} where a server is not installed, or does not start
 */
async function startStack({ logFolder } = {}) {
  const files = installedBinaries();
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-stack-'));
  logFolder?.(folder);
  const { servers, urls } = plan(files, folder, await freePorts(8));
  const started = [];
  const stop = async () => {
    // Those that send end before those that they send to.
    for (const server of started.splice(0).reverse()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const server of servers) started.push(new ChildServer(server));
    await Promise.all(started.map((server, index) => server.ready(servers[index].health)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...urls, stop };
}

module.exports = { startStack };
