import type { CompletedCommand } from './completed-command.ts'

/** Creates a script for fish. */
export function createFishScript(program: string, commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ word, description, options, values }) => {
    const complete = `complete -c ${program} -n ${quote(`__fish_seen_subcommand_from ${word}`)}`
    return [
      `complete -c ${program} -n __fish_use_subcommand -f -a ${word} -d ${quote(description)}`,
      ...(values ? [`${complete} -f -a ${quote(values.join(' '))}`] : []),
      ...options.map((option) => {
        const value = option.values ? ` -x -a ${quote(option.values.join(' '))}` : option.hasValue ? ' -r' : ''
        return `${complete} -l ${option.word.replace(/^-+/, '')}${value} -d ${quote(option.description)}`
      }),
    ]
  })
  return `# Completes ${program} in fish: ${program} completion fish > ~/.config/fish/completions/${program}.fish
complete -c ${program} -n __fish_use_subcommand -f
${lines.join('\n')}
`
}

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
