// `tickscope completion`: what the shells are taught. bash is pressed the key; zsh and fish, which not every machine has, are not.

import { spawnSync } from 'node:child_process';
import type { CompletedCommand, CompletedOption } from '../../src/cli/completion/definitions.js';
import { completionScript } from '../../src/cli/completion/scripts.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tickscope } from './tickscope.js';

const help: CompletedOption = { flag: '--help', description: 'print this help', takesValue: false, choices: [] };

/** Descriptions mean something to a shell. */
const commands: readonly CompletedCommand[] = [
  {
    name: 'weigh',
    description: "tells [how much] it's: `id` $(id)",
    options: [
      { flag: '--unit', description: 'of the answer', takesValue: true, choices: ['gram', 'grain'] },
      { flag: '--into', description: 'a\\b', takesValue: true, choices: [] },
      { flag: '--quiet', description: 'say nothing', takesValue: false, choices: [] },
      help,
    ],
    choices: [],
  },
  { name: 'sort', description: '', options: [help], choices: ['up', 'down'] },
];

/** Presses the key behind `words` in a bash. @returns what is offered; nothing where bash completes files */
function offered(script: string, words: readonly string[]): string[] {
  const press = `
    COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
    _tickscope
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script + press, 'bash', 'tickscope', ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('in bash', () => {
  const script = completionScript('bash', commands);

  it.each([
    ['commands', [''], ['weigh', 'sort']],
    ['the command that was begun', ['we'], ['weigh']],
    ['options of the command', ['weigh', '--'], ['--unit', '--into', '--quiet', '--help']],
    ['the values of an option', ['weigh', '--quiet', '--unit', 'gra'], ['gram', 'grain']],
    ['files, for an option with any value', ['weigh', '--into', ''], []],
    ['files, for arguments', ['weigh', ''], []],
    ['the values of an argument', ['sort', ''], ['up', 'down']],
    ['what belongs to the program behind --', ['weigh', '--', 'node', '--'], []],
  ])('completes %s', (_what, words, expected) => {
    expect(offered(script, words)).toEqual(expected);
  });

  it('runs nothing of what is being typed', () => {
    expect(offered(script, ['$(echo weigh)', '`echo --unit`', ''])).toEqual([]);
  });
});

it('tells zsh every option and value, with what zsh would read in a description escaped', () => {
  const lines = completionScript('zsh', commands).split('\n');
  expect(lines).toContain(String.raw`    'weigh:tells [how much] it'\''s: ${'`id` $(id)'}'`);
  expect(lines).toContain(
    String.raw`    weigh) _arguments -s '--unit[of the answer]:value:(gram grain)' '--into[a\\b]:value:_files' '--quiet[say nothing]' '--help[print this help]' '*:argument:_files' ;;`,
  );
  expect(lines).toContain("    sort) _arguments -s '--help[print this help]' '*:argument:(up down)' ;;");
});

it('tells fish every option and value', () => {
  const lines = completionScript('fish', commands).split('\n');
  const within = `complete -c tickscope -n '__fish_seen_subcommand_from weigh'`;
  expect(lines).toContain(
    String.raw`complete -c tickscope -n __fish_use_subcommand -f -a weigh -d 'tells [how much] it\'s: ${'`id` $(id)'}'`,
  );
  expect(lines).toContain(`${within} -l unit -x -a 'gram grain' -d 'of the answer'`);
  expect(lines).toContain(String.raw`${within} -l into -r -d 'a\\b'`);
  expect(lines).toContain(`${within} -l quiet -d 'say nothing'`);
});

describe('of the command itself', () => {
  const folder = temporaryFolder();

  it('has every command that the help has', async () => {
    const [shown, script] = await Promise.all([
      tickscope(['--help'], { cwd: folder }),
      tickscope(['completion', 'bash'], { cwd: folder }),
    ]);
    const [, list = ''] = /Commands:\n(.*)\n\nExamples/s.exec(shown.stdout) ?? [];
    const named = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(named).toContain('report');
    expect(offered(script.stdout, [''])).toEqual(expect.arrayContaining(named));
    expect(offered(script.stdout, ['report', '--la'])).toEqual(['--last']);
    expect(offered(script.stdout, ['profile', '--format', ''])).toEqual(['speedscope', 'cpuprofile', 'pprof']);
    expect(offered(script.stdout, ['completion', ''])).toEqual(['bash', 'zsh', 'fish']);
    expect(offered(script.stdout, ['help', 'pru'])).toEqual(['prune']);
  });

  it('says which shells there are', async () => {
    const { code, stderr } = await tickscope(['completion', 'tcsh'], { cwd: folder });
    expect([code, stderr]).toEqual([
      2,
      "tickscope: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.\n",
    ]);
  });
});
