import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeVersionProblem, SUPPORTED_NODE } from '../../src/config/node-versions.js';

it('asks for what package.json asks for', () => {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(manifest).toMatchObject({ engines: { node: SUPPORTED_NODE } });
});

it.each(['22.22.3', '22.23.0', '24.11.1', '24.21.0', '25.1.0', '26.0.0', '27.0.0-nightly'])('takes %s', (version) => {
  expect(nodeVersionProblem(version)).toBeUndefined();
});

it.each(['18.20.0', '20.20.2', '22.22.2', '22.21.9', '23.11.0', '24.11.0', '24.10.5', '25.0.9'])(
  'refuses %s',
  (version) => {
    expect(nodeVersionProblem(version)).toBe(
      `Node ${version} is not supported: use ^22.22.3 || ^24.11.1 || >=25.1.0, for example the newest Node 24.`,
    );
  },
);
