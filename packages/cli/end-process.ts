/**
 * Ends this process immediately, as the signal does by default. `process.exit` would wait for statements of DuckDB that
 * cannot be interrupted. Handlers of `exit`, which remove temporary files, still run.
 *
 * @param signal SIGINT for a cancellation, SIGTERM for a failure.
 */
export function endProcess(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): void {
  process.emit('exit', signal === 'SIGINT' ? 130 : 1)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
