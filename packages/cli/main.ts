import { terminateProcess } from './terminate-process.ts'
import { runCommandLine } from './run-command-line.ts'
import { createProcessTerminal } from './terminal/terminal.ts'

/** Time from a cancellation until the process is forcibly terminated, in ms. */
const exitTimeoutMs = 1_000

const controller = new AbortController()
const stop = (): void => {
  // A second signal terminates the process immediately.
  if (controller.signal.aborted) return terminateProcess()
  controller.abort(new Error('Canceled.'))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

const exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal(controller.signal))
process.exitCode = exitCode
// A statement that DuckDB cannot interrupt would keep the process alive.
if (exitCode === 130) setTimeout(() => terminateProcess(), exitTimeoutMs).unref()
