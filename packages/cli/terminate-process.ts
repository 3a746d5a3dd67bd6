import { isSupervised } from './supervise-command.ts'
import { exitCodes } from './exit-codes.ts'

/**
 * Terminates this process immediately. `process.exit` would wait for DuckDB statements that cannot be interrupted.
 * Handlers of the `exit` event, which remove temporary files, still run.
 *
 * @param exitCode Exit code of the command if this process has a supervisor. Otherwise, the process ends by a signal:
 *   SIGINT if it was canceled, SIGTERM after a failure.
 */
export function terminateProcess(exitCode: number): void {
  process.emit('exit', exitCode)
  if (isSupervised()) {
    process.send?.(exitCode, () => process.kill(process.pid, 'SIGKILL'))
    return
  }
  const signal = exitCode === exitCodes.canceled ? 'SIGINT' : 'SIGTERM'
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
