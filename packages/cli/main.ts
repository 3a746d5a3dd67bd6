import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal/terminal.ts'

const stopping = new AbortController()
const stop = (): void => {
  // A second signal exits immediately.
  if (stopping.signal.aborted) process.exit(130)
  stopping.abort(new Error('Canceled.'))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

const exit = await runCommandLine(process.argv.slice(2), processTerminal(stopping.signal))
process.exitCode = exit
