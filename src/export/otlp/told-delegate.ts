// An exporter of OpenTelemetry that tells of its failing attempts, why it failed in the end, and what the collector did not keep.

import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ISerializer } from '@opentelemetry/otlp-transformer';
import { piece } from '../../measured-work.js';
import { monotonicMillis, startTimeout, stopTimeout } from '../../primordials.js';
import { type OtlpAnswer, readAnswer } from './answer.js';
import { failureReason, isFailure, noAnswerFrom } from './failure-reason.js';

/** Of an `ExportResult` of OpenTelemetry: what is known besides. The message of its error is a reason in words. */
export interface ToldResult extends ExportResult {
  /** Spans or data points that the collector did not keep. */
  readonly rejected?: number;
  /** Why it did not keep them. */
  readonly rejection?: string;
}

/** What the exporters are made of; the types of OpenTelemetry's are not exported. */
export interface Delegate<Request> {
  export(request: Request, done: (result: ToldResult) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
  setMetrics(metrics: never): void;
}

export interface ToldOptions<Request> {
  readonly serializer: ISerializer<Request, object>;
  /** Host and port. */
  readonly at: string;
  /** Called with each failing attempt, and where there is no answer for a while. */
  readonly failing: (reason: string) => void;
  /** @param serializer in the place of the one given @param failed has to be called with each failing attempt, where the protocol tells */
  readonly make: (serializer: ISerializer<Request, object>, failed: (reason: string) => void) => Delegate<Request>;
}

/** A person has to hear of it within two seconds; the exporter itself waits for ten. */
const SILENCE_STEPS = 3;
const STEP_MILLIS = 500;
/** A loop that was held for so long has heard nothing, whoever spoke: silence begins anew. */
const HELD_MILLIS = 200;

export function toldDelegate<Request>({ serializer, at, failing, make }: ToldOptions<Request>): Delegate<Request> {
  let lastReason: string | undefined;
  /** Of the request whose result comes next: the exporter reads an answer and calls back in one go. */
  let answer: OtlpAnswer | undefined;
  const attemptFailed = (reason: string): void => {
    lastReason = reason;
    failing(reason);
  };
  const listening: ISerializer<Request, object> = {
    serializeRequest: (request) => serializer.serializeRequest(request),
    deserializeResponse(bytes) {
      answer = readAnswer(bytes, (read) => serializer.deserializeResponse(read));
      return {};
    },
  };
  const delegate = make(listening, attemptFailed);
  const resultOf = (given: ExportResult): ToldResult => {
    const read = answer;
    answer = undefined;
    if (isFailure(given)) return failed(lastReason ?? failureReason(given.error, at));
    lastReason = undefined;
    if (read?.isReadable === false) return failed(`an answer that is no OTLP from ${at}`);
    const { rejected = 0, message = '' } = read ?? {};
    if (rejected === 0) return given;
    return { ...given, rejected, rejection: `not kept by ${at}${message === '' ? '' : `: ${message}`}` };
  };
  return {
    export(request, done) {
      const stop = onSilence(() => {
        // Of a request that is made again it is known why.
        if (lastReason === undefined) failing(noAnswerFrom(at));
      });
      delegate.export(request, (result) => {
        stop();
        done(resultOf(result));
      });
    },
    forceFlush: () => delegate.forceFlush(),
    shutdown: () => delegate.shutdown(),
    setMetrics: (metrics) => delegate.setMetrics(metrics),
  };
}

/** Calls `silent` where the loop has turned for long enough, and nobody has called what is returned. */
function onSilence(silent: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (steps: number): void => {
    const fromMillis = monotonicMillis();
    const onStep = piece('exporting', 'waiting for the collector', () => {
      const isHeld = monotonicMillis() - fromMillis > STEP_MILLIS + HELD_MILLIS;
      if (isHeld) wait(SILENCE_STEPS);
      else if (steps > 1) wait(steps - 1);
      else silent();
    });
    timer = startTimeout(onStep, STEP_MILLIS).unref();
  };
  wait(SILENCE_STEPS);
  return () => stopTimeout(timer);
}

function failed(reason: string): ToldResult {
  return { code: ExportResultCode.FAILED, error: new Error(reason) };
}
