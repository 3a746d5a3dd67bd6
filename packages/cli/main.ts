import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal/terminal.ts'

const controller = new AbortController()
const stop = (): void => {
  // A second signal exits immediately.
  if (controller.signal.aborted) process.exit(130)
  controller.abort(new Error('Canceled.'))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

const exit = await runCommandLine(process.argv.slice(2), processTerminal(controller.signal))
process.exitCode = exit
