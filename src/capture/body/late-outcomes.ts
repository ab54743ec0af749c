// Whether a promise was fulfilled or rejected, where nothing else says it: V8's hooks have no outcome.
//
// A reaction of Tickscope's own learns it, and is added only once the program has added one: from then on the promise counts as
// handled, and a further reaction changes neither the order of the program's reactions nor what is reported as unhandled. A promise whose
// `then` would call code of the program, of a class or with fields of its own, is left alone.

const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const PromiseOfNode = Promise;
const { prototype } = Promise;
// oxlint-disable-next-line unicorn/no-thenable, typescript/unbound-method -- Called with the promise.
const { then } = prototype;
const speciesGetter = getOwnPropertyDescriptor(Promise, Symbol.species)?.get;

/** Called after a promise has settled. */
export type OnOutcome = (isRejected: boolean) => void;

/** Calls that wait for one promise, such as a cached one that every call returns. */
const WAITING_CALLS = 16;

export class LateOutcomes {
  /** Promises that the program has added no reaction to. */
  readonly #waiting = new WeakMap<object, OnOutcome[]>();
  /** How many were put into it and not taken out. */
  #waitingCount = 0;
  #isReacting = false;

  /** Whether the promise that is made at the moment is of a reaction of Tickscope's. */
  get isReacting(): boolean {
    return this.#isReacting;
  }

  /**
   * @param promise has settled, or settles now
   * @param hasReaction whether the program has added a reaction
   */
  learn(promise: object, onOutcome: OnOutcome, hasReaction: boolean): void {
    if (hasReaction) return this.#react(promise, [onOutcome]);
    const waiting = this.#waiting.get(promise);
    if (waiting === undefined) {
      this.#waiting.set(promise, [onOutcome]);
      this.#waitingCount++;
    } else if (waiting.length < WAITING_CALLS) waiting.push(onOutcome);
  }

  /** Node.js has found that nobody handles the promise. */
  unhandled(promise: object): void {
    const waiting = this.#waiting.get(promise);
    if (waiting === undefined) return;
    this.#waiting.delete(promise);
    this.#waitingCount--;
    for (const each of waiting) each(true);
  }

  /** The program adds a reaction. */
  onReaction(promise: object): void {
    const waiting = this.#waitingCount === 0 ? undefined : this.#waiting.get(promise);
    if (waiting === undefined) return;
    this.#waiting.delete(promise);
    this.#waitingCount--;
    this.#react(promise, waiting);
  }

  #react(promise: object, onOutcome: readonly OnOutcome[]): void {
    if (!isPlain(promise)) return;
    // Both return nothing: a value that is passed on would be looked at for a `then`.
    const settled = (isRejected: boolean): void => {
      for (const each of onOutcome) each(isRejected);
    };
    this.#isReacting = true;
    try {
      void apply(then, promise, [() => settled(false), () => settled(true)]);
    } finally {
      this.#isReacting = false;
    }
  }
}

/** Whether V8 itself adds the reaction where it takes over the outcome of the promise. */
export function hasThenOfNode(promise: object): boolean {
  return (
    getPrototypeOf(promise) === prototype &&
    getOwnPropertyDescriptor(promise, 'then') === undefined &&
    getOwnPropertyDescriptor(prototype, 'then')?.value === then
  );
}

/** Whether `then` of the promise calls nothing of the program. */
function isPlain(promise: object): boolean {
  return (
    getPrototypeOf(promise) === prototype &&
    getOwnPropertyDescriptor(promise, 'constructor') === undefined &&
    getOwnPropertyDescriptor(prototype, 'constructor')?.value === PromiseOfNode &&
    getOwnPropertyDescriptor(PromiseOfNode, Symbol.species)?.get === speciesGetter
  );
}
