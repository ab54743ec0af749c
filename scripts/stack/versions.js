// Which servers the stack consists of. docker-compose.yml and compose.scale.yml have the same versions as image tags; a test compares
// them.

module.exports = {
  collector: {
    title: 'OpenTelemetry Collector',
    version: '0.145.0',
    image: 'otel/opentelemetry-collector-contrib:0.145.0',
    builder: 'go.opentelemetry.io/collector/cmd/builder@v0.145.0',
    builderConfig: 'otel-collector/builder.yaml',
    files: ['otelcol'],
  },
  jaeger: {
    title: 'Jaeger',
    version: '2.13.0',
    image: 'jaegertracing/jaeger:2.13.0',
    // Jaeger 2.13 is released from the module's version 1.76.
    module: 'github.com/jaegertracing/jaeger',
    moduleVersion: 'v1.76.0',
    files: ['jaeger'],
  },
  prometheus: {
    title: 'Prometheus',
    version: '3.10.0',
    image: 'prom/prometheus:v3.10.0',
    module: 'github.com/prometheus/prometheus',
    moduleVersion: 'v0.310.0',
    files: ['prometheus', 'promtool'],
    // Nothing is discovered here. Without the clients of all clouds a third of the packages is left out.
    tags: ['remove_all_sd'],
  },
  alertmanager: {
    title: 'Alertmanager',
    version: '0.28.1',
    image: 'prom/alertmanager:v0.28.1',
    module: 'github.com/prometheus/alertmanager',
    moduleVersion: 'v0.28.1',
    files: ['alertmanager', 'amtool'],
  },
  // Only for `--scale`: it takes longer to build than the other collector and its servers do.
  'collector-scale': {
    title: 'OpenTelemetry Collector for a fleet',
    version: '0.145.0',
    image: 'otel/opentelemetry-collector-contrib:0.145.0',
    builder: 'go.opentelemetry.io/collector/cmd/builder@v0.145.0',
    builderConfig: 'otel-collector/scale/builder.yaml',
    files: ['otelcol-scale'],
    onlyForScale: true,
  },
  chdb: {
    title: "chdb, ClickHouse's engine",
    version: '3.4.0',
    package: 'chdb',
    files: ['node_modules/chdb/package.json'],
    onlyForScale: true,
  },
};
