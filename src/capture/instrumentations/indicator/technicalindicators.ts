// The package `technicalindicators`, in the four forms in which it is used.
//
// `MACD.calculate === exports.macd` calls `new MACD()`, whose constructor computes everything; streaming goes through
// `nextValue`. Internal calls use local bindings, so nested ones meet only prototypes: the guard keeps the outermost.

import type { PackagePatch, WrapPackageFunction } from '../../hooks/instrumentation.js';
import { type AnyFunction, printAs } from '../../hooks/keep-face.js';

const RULE = 'indicator: technicalindicators';
const { construct, defineProperty, getOwnPropertyDescriptor } = Reflect;

/** Exports that are classes without being indicators. */
const NO_INDICATOR = /^(?:FixedSizeLinkedList|CandleData|CandleList|.*(?:Input|Output))$/;
/** Exports that are functions without computing an indicator. */
const NO_CALCULATION = /^(?:getAvailableIndicators|setConfig|getConfig)$/;

export const technicalindicators: PackagePatch = {
  packageName: 'technicalindicators',
  file: /^dist\/index\.js$/,
  patch(exports, wrap) {
    const members = exports as Record<string, unknown>;
    const wrapOnce = shared(wrap);
    for (const [key, value] of Object.entries(members)) {
      if (typeof value !== 'function' || NO_INDICATOR.test(key) || NO_CALCULATION.test(key)) continue;
      members[key] = isIndicatorClass(value as AnyFunction)
        ? patchClass(key, value as AnyFunction, wrapOnce)
        : wrapOnce(value as AnyFunction, { kind: 'indicator', name: `technicalindicators.${key}`, rule: RULE });
    }
    return exports;
  },
};

/** `sma` and `SMA.calculate` are one function, and stay one. */
function shared(wrap: WrapPackageFunction): WrapPackageFunction {
  const wrappers = new Map<AnyFunction, AnyFunction>();
  return (original, match) => {
    let wrapper = wrappers.get(original);
    if (wrapper === undefined) wrappers.set(original, (wrapper = wrap(original, match)));
    return wrapper;
  };
}

function isIndicatorClass(value: AnyFunction): boolean {
  const prototype = value.prototype as object | undefined;
  return prototype !== undefined && ('nextValue' in prototype || 'calculate' in value);
}

function patchClass(key: string, indicator: AnyFunction, wrap: WrapPackageFunction): unknown {
  const name = `technicalindicators.${key}`;
  replaceMethod(indicator, 'calculate', (original) =>
    wrap(original, { kind: 'indicator', name: `${name}.calculate`, rule: RULE }),
  );
  const prototype = indicator.prototype as object;
  replaceMethod(prototype, 'nextValue', (original) =>
    wrap(original, { kind: 'indicator', name: `${name}.nextValue`, rule: RULE }),
  );
  const recordedConstruct = wrap((...args) => construct(indicator, args[0] as unknown[], args[1] as AnyFunction), {
    kind: 'indicator',
    name,
    rule: RULE,
  });
  const standIn: AnyFunction = new Proxy(indicator, {
    construct(_target, args: unknown[], newTarget: AnyFunction) {
      const given = newTarget === standIn ? indicator : newTarget;
      return (computesAtOnce(args[0]) ? recordedConstruct(args, given) : construct(indicator, args, given)) as object;
    },
  });
  printAs(standIn, indicator);
  // `instance.constructor === exports.RSI` held before, and has to hold with the stand-in.
  defineProperty(prototype, 'constructor', { value: standIn, writable: true, configurable: true, enumerable: false });
  return standIn;
}

/** With no values given the constructor only prepares for streaming. */
function computesAtOnce(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  return Object.values(input).some((value) => Array.isArray(value) && value.length > 0);
}

function replaceMethod(owner: object, key: string, replace: (original: AnyFunction) => AnyFunction): void {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (typeof descriptor?.value !== 'function') return;
  defineProperty(owner, key, { ...descriptor, value: replace(descriptor.value as AnyFunction) });
}
