/** Returns whether an error means that the database is unavailable, as opposed to a failed statement. */
export function isDatabaseDown(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  // Class 08: connection errors. 57P01 to 57P03: the server is shutting down or starting up. Class 53: insufficient
  // resources for another connection or write.
  if (/^(08\w{3}|57P0[123]|53\w{3}|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/.test(code)) return true
  if (cause instanceof AggregateError && cause.errors.some(isDatabaseDown)) return true
  if (cause.cause !== undefined && isDatabaseDown(cause.cause)) return true
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    cause.message,
  )
}
