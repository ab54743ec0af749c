// `tickscope init`: a configuration file to fill in, and the servers that dashboards and traces need.

import { join } from 'node:path';
import type { Command } from 'commander';
import { CONFIG_FILES } from '../../config/config-file.js';
import { configText } from '../init/config-text.js';
import { copyNewFolder, isTaken, taken, writeNewFile } from '../init/new-files.js';

interface InitOptions {
  readonly stack?: boolean;
}

/** Loads in every package, whatever its `type` is. */
const CONFIG_FILE = 'tickscope.config.cjs';
const STACK_FOLDER = 'tickscope-stack';
/** Written by scripts/write-stack.js. */
const SHIPPED_STACK = join(__dirname, '../../stack');

const EXAMPLES = `
Nothing is overwritten. With --stack a configuration file that is there stays.

Examples:
  tickscope init
  tickscope init --stack
  docker compose --file ${STACK_FOLDER}/docker-compose.yml up`;

export function defineInit(program: Command): void {
  program
    .command('init')
    .description('write a configuration file with every setting in a comment')
    .option('--stack', `write the servers for Docker Compose too, into ./${STACK_FOLDER}`)
    .addHelpText('after', EXAMPLES)
    .action(init);
}

function init({ stack = false }: InitOptions): void {
  const found = CONFIG_FILES.find(isTaken);
  if (found !== undefined && !stack) throw taken(found);
  if (stack) {
    copyNewFolder(SHIPPED_STACK, STACK_FOLDER);
    process.stdout.write(
      `${STACK_FOLDER} holds the collector, Jaeger, Prometheus, Alertmanager and Grafana:\n` +
        `  docker compose --file ${STACK_FOLDER}/docker-compose.yml up\n` +
        '  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 node --require tickscope/register bot.js\n',
    );
  }
  if (found === undefined) {
    writeNewFile(CONFIG_FILE, configText());
    process.stdout.write(`${CONFIG_FILE} has every setting in a comment: take what you need out of it.\n`);
  } else {
    process.stdout.write(`${found} is there already and stays as it is.\n`);
  }
}
