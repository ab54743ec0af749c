// Whether a function inside another one is what that one is there to make: `function create() { function update() {} return { update }; }`.

import type { Function as FunctionNode, Program } from 'acorn';

/** @returns whether `scope` returns an object with a member that is its variable `name` */
export function isReturnedMember(scope: Program | FunctionNode, name: string): boolean {
  const { body } = scope;
  if (Array.isArray(body) || body.type !== 'BlockStatement') return false;
  return body.body.some(
    (statement) =>
      statement.type === 'ReturnStatement' &&
      statement.argument?.type === 'ObjectExpression' &&
      statement.argument.properties.some(
        (property) =>
          property.type === 'Property' && property.value.type === 'Identifier' && property.value.name === name,
      ),
  );
}
