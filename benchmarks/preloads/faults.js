// What a disk and a clock can do to a program, at times that a seed repeats: required in front of whatever is measured.
//
// Operations fail on files of records alone, which the bare program has none of.

const fs = require('node:fs');
const { randomOf } = require('../chaos/random.js');

const { seed, phases } = JSON.parse(process.env.CHAOS_DISK ?? '{"seed":0,"phases":[]}');
const random = randomOf(seed);
const real = { ...fs };
const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;
const records = new Set();
let left = phases.map((phase) => ({ ...phase, operations: phase.operations ?? Infinity }));

/** @returns {string} what happens to the next operation */
function nextFault() {
  while (left.length > 0 && left[0].operations <= 0) left = left.slice(1);
  if (left.length === 0) return 'none';
  left[0].operations--;
  const { fault } = left[0];
  return fault === 'mixed' ? random.oneOf(['none', 'ENOSPC', 'EIO', 'short', 'slow']) : fault;
}

const isError = (fault) => /^E[A-Z]+$/.test(fault);
const errorOf = (code) => Object.assign(new Error(`${code}: of the schedule`), { code });

if (phases.length > 0) {
  fs.openSync = (file, ...rest) => {
    const isRecord = /\.(?:tks|log)$/.test(String(file)) && rest[0] === 'wx';
    const fault = isRecord ? nextFault() : 'none';
    if (isError(fault)) throw errorOf(fault);
    const descriptor = real.openSync(file, ...rest);
    if (isRecord) records.add(descriptor);
    else records.delete(descriptor);
    return descriptor;
  };
  fs.close = (descriptor, ...rest) => {
    records.delete(descriptor);
    return real.close(descriptor, ...rest);
  };
  fs.writeSync = (descriptor, data, ...rest) => {
    const fault = records.has(descriptor) ? nextFault() : 'none';
    if (isError(fault)) throw errorOf(fault);
    if (fault !== 'short') return real.writeSync(descriptor, data, ...rest);
    const [offset, length, position] = rest;
    return real.writeSync(descriptor, data, offset, length >> 1, position);
  };
  fs.write = (descriptor, data, ...rest) => {
    const fault = records.has(descriptor) ? nextFault() : 'none';
    const done = rest.at(-1);
    if (isError(fault)) return void realSetImmediate(done, errorOf(fault), 0);
    const [offset, length, position] = rest;
    if (fault === 'short') return real.write(descriptor, data, offset, length >> 1, position, done);
    if (fault !== 'slow') return real.write(descriptor, data, ...rest);
    return void realSetTimeout(() => real.write(descriptor, data, ...rest), random.between(50, 500)).unref();
  };
  fs.ftruncateSync = (descriptor, ...rest) => {
    const fault = records.has(descriptor) ? nextFault() : 'none';
    if (isError(fault)) throw errorOf(fault);
    return real.ftruncateSync(descriptor, ...rest);
  };
}

// The time of day, which somebody sets. What is measured with is not affected on a real machine either.
const RealDate = Date;
let offset = 0;
globalThis.stepClock = (millis) => {
  offset += millis;
};
globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length > 0) super(...given);
    else super(RealDate.now() + offset);
  }

  static now() {
    return RealDate.now() + offset;
  }
};
