// What the classes of the program's objects say of them, without a call of the program's code: whether an object stands for a number
// or a moment, and which members are getters.
//
// `valueOf`, `toJSON` and getters of the program may compute, count, or throw. So a class is looked at once, by its prototypes.

import { types } from 'node:util';
import { SearchPace } from './search-pace.js';

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

/** Prototypes of one object that are looked at. */
const DEEPEST = 8;

/** Methods by which numbers of their own are made into JavaScript's: of big.js, decimal.js, BN.js, Long and the program's own. */
const NUMBER_METHODS: readonly PropertyKey[] = ['valueOf', 'toNumber', 'toFixed', Symbol.toPrimitive];
/** What moments have, whose `valueOf` is a number too: moment, Day.js, Luxon, js-joda, Temporal. */
const MOMENT_MEMBERS = ['getTime', 'toISOString', 'toISO', 'toDate', 'toMillis', 'toEpochMilli', 'epochMilliseconds'];

export interface Getter {
  /** What stands for its values; `undefined` until it had one. */
  sample: unknown;
  /** How often it had one. */
  answers: number;
  /** It has none, or an object, of some: frames of one class that are trades and heartbeats. */
  varies: boolean;
  /** While it throws and never had a value: a book has no price until it is filled. */
  readonly pace: SearchPace;
}

interface ClassMembers {
  readonly getters: ReadonlyMap<PropertyKey, Getter>;
  /** Whether its objects have a value of their own, which may be a number, a price or a moment. */
  readonly hasValue: boolean;
  readonly isMoment: boolean;
  /** They only say how they are written: what they are made of decides, and is looked at once. */
  readonly isWritten: boolean;
  isMadeOfNumbers: boolean | undefined;
}

const classes = new WeakMap<object, ClassMembers>();

/** @returns `undefined` for an object without getters of its class, or for a proxy */
export function gettersOf(object: object): ReadonlyMap<PropertyKey, Getter> | undefined {
  const getters = classMembersOf(object)?.getters;
  return getters?.size === 0 ? undefined : getters;
}

/** @returns `undefined` for a plain object, and for a proxy, whose traps are code of the program */
function classMembersOf(object: object): ClassMembers | undefined {
  if (types.isProxy(object)) return undefined;
  const prototype = getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return undefined;
  let members = classes.get(prototype);
  if (members === undefined) classes.set(prototype, (members = membersOf(prototype)));
  return members;
}

function membersOf(first: object): ClassMembers {
  const getters = new Map<PropertyKey, Getter>();
  const methods = new Set<PropertyKey>();
  let prototype: object | null = first;
  for (let depth = 0; depth < DEEPEST && prototype !== null && !types.isProxy(prototype); depth++) {
    // The last one is `Object.prototype`, in a context of `vm` another one than here; what it has says nothing of a class.
    if (getPrototypeOf(prototype) === null) break;
    for (const key of ownKeys(prototype)) {
      const { get, value } = getOwnPropertyDescriptor(prototype, key) ?? {};
      if (methods.has(key) || getters.has(key)) continue;
      if (get !== undefined) getters.set(key, { sample: undefined, answers: 0, varies: false, pace: new SearchPace() });
      else if (typeof value === 'function') methods.add(key);
    }
    prototype = getPrototypeOf(prototype);
  }
  return {
    getters,
    hasValue: NUMBER_METHODS.some((name) => methods.has(name)),
    isMoment: MOMENT_MEMBERS.some((name) => methods.has(name) || getters.has(name)),
    isWritten: methods.has('toJSON') && methods.has('toString') && getters.size === 0,
    isMadeOfNumbers: undefined,
  };
}

/** Whether an object is a number to JavaScript, as far as its class says: a decimal, an amount of money. */
export function standsForNumber(value: object): boolean {
  if (types.isNumberObject(value) || types.isBigIntObject(value)) return true;
  if (types.isBoxedPrimitive(value) || types.isDate(value)) return false;
  const members = classMembersOf(value);
  if (members === undefined) return !types.isProxy(value) && (isOwnMethod(value, 'valueOf') || isDecimalData(value));
  if (members.isMoment) return false;
  return members.hasValue || (members.isWritten && (members.isMadeOfNumbers ??= isMadeOfNumbers(value)));
}

/** The same of a number or a moment: gekko's candles start at a moment. */
export function standsForValue(value: object): boolean {
  if (types.isDate(value)) return true;
  return classMembersOf(value)?.hasValue === true || standsForNumber(value);
}

function isOwnMethod(value: object, name: string): boolean {
  return Object.hasOwn(value, name) && typeof getOwnPropertyDescriptor(value, name)?.value === 'function';
}

/** What is left of a decimal that came from another thread: `{ s, e, c }` of bignumber.js, `{ s, e, d }` of decimal.js. */
function isDecimalData(value: object): boolean {
  const own = (name: string): unknown =>
    Object.hasOwn(value, name) ? getOwnPropertyDescriptor(value, name)?.value : undefined;
  const sign = own('s');
  return (sign === 1 || sign === -1) && Number.isInteger(own('e')) && Array.isArray(own('c') ?? own('d'));
}

/** Its own fields are numbers, lists of them, and texts; hidden ones are not known. */
function isMadeOfNumbers(value: object): boolean {
  if (ArrayBuffer.isView(value)) return false;
  let numbers = 0;
  let fields = 0;
  for (const key of ownKeys(value)) {
    const field: unknown = getOwnPropertyDescriptor(value, key)?.value;
    fields++;
    if (typeof field === 'number' || typeof field === 'bigint') numbers++;
    else if (typeof field === 'object' && field !== null) {
      if (!Array.isArray(field) || typeof field[0] !== 'number') return false;
      numbers++;
    } else if (typeof field === 'string' && field !== '' && !Number.isNaN(Number(field))) numbers++;
  }
  return numbers > 0 || fields === 0;
}
