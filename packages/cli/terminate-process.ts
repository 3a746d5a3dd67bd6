/**
 * Terminates this process immediately, like the default action of the signal. `process.exit` would wait for DuckDB
 * statements that cannot be interrupted. Handlers of the `exit` event, which remove temporary files, still run.
 *
 * @param signal SIGINT after a cancellation, SIGTERM after a failure.
 */
export function terminateProcess(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): void {
  process.emit('exit', signal === 'SIGINT' ? 130 : 1)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
