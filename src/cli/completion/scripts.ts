// Scripts that teach a shell the commands. Everything stands in the script: a shell that had to start Node.js would wait a fifth of a
// second at each press of the key, and one that handed over what is being typed could run it.

import type { CompletedCommand, CompletedOption } from './definitions.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return SCRIPTS[shell](commands);
}

/** Runs in bash 3.2 too, which macOS has. Without words the shell completes files; behind `--` it completes the program's own. */
function bashScript(commands: readonly CompletedCommand[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options.filter(({ takesValue }) => takesValue).map((option) => caseOf(`${name} ${option.flag}`, option.choices)),
  );
  const flags = commands.map(({ name, options }) =>
    caseOf(
      name,
      options.map(({ flag }) => flag),
    ),
  );
  const choices = commands
    .filter((command) => command.choices.length > 0)
    .map((command) => caseOf(command.name, command.choices));
  const indented = (lines: readonly string[]): string => lines.map((line) => `            ${line}`).join('\n');
  return `# tickscope in bash: put this line into ~/.bashrc
#   source <(tickscope completion bash)
_tickscope() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" word words=
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word == -- ]]; then return; fi
  done
  if (( COMP_CWORD == 1 )); then
    words='${commands.map(({ name }) => name).join(' ')}'
  else
    case "$command $previous" in
${values.map((line) => `      ${line}`).join('\n')}
      *)
        if [[ $current == -* ]]; then
          case "$command" in
${indented(flags)}
          esac
        else
          case "$command" in
${indented(choices)}
          esac
        fi
        ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _tickscope tickscope
`;
}

function caseOf(pattern: string, words: readonly string[]): string {
  return `'${pattern}') words='${words.join(' ')}' ;;`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, description }) => `    ${inQuotes(`${name}:${description}`)}`);
  const cases = commands.map(
    ({ name, options, choices }) =>
      `    ${name}) _arguments -s ${[...options.map(zshOption), zshArguments(choices)].map(inQuotes).join(' ')} ;;`,
  );
  return `#compdef tickscope
# tickscope in zsh: put this line into ~/.zshrc, behind compinit
#   source <(tickscope completion zsh)
_tickscope() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local -i dashes=\${words[(i)--]}
  if (( dashes < CURRENT )); then
    shift dashes words
    (( CURRENT -= dashes ))
    _normal
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _tickscope ]]; then _tickscope "$@"; else compdef _tickscope tickscope; fi
`;
}

function zshOption({ flag, description, takesValue, choices }: CompletedOption): string {
  const explained = `${flag}[${description.replaceAll(/[[\]\\:]/g, '\\$&')}]`;
  if (!takesValue) return explained;
  return `${explained}:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`;
}

function zshArguments(choices: readonly string[]): string {
  return `*:argument:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => {
    const within = `-n ${inQuotes(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c tickscope -n __fish_use_subcommand -f -a ${name} -d ${fishQuotes(description)}`,
      ...options.map((option) => `complete -c tickscope ${within} ${fishOption(option)}`),
      ...(choices.length > 0 ? [`complete -c tickscope ${within} -f -a ${inQuotes(choices.join(' '))}`] : []),
    ];
  });
  return `# tickscope in fish: put this line into ~/.config/fish/config.fish
#   tickscope completion fish | source
${lines.join('\n')}
`;
}

function fishOption({ flag, description, takesValue, choices }: CompletedOption): string {
  const value = choices.length > 0 ? ` -x -a ${inQuotes(choices.join(' '))}` : takesValue ? ' -r' : '';
  return `-l ${flag.slice(2)}${value} -d ${fishQuotes(description)}`;
}

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** In fish a backslash counts inside single quotes. */
function fishQuotes(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
