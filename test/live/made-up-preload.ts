// The core of the preload with made-up instrumentations at the end of the list, for `instrumentations.test.ts`, which bundles it.

import type { MakeInstrumentation } from '../../src/capture/instrumentations/host.js';
import { INSTRUMENTATIONS } from '../../src/capture/instrumentations/index.js';
import { replaceMember } from '../../src/capture/patch/replace-member.js';

export { start } from '../../src/live/start.js';

/** What the program prints of it. */
const seen: string[] = [];

const everyField: MakeInstrumentation = (host) => ({
  id: 'made-up',
  rules: [
    {
      hint: /purr/,
      match: ({ name }) => (name === 'purr' ? { kind: 'internal', name, rule: 'strategy-method' } : undefined),
    },
  ],
  packages: [
    {
      packageName: 'made-up-feed',
      file: /^index\.js$/,
      patch(exports, wrap, version) {
        seen.push(`package ${version}`);
        const match = {
          kind: 'external',
          name: 'open',
          rule: 'configured-external',
          pattern: 'made-up-feed#open',
        } as const;
        replaceMember(exports as object, 'open', (original) => wrap(original, match));
        return exports;
      },
    },
  ],
  builtins: [
    {
      name: 'node:querystring',
      patch(exports) {
        const match = { kind: 'internal', name: 'querystring.parse', rule: 'strategy-method' } as const;
        replaceMember(exports as object, 'parse', (original) => host.wrap(original, match));
      },
    },
  ],
  channels: [
    { name: 'made-up:news', onMessage: (message) => seen.push(`channel ${(message as { text: string }).text}`) },
    {
      name: 'made-up:broken',
      onMessage() {
        throw new Error('made up');
      },
    },
  ],
  install: () => seen.push('install'),
});

const installedLast: MakeInstrumentation = () => ({
  id: 'last',
  installsLast: true,
  install: () => seen.push('install last'),
});

const brokenMake: MakeInstrumentation = () => {
  throw new Error('made up');
};

const brokenInstall: MakeInstrumentation = () => ({
  id: 'broken install',
  install() {
    throw new Error('made up');
  },
});

Object.assign(globalThis, { seenByMadeUp: seen });
(INSTRUMENTATIONS as MakeInstrumentation[]).push(installedLast, brokenMake, brokenInstall, everyField);
