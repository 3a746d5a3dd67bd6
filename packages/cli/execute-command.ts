import { exitCodes } from './exit-codes.ts'
import { runCommandLine } from './run-command-line.ts'
import { isSupervised } from './supervise-command.ts'
import { terminateProcess } from './terminate-process.ts'
import { createProcessTerminal } from './terminal/terminal.ts'

/** Time from a cancellation until the process is forcibly terminated, in ms. */
const exitTimeoutMs = 1_000

/** Executes a command in this process, which it ends with the exit code of the command. */
export async function executeCommand(args: readonly string[]): Promise<void> {
  const controller = new AbortController()
  const stop = (): void => {
    // A second request terminates the process immediately.
    if (controller.signal.aborted) return terminateProcess(exitCodes.canceled)
    controller.abort(new Error('Canceled.'))
  }
  const hasSupervisor = isSupervised()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, hasSupervisor ? () => undefined : stop)
  if (hasSupervisor) {
    process.on('message', stop)
    // The supervisor was killed.
    process.on('disconnect', () => terminateProcess(exitCodes.canceled))
    process.channel?.unref()
  }

  const exitCode = await runCommandLine(args, createProcessTerminal(controller.signal))
  process.exitCode = exitCode
  // A statement that DuckDB cannot interrupt would keep the process alive.
  if (exitCode === exitCodes.canceled) setTimeout(() => terminateProcess(exitCode), exitTimeoutMs).unref()
}
