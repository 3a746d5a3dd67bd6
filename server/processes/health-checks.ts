/**
 * Starts health checks of child processes. Returns a function that stops them.
 *
 * A check runs only after pending messages have been received. Otherwise, after this process itself has been blocked or
 * suspended, it would consider its children unresponsive and kill them.
 */
export function startHealthChecks(check: () => void, intervalMs: number): () => void {
  let immediate: NodeJS.Immediate | undefined
  const timer = setInterval(() => {
    immediate = setImmediate(check)
  }, intervalMs)
  return () => {
    clearInterval(timer)
    clearImmediate(immediate)
  }
}
