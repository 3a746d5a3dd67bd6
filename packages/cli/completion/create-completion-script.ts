import type { Command, Option } from 'commander'
import { createBashScript } from './bash-script.ts'
import type { CompletedCommand } from './completed-command.ts'
import { createFishScript } from './fish-script.ts'
import { createZshScript } from './zsh-script.ts'

const scripts = { bash: createBashScript, zsh: createZshScript, fish: createFishScript }

export type Shell = keyof typeof scripts

/** Shells for which `createCompletionScript` has a script. */
export const shells = Object.keys(scripts) as Shell[]

/**
 * Creates a script that completes the commands, options and choices of a program, and file names everywhere else. The
 * script contains all words, so that a key press does not start the program, and it never evaluates what is being typed.
 */
export const createCompletionScript = (program: Command, shell: Shell): string =>
  scripts[shell](program.name(), listCommands(program))

function listCommands(program: Command): CompletedCommand[] {
  const help = program.createHelp()
  const commands = help.visibleCommands(program)
  return commands.map((command) => ({
    word: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map(describeOption),
    // The `help` command takes the name of another one.
    values:
      command.name() === 'help' ? commands.map((other) => other.name()) : command.registeredArguments[0]?.argChoices,
  }))
}

const describeOption = ({ long, short, description, required, optional, argChoices, defaultValue }: Option) => ({
  word: long ?? short ?? '',
  description,
  hasValue: required || optional,
  isRepeatable: Array.isArray(defaultValue),
  values: argChoices,
})
