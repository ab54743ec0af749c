// Small requests of OTLP/JSON to the collector: what no bot sends on request.

async function send(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}

function text(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

function resourceOf(service: string): object {
  return { attributes: [text('service.name', service), text('service.instance.id', `${service}-1`)] };
}

const DAY_MS = 86_400_000;

/**
 * A point of yesterday, which Prometheus refuses once it has newer ones: so one of now goes before it. The collector takes both
 * and delivers them in their order.
 */
export async function sendTooOldPoint(collectorUrl: string): Promise<void> {
  for (const ageMs of [0, DAY_MS]) {
    const timeUnixNano = `${Date.now() - ageMs}000000`;
    const metrics = [{ name: 'sent.late', gauge: { dataPoints: [{ timeUnixNano, asDouble: 1 }] } }];
    const resourceMetrics = [{ resource: resourceOf('late'), scopeMetrics: [{ metrics }] }];
    await send(`${collectorUrl}/v1/metrics`, { resourceMetrics });
  }
}

export async function sendLogRecord(collectorUrl: string): Promise<void> {
  const logRecords = [{ timeUnixNano: `${Date.now()}000000`, body: { stringValue: 'made up' } }];
  await send(`${collectorUrl}/v1/logs`, {
    resourceLogs: [{ resource: resourceOf('late'), scopeLogs: [{ logRecords }] }],
  });
}

const INTERNAL = 1;

/** Two ticks, each with an operation in it: one of the random share, and one that was kept for being slow. */
export async function sendTicks(collectorUrl: string, service: string): Promise<void> {
  const start = BigInt(Date.now()) * 1_000_000n;
  const tick = (id: string, name: string, reason: string, nanos: bigint): object[] => {
    const times = { startTimeUnixNano: `${start}`, endTimeUnixNano: `${start + nanos}` };
    const span = { traceId: id.repeat(32), spanId: id.repeat(16), name, kind: INTERNAL, ...times };
    const kind = (value: string): object => text('tickscope.operation.kind', value);
    return [
      { ...span, attributes: [kind('tick'), text('tickscope.kept.reason', reason)] },
      {
        ...span,
        spanId: id.repeat(15) + '0',
        parentSpanId: id.repeat(16),
        name: 'work',
        attributes: [kind('internal')],
      },
    ];
  };
  const spans = [...tick('a', 'ordinary tick', 'random', 400_000n), ...tick('b', 'slow tick', 'slow', 40_000_000n)];
  await send(`${collectorUrl}/v1/traces`, {
    resourceSpans: [{ resource: resourceOf(service), scopeSpans: [{ spans }] }],
  });
}
