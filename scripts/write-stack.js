// Writes `dist/stack`, which `tickscope init --stack` copies: docker-compose.yml without the reference bot and its database, and
// every file that it mounts.
//
// They are in the package because they belong to its version: dashboards and rules name the metrics that it sends, and a command that
// fetched them from elsewhere could not be used without a network. They are a seventh of what is packed.

const { cpSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseDocument } = require('yaml');

const root = path.join(__dirname, '..');
const target = path.join(root, 'dist/stack');

/** What only the reference bot needs. */
const OF_THE_BOT = {
  services: ['bot', 'postgres', 'collector-ready'],
  networks: ['database'],
  volumes: ['bot-records', 'postgres-data'],
};

const HEAD = `# Everything that traces and metrics of a program under Tickscope pass through.
#
#   docker compose --file tickscope-stack/docker-compose.yml up
#   OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 node --require tickscope/register bot.js
#
# Grafana, with the dashboard Ticks, is on http://localhost:3000, Jaeger on http://localhost:16686.
#
# Ports are published on the loopback interface only, and nothing has a password: Grafana shows what it has to anybody on this
# machine and lets nobody change it.
`;

const compose = parseDocument(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'));
for (const [part, names] of Object.entries(OF_THE_BOT)) {
  for (const name of names) {
    if (!compose.deleteIn([part, name])) throw new Error(`docker-compose.yml has no ${part}.${name} any more`);
  }
}
const text = compose.toString({ lineWidth: 0, flowCollectionPadding: false });

mkdirSync(target, { recursive: true });
writeFileSync(path.join(target, 'docker-compose.yml'), HEAD + text.slice(text.indexOf('name: ')));
const { services } = compose.toJS();
for (const { volumes = [] } of Object.values(services)) {
  for (const volume of volumes) {
    const [source] = volume.split(':');
    if (source.startsWith('./')) cpSync(path.join(root, source), path.join(target, source), { recursive: true });
  }
}
