// Calls to the outside: HTTP of Node.js and of undici, and messages on WebSockets. What records them is a part of the preload that is loaded
// with the program's first call.

import type { ChannelSubscription, PackagePatch } from '../../rules/instrumentation.js';
import { asPiece } from '../../../measured-work.js';
import type { MakeInstrumentation } from '../host.js';
import type * as Channels from './external-channels.js';
import type { ExternalChannels } from './external-channels.js';

/** Spans of these are of calls that Tickscope records itself. */
const RECORDED_SCOPES = ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-undici'];

export const outsideCalls: MakeInstrumentation = (host) => {
  let made: ExternalChannels | undefined;
  const parts = (): ExternalChannels =>
    (made ??= asPiece('loading', () => {
      const { externalChannels } = require('./external-channels.js') as typeof Channels;
      return externalChannels(host);
    }));
  const channel = (name: string, kind: 'http' | 'undici' | 'http2' | 'webSocket'): ChannelSubscription => ({
    name,
    onMessage: (message) => parts()[kind](message),
  });
  const ws: PackagePatch = {
    packageName: 'ws',
    file: /^lib\/websocket\.js$/,
    patch(exports) {
      parts().sends.patchClassOf((exports as { prototype: object }).prototype);
      return exports;
    },
  };
  for (const scope of RECORDED_SCOPES) host.recordedScopes.add(scope);
  return {
    id: 'external',
    packages: [ws],
    channels: [
      channel('http.client.request.created', 'http'),
      channel('undici:request:create', 'undici'),
      channel('http2.client.stream.created', 'http2'),
      channel('undici:websocket:open', 'webSocket'),
    ],
  };
};
