/** Whether a failure says that the database does not answer at present, and not that the statement is wrong. */
export function isDatabaseGone(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  // Class 08: connection; 57P01 to 57P03: the server stops or starts; 53: it has no room for one more connection or write.
  if (/^(08\w{3}|57P0[123]|53\w{3}|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/.test(code)) return true
  if (cause instanceof AggregateError && cause.errors.some(isDatabaseGone)) return true
  if (cause.cause !== undefined && isDatabaseGone(cause.cause)) return true
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    cause.message,
  )
}
