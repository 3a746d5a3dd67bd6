import type { CompletedCommand, CompletedOption } from './completed-command.ts'

/** Creates a script for zsh. */
export function createZshScript(program: string, commands: readonly CompletedCommand[]): string {
  const list = commands.map(
    ({ word, description }) => `    ${quote(`${escapeColons(word)}:${escapeColons(description)}`)}`,
  )
  const cases = commands.map(({ word, options, values }) => {
    const specifications = [...options.map(describeOption), quote(`*:value:${describeValues(values)}`)]
    return `    ${word}) _arguments -s ${specifications.join(' ')} ;;`
  })
  return `#compdef ${program}
# Completes ${program} in zsh. In ~/.zshrc, after compinit: eval "$(${program} completion zsh)"
_${program}() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
if [ "\${funcstack[1]}" = "_${program}" ]; then _${program} "$@"; else compdef _${program} ${program}; fi
`
}

const describeOption = ({ word, description, hasValue, isRepeatable, values }: CompletedOption): string =>
  quote(
    `${isRepeatable ? '*' : ''}${word}[${description.replaceAll(/[[\]\\]/g, String.raw`\$&`)}]` +
      (hasValue ? `:value:${describeValues(values)}` : ''),
  )

const describeValues = (values: readonly string[] | undefined): string => (values ? `(${values.join(' ')})` : '_files')
const escapeColons = (text: string): string => text.replaceAll(':', String.raw`\:`)
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
