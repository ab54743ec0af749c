// `sma(input)`: an export that is a plain function.

import type { Form } from '../library.js';
import { givenWhole } from '../input/observers.js';

export const functionExport: Form = {
  patch(exported, name, wrap) {
    return isClass(exported) ? exported : wrap(exported, name, givenWhole);
  },
};

/** Only of a class the property `prototype` cannot be written. */
function isClass(exported: object): boolean {
  return Object.getOwnPropertyDescriptor(exported, 'prototype')?.writable === false;
}
