/**
 * Ends this process immediately, as Ctrl-C does by default. `process.exit` would wait for statements of DuckDB that
 * cannot be interrupted. Handlers of `exit`, which remove temporary files, still run.
 */
export function endProcess(): void {
  process.emit('exit', 130)
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}
