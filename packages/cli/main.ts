import { endProcess } from './end-process.ts'
import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal/terminal.ts'

/** How long after a cancellation the process is forcibly ended, in ms. */
const exitTimeoutMs = 1_000

const controller = new AbortController()
const stop = (): void => {
  // A second signal ends the process immediately.
  if (controller.signal.aborted) return endProcess()
  controller.abort(new Error('Canceled.'))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

const exitCode = await runCommandLine(process.argv.slice(2), processTerminal(controller.signal))
process.exitCode = exitCode
// A statement that DuckDB cannot interrupt would keep the process alive.
if (exitCode === 130) setTimeout(() => endProcess(), exitTimeoutMs).unref()
