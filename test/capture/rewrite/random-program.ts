// Random small programs: functions in functions, every statement that ends or goes around one, with and without semicolons, line breaks and
// comments. What does not parse is thrown away by who uses them.

import fc from 'fast-check';

const NAMES = ['a', 'b', 'x', 'cb'] as const;
const name: fc.Arbitrary<string> = fc.constantFrom(...NAMES);
/** One that is not called: calls of `f` are counted, so that no program runs for ever. */
const declared: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'x', 'f', 'g');
/** What may stand between two tokens. */
const gap: fc.Arbitrary<string> = fc.constantFrom(' ', ' ', ' ', '\n', '\n  ', ' /* c */ ', ' // c\n', '\t', '\r\n');
/** What may stand behind a statement. */
const end: fc.Arbitrary<string> = fc.constantFrom(';', ';\n', '\n', '\n  ', '; // c\n', ' // c\n', ';;', ' /* c\n */ ');
/** A word, and what may follow it on its line. */
const blank: fc.Arbitrary<string> = fc.constantFrom(' ', ' ', '\t', '  ', ' /* c */ ', '');

type Grammar = Record<'expression' | 'statement' | 'statements' | 'body' | 'function', string>;

function join(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''));
}

const { statements } = fc.letrec<Grammar>((tie) => {
  const expression = tie('expression');
  const statement = tie('statement');
  const list = tie('statements');
  const body = tie('body');
  const parameters = fc.constantFrom('', 'x', 'a, b', 'a, cb', 'x = 1', '{ a } = {}, ...b', '[a] = [], cb', 'cb, a');
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        '1',
        '"s"',
        'null',
        'undefined',
        '{}',
        '[2]',
        '/r/.source',
        '`t`',
        'this === undefined',
        'typeof arguments',
      ),
      name,
      join('(', expression, ',', gap, expression, ')'),
      join('(', expression, ')'),
      join(expression, gap, '+', gap, expression),
      join(expression, ' ? ', expression, ' : ', expression),
      join('log(', expression, ')'),
      join('({ a: ', expression, ' })'),
      join('[', expression, '][0]'),
      join('typeof ', expression),
      join('(', tie('function'), ')(', expression, ', log)'),
      join('[', expression, '].map(', tie('function'), ')'),
      join('cb(', expression, ')'),
      join('cb?.(', expression, ')?.a'),
      join('(--fuel > 0 ? f(', expression, ') : 0)'),
    ),
    function: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      join('(', parameters, ')', ' =>', gap, expression),
      join('x =>', gap, '(', expression, gap, ')'),
      join('(', parameters, ')', ' =>', gap, body),
      join('quiet(async (', parameters, ') =>', gap, expression, ')'),
      join('quiet(async (', parameters, ') =>', gap, body, ')'),
      join('quiet(async function (', parameters, ')', gap, body, ')'),
      join('function', gap, '(', parameters, ')', gap, body),
      join('function f(', parameters, ')', gap, body),
      join('class { static s(', parameters, ') ', body, ' }.s'),
      join('{ m(', parameters, ') ', body, ' }.m').map((text) => `(${text.replace('.m', '')}).m`),
    ),
    body: fc.oneof(
      join('{', list, '}'),
      join('{', gap, list, gap, '}'),
      join('{', fc.constantFrom('"use strict"', '"d"'), end, list, '}'),
      fc.constant('{}'),
      fc.constant('{return}'),
    ),
    statements: fc.array(join(statement, end), { maxLength: 4 }).map((all) => all.join('')),
    statement: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      expression,
      join('return', blank, expression),
      join('return', blank, expression, ',', gap, expression),
      fc.constant('return'),
      join('log(', expression, ')'),
      join('cb(', expression, ')'),
      join('return cb(', expression, ')'),
      join('if (', expression, ')', gap, statement),
      join('if (', expression, ')', gap, statement, end, 'else', gap, statement),
      join('{', list, '}'),
      join('for (let i = 0; i < 2; i++)', gap, statement),
      join('for (const x of [1, 2])', gap, '{', list, '}'),
      join('l: for (;;) {', list, gap, 'break l', end, '}'),
      join('do', gap, statement, end, 'while (false)'),
      join('switch (', expression, ') { case 1:', list, gap, 'case null: default:', gap, list, '}'),
      join('try {', list, '} catch (x) {', list, '}'),
      join('try {', list, '} finally {', list, '}'),
      join('throw', blank, expression),
      join(fc.constantFrom('let', 'const', 'var'), ' ', declared, ' =', gap, expression),
      join('function ', declared, '(', parameters, ') ', body),
      join('class A { x =', gap, expression, '; m(', parameters, ') ', body, '} log(new A().m(1, log))'),
      join('if (--fuel > 0) f(a)'),
    ),
  };
});

/**
 * A program that calls its functions, and logs what they return and throw. V8 prints the code of what `is not a function`, and with it
 * the measuring code that stands inside: it is left out.
 */
export const randomProgram: fc.Arbitrary<string> = statements.map(
  (body) => `let a = 1, b = 2, x = 3, fuel = 100;
const cb = (v) => v;
const say = (error) => error instanceof Error ? error.message.replace(/^[^]* is not |of '[^]*' as|\\(reading '[^]*'/, "...") : error;
const quiet = (g) => (...args) => { g(...args).then((v) => log("fulfilled", v), (error) => log("rejected", say(error))); };
function attempt(g, ...args) { try { log("returned", g(...args)); } catch (error) { log("threw", say(error)); } }
function main(f, cb, x) {
${body}
}
attempt(main, (v) => v, log, 1);
attempt(main, () => { throw new Error("f"); }, (v) => v, 0);
attempt(() => new main((v) => v, log, 1) !== undefined);`,
);
