// Decorators as compilers write them: methods are replaced and marked, and the handlers inside are the ticks.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync as transformBySwc } from '@swc/core';
import { transformSync as transformByEsbuild } from 'esbuild';
import { fixture } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { runCounted } from './counted-run.js';

jest.setTimeout(60_000);

type Compile = (file: string, source: string, legacy: boolean) => string;

const COMPILERS: Readonly<Record<string, Compile>> = {
  swc: (_file, source, legacy) =>
    transformBySwc(source, {
      module: { type: 'commonjs' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: legacy ? { legacyDecorator: true, decoratorMetadata: true } : { decoratorVersion: '2022-03' },
      },
    }).code,
  esbuild: (_file, source, legacy) =>
    transformByEsbuild(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'es2022',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: legacy } },
    }).code,
  tsc(file, _source, legacy) {
    const outDir = temporaryFolder();
    const decorators = legacy ? ['--experimentalDecorators', '--emitDecoratorMetadata'] : [];
    const options = ['--target', 'es2022', '--module', 'commonjs', '--types', '', '--ignoreConfig', '--noCheck'];
    execFileSync(process.execPath, [
      path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc'),
      file,
      '--outDir',
      outDir,
      ...options,
      ...decorators,
    ]);
    return readFileSync(path.join(outDir, `${path.basename(file, '.ts')}.js`), 'utf8');
  },
};

describe.each(Object.entries(COMPILERS))('compiled by %s', (compiler, compile) => {
  it.each([
    ['legacy', true],
    ['standard', false],
  ])('%s decorators', async (kind, legacy) => {
    const source = fixture(`ticks/decorators-${kind}.ts`);
    const program = path.join(temporaryFolder(), `decorators-${compiler}.cjs`);
    writeFileSync(program, compile(source, readFileSync(source, 'utf8'), legacy));
    const { report, counts } = await runCounted(program, {
      environment: { REFLECT_METADATA: require.resolve('reflect-metadata') },
    });
    expect(counts['inner']).toBeGreaterThan(0);
    expect(report.ticks).toMatchObject({ started: counts['ticks'], count: counts['ticks'], failed: 0, late: 0 });
  });
});
