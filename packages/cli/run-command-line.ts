import { CommanderError } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { createProgram } from './program.ts'
import type { Terminal } from './terminal/terminal.ts'

/**
 * Runs a command line and returns its exit code: 0 for success or a valid result, 1 for failure or an invalid result, 2
 * for a usage error, 3 if a limit of memory or time was exceeded, and 130 if canceled. Never rejects; problems are reported with their location and hint.
 *
 * @param args The arguments, without the program and script names.
 * @internal
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  const program = createProgram(terminal, (code) => (exitCode = code))
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.print(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.report(text.replace(/\n$/, '')),
    })
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (cause) {
    terminal.showProgress(undefined)
    if (cause instanceof CommanderError) return isHelpOrVersion(cause) ? exitCodes.success : exitCodes.usage
    if (terminal.signal.aborted) {
      terminal.report('Canceled.')
      return exitCodes.canceled
    }
    const { describeFailure } = await import('./terminal/describe-failure.ts')
    const { text, exitCode: failureCode } = describeFailure(cause)
    terminal.report(text)
    return failureCode
  }
}

const isHelpOrVersion = ({ code }: CommanderError): boolean =>
  code === 'commander.helpDisplayed' || code === 'commander.version'
