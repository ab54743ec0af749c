// Makes an object a lexical constant of the program's realm.
//
// Every script, ES module and function of the realm sees it; it is no property of `globalThis`, nobody can overwrite it, and no
// leak check finds it. A program's file that contains the name is given another one.

import vm from 'node:vm';

const { deleteProperty, defineProperty } = Reflect;

/** The names of the host, the first that a file does not contain is used in it. */
export const HOST_NAMES: readonly string[] = ['$tk', '$tk1', '$tk2', '$tk3'];

/** The name of the constant of one self-recursive function. */
export function recursiveName(hostName: string, id: number): string {
  return `${hostName}r${id}`;
}

/** @throws what the realm throws where it allows no new code */
export function defineLexical(names: readonly string[], value: object): void {
  const temporary = `tickscope${names[0]}`;
  defineProperty(globalThis, temporary, { value, configurable: true });
  try {
    vm.runInThisContext(`const ${names.map((name) => `${name}=globalThis[${JSON.stringify(temporary)}]`).join(',')};`);
  } finally {
    deleteProperty(globalThis, temporary);
  }
}

/**
 * The variable of each host name in which a self-recursive function keeps the value that it is about to return. It holds the last one
 * until the next.
 * @throws what the realm throws where it allows no new code
 */
export function defineReturnVariables(names: readonly string[]): void {
  vm.runInThisContext(`let ${names.map((name) => `${name}v`).join(',')};`);
}
