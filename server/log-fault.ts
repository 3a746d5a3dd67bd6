import { maskPersonalData } from './operation/mask-personal-data.ts'

/** Logs an internal error as one JSON line to standard error, with its context and complete stack trace, without personal data. @internal */
export function logFault(cause: unknown, context: Record<string, string>): void {
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  const reason = cause instanceof Error && cause.cause !== undefined ? { reason: String(cause.cause) } : {}
  const line = JSON.stringify({ time: new Date().toISOString(), level: 'error', ...context, trace, ...reason })
  console.error(maskPersonalData(line))
}
