// Operations that have begun and not ended: in every scope a stack, as lists through one set of arrays.

export const NONE = -1;
/** Of an operation that does not count. */
export const NOT_COUNTED = -1;

const FIRST_SIZE = 1_024;

export class RunningOperations {
  startNanos: Float64Array = new Float64Array(FIRST_SIZE);
  operationId: Int32Array = new Int32Array(FIRST_SIZE);
  /** The one below in the same scope, or the next free one. */
  outer: Int32Array = new Int32Array(FIRST_SIZE);
  /** Its position in the tree, or `NO_POSITION`. */
  position: Int32Array = new Int32Array(FIRST_SIZE);
  /** The log position of its begin. */
  begin: Int32Array = new Int32Array(FIRST_SIZE);
  #used = 0;
  #free = NONE;

  /** The start is to be set by the caller: a time that is passed on may become an object. */
  add(operationId: number, outer: number, position: number, begin: number): number {
    let running = this.#free;
    if (running === NONE) {
      running = this.#used++;
      if (running === this.begin.length) this.#grow();
    } else {
      this.#free = this.outer[running] as number;
    }
    this.operationId[running] = operationId;
    this.outer[running] = outer;
    this.position[running] = position;
    this.begin[running] = begin;
    return running;
  }

  remove(running: number): void {
    this.outer[running] = this.#free;
    this.#free = running;
  }

  #grow(): void {
    this.startNanos = doubled(this.startNanos);
    this.operationId = doubled(this.operationId);
    this.outer = doubled(this.outer);
    this.position = doubled(this.position);
    this.begin = doubled(this.begin);
  }
}

export function doubled<Values extends Float64Array | Int32Array | Uint8Array>(values: Values): Values {
  const larger = new (values.constructor as new (length: number) => Values)(values.length * 2);
  larger.set(values);
  return larger;
}
