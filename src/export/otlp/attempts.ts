// Hears each attempt of an OTLP exporter over HTTP. The exporter itself tells of a failure only when it has tried again for ten seconds, and
// then no longer which status it was.
//
// Through the agent, which every request is given to: the exporters take one as an option, and have no other place for it.

import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { piece } from '../../measured-work.js';
import { failureReason, noAnswerFrom, statusReason } from './failure-reason.js';

const HEARING = 'hearing what becomes of requests';
export type AgentFactory = (protocol: string) => Agent | Promise<Agent>;

/** `addRequest` is what `http.request` calls; it is in no documentation, and agents of proxies stand on it. */
interface AgentParts {
  addRequest(request: ClientRequest, ...rest: unknown[]): void;
}

const FIRST_FAILING_STATUS = 300;

/** @param failed called with the reason of an attempt that may be made again */
export function hearingAgents(makeAgent: AgentFactory, at: string, failed: (reason: string) => void): AgentFactory {
  return async (protocol) => {
    const agent = (await makeAgent(protocol)) as Agent & AgentParts;
    const { addRequest } = agent;
    agent.addRequest = function heard(request, ...rest) {
      hear(request, at, failed);
      Reflect.apply(addRequest, agent, [request, ...rest]);
    };
    return agent;
  };
}

function hear(request: ClientRequest, at: string, failed: (reason: string) => void): void {
  let isLate = false;
  const onResponse = piece('exporting', HEARING, ({ statusCode = 0 }: IncomingMessage) => {
    if (statusCode >= FIRST_FAILING_STATUS) failed(statusReason(statusCode, at));
  });
  const onTimeout = piece('exporting', HEARING, () => {
    isLate = true;
    failed(noAnswerFrom(at));
  });
  const onError = piece('exporting', HEARING, (error: Error) => {
    // The exporter destroys what was late.
    if (!isLate) failed(failureReason(error, at));
  });
  request.once('response', onResponse);
  request.once('timeout', onTimeout);
  request.once('error', onError);
}
