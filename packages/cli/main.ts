import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal/terminal.ts'

const stopping = new AbortController()
const stop = (): void => {
  // Who asks twice does not want to wait.
  if (stopping.signal.aborted) process.exit(130)
  stopping.abort(new Error('Stopped.'))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

const exit = await runCommandLine(process.argv.slice(2), processTerminal(stopping.signal))
process.exitCode = exit
