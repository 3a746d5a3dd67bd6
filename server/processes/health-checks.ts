/**
 * Starts health checks of child processes. Returns a function that stops them.
 *
 * A check runs after the messages that have already arrived are received. Otherwise, a process that was blocked or
 * suspended itself would find its children silent, and kill them.
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
