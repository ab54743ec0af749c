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

/** A point that is an hour older than the oldest that Prometheus takes. The collector takes it, and gets a no. */
export async function sendTooOldPoint(collectorUrl: string): Promise<void> {
  const timeUnixNano = `${Date.now() - 3_600_000}000000`;
  const metrics = [{ name: 'too.old', gauge: { dataPoints: [{ timeUnixNano, asDouble: 1 }] } }];
  await send(`${collectorUrl}/v1/metrics`, {
    resourceMetrics: [{ resource: resourceOf('late'), scopeMetrics: [{ metrics }] }],
  });
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
