import type { CompletedCommand, CompletedOption } from './completed-command.ts'

/** Creates a script for bash 3.2 and newer, without the package bash-completion. */
export function createBashScript(program: string, commands: readonly CompletedCommand[]): string {
  const cases = commands.flatMap(({ word, options, values }) => {
    const withValue = options.filter(({ hasValue }) => hasValue)
    const withFile = withValue.filter((option) => option.values === undefined)
    const withChoice = withValue.filter((option) => option.values !== undefined)
    const before = (option: CompletedOption): string => `'${word} ${option.word}'`
    return [
      ...(withFile.length > 0 ? [`    ${withFile.map(before).join('|')}) ;;`] : []),
      ...withChoice.map((option) => `    ${before(option)}) words='${option.values!.join(' ')}' ;;`),
      `    '${word} '*) words='${(values ?? []).join(' ')}' options='${options.map((option) => option.word).join(' ')}' ;;`,
    ]
  })
  return `# Completes ${program} in bash. In ~/.bashrc: eval "$(${program} completion bash)"
_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words='' options=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ word }) => word).join(' ')}' options='--help --version'
  else case "\${COMP_WORDS[1]} $previous" in
${cases.join('\n')}
  esac; fi
  case "$current" in -*) words="$options" ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
# Without a word, bash completes file names.
complete -o default -F _${program} ${program}
`
}
