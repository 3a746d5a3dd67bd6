/** Logs an internal error as one JSON line to standard error, with its context and complete stack trace. @internal */
export function logFault(cause: unknown, context: Record<string, string>): void {
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  const reason = cause instanceof Error && cause.cause !== undefined ? { reason: String(cause.cause) } : {}
  console.error(JSON.stringify({ time: new Date().toISOString(), level: 'error', ...context, trace, ...reason }))
}
