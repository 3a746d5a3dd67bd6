import { exitCodes } from './exit-codes.ts'
import { runCommandLine } from './run-command-line.ts'
import { isSupervised } from './supervise-command.ts'
import { terminateProcess } from './terminate-process.ts'
import { createProcessTerminal, type Terminal } from './terminal/terminal.ts'

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

  let isOutputLost = false
  const terminal = createProcessTerminal(controller.signal, (cause) => {
    isOutputLost = true
    process.exitCode = exitCodes.failure
    void reportLostOutput(terminal, cause)
  })
  const exitCode = await runCommandLine(args, terminal)
  process.exitCode = isOutputLost ? exitCodes.failure : exitCode
  // A statement that DuckDB cannot interrupt would keep the process alive.
  if (exitCode === exitCodes.canceled) setTimeout(() => terminateProcess(exitCode), exitTimeoutMs).unref()
}

async function reportLostOutput(terminal: Terminal, cause: Error): Promise<void> {
  const [{ createFileProblem }, { describeProblems }] = await Promise.all([
    import('./files/read-text.ts'),
    import('./terminal/describe-problem.ts'),
  ])
  terminal.report(describeProblems([createFileProblem('standard output', cause)]))
}
