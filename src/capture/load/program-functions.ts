// The measured functions of the program by the numbers in their text, made at their first call.

import { types } from 'node:util';
import type { BodyRuntime } from '../body/body-runtime.js';
import { CacheBody } from '../body/cache-body.js';
import type { Body } from '../body/entry.js';
import { IndicatorBody } from '../body/indicator-body.js';
import { MeasuredBody } from '../body/measured-body.js';
import { RecursiveFunction } from '../body/recursive-function.js';
import type { InsertionSites } from '../rewrite/insertion-sites.js';
import type { AnyFunction } from '../rules/any-function.js';
import { type GeneratorEnd, generatorStarted, NOT_RECORDED, recordSteps } from '../wrap/generator-steps.js';
import type { InstrumentedFunctions } from '../wrap/instrumented-functions.js';
import { debug } from '../../stderr.js';

const { defineProperty, getOwnPropertyDescriptor } = Reflect;

/** Called from inside the program's modules. Nothing here may throw: a function that cannot be measured stays as it is. */
export class ProgramFunctions {
  readonly #sites: InsertionSites;
  readonly #functions: InstrumentedFunctions;
  readonly #runtime: BodyRuntime;
  readonly #bodies: Body[] = [];
  readonly #onGeneratorError = (error: unknown): void => {
    debug('instrumenting a generator failed', error);
    this.#runtime.onError('generator', error);
  };

  constructor(sites: InsertionSites, functions: InstrumentedFunctions, runtime: BodyRuntime) {
    this.#sites = sites;
    this.#functions = functions;
    this.#runtime = runtime;
  }

  bodyOf(id: number): Body {
    return (this.#bodies[id] ??= this.#makeBody(id));
  }

  recursiveFunction(id: number): RecursiveFunction {
    const { recursions, onError } = this.#runtime;
    const { match } = this.#sites.function(id);
    return new RecursiveFunction(this.bodyOf(id), recursions, (error) => onError(match.name, error));
  }

  /** @returns the generator function itself, whose steps are recorded from now on */
  generator(generatorFunction: AnyFunction, id: number): AnyFunction {
    const { match, location, inferredName } = this.#sites.function(id);
    try {
      // As an argument it did not get the name that JavaScript gives by position.
      if (inferredName !== '' && generatorFunction.name === '') {
        defineProperty(generatorFunction, 'name', { value: inferredName, configurable: true });
      }
      if (types.isGeneratorFunction(generatorFunction)) {
        recordSteps(
          generatorFunction,
          this.#runtime.active,
          this.#functions.tracerOf(match, location),
          this.#runtime.returned,
        );
      }
    } catch (error) {
      debug(`instrumenting ${match.name} failed`, error);
      this.#runtime.onError(match.name, error);
    }
    return generatorFunction;
  }

  /** @returns the object itself, whose member `key` is a generator function */
  generatorProperty(object: object, key: string, id: number): object {
    const value: unknown = getOwnPropertyDescriptor(object, key)?.value;
    if (typeof value === 'function') this.generator(value as AnyFunction, id);
    return object;
  }

  /** The body of a registered generator starts. @returns what it calls when it ends, where it does */
  generatorStarted(args: ArrayLike<unknown>, tellsEnd: boolean): GeneratorEnd {
    try {
      return generatorStarted(Array.from(args), tellsEnd, this.#onGeneratorError);
    } catch (error) {
      this.#onGeneratorError(error);
      return NOT_RECORDED;
    }
  }

  #makeBody(id: number): Body {
    const { match, location, isAsync, isRecursive, hidesAwait, mayLeaveWork, takesCallback, parameters, awaits } =
      this.#sites.function(id);
    if (match.kind === 'cache') return new CacheBody(this.#functions.cacheOf(match, location));
    if (!isAsync && !takesCallback) {
      const indicator = this.#functions.indicatorOf(match, location, parameters, this.#sites.extended);
      if (indicator !== undefined) return new IndicatorBody(this.#runtime, indicator);
    }
    const tracer = this.#functions.bodyTracerOf(match, location, parameters);
    return new MeasuredBody(this.#runtime, tracer, {
      isAsync,
      isRecursive,
      isTick: match.kind === 'tick',
      hidesAwait,
      mayLeaveWork,
      nameOfAwait:
        awaits.length === 0 ? undefined : (number) => this.#functions.awaitOf(match, awaits[number] as string),
      seesNamesOnly: parameters.length === 0 || parameters.includes(undefined),
    });
  }
}
