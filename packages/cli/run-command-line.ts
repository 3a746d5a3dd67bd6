import { NodeError, TablesError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { CommanderError } from 'commander'
import { CommandError } from './command-error.ts'
import { createProgram } from './program.ts'
import { describeProblems } from './terminal/describe-problem.ts'
import type { Terminal } from './terminal/terminal.ts'

/**
 * Runs one command line, without the names of program and script, and answers its exit code: 0 done or valid, 1 failed
 * or not valid, 2 wrong use, 130 stopped. Never rejects; what goes wrong is told with place and next step.
 */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  let exit = 0
  const program = createProgram(terminal, (code) => (exit = code))
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.say(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.tell(text.replace(/\n$/, '')),
    })
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return exit
  } catch (cause) {
    terminal.progress(undefined)
    if (cause instanceof CommanderError) return isHelp(cause) ? 0 : 2
    if (terminal.signal.aborted) {
      terminal.tell('Canceled.')
      return 130
    }
    if (cause instanceof CommandError) {
      terminal.tell(describeProblems(cause.problems))
      return cause.exit
    }
    terminal.tell(describeProblems([problemOf(cause)]))
    return 1
  }
}

const isHelp = ({ code }: CommanderError): boolean => code === 'commander.helpDisplayed' || code === 'commander.version'

function problemOf(cause: unknown): Problem {
  if (cause instanceof NodeError || cause instanceof TablesError) return cause.problem
  const message = cause instanceof Error ? cause.message : String(cause)
  return error('aw.fault', { reason: message })
}
