// Calls that are made again after they failed, as retries are: the same request in the same scope of a tick, after the failure.

/** A call that has ended with a failure. */
export interface FailedCall {
  readonly operationId: number;
  /** The scope that it was made in; 0 or less outside ticks, where nothing tells a retry from the next call. */
  readonly parentScope: number;
  /** With its query, which stays in memory until the next call of the operation. */
  readonly path: string;
}

/** What a signed request has anew at every attempt: times, numbers, signatures. */
const CHANGING = /\d+|[0-9a-f]{16,}/gi;

export class RepeatedCalls {
  /** By operation, the last call that failed: operations are bounded. */
  readonly #failed = new Map<number, FailedCall>();

  failed(call: FailedCall): void {
    if (call.parentScope > 0) this.#failed.set(call.operationId, call);
  }

  /** A call begins. @returns whether it is the one that failed, made again; it is that once */
  takeRepeat(operationId: number, scope: number, path: string): boolean {
    const failed = this.#failed.get(operationId);
    if (failed === undefined || failed.parentScope !== scope || !isSamePath(failed.path, path)) return false;
    this.#failed.delete(operationId);
    return true;
  }
}

function isSamePath(left: string, right: string): boolean {
  return left === right || left.replaceAll(CHANGING, '#') === right.replaceAll(CHANGING, '#');
}
