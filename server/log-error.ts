import { getCurrentTrace } from './operation/current-trace.ts'
import { maskPersonalData } from './operation/mask-personal-data.ts'

/**
 * Logs an internal error as one JSON line to standard error, in the format of `Log`, with its complete stack trace and
 * without personal data.
 *
 * @internal
 */
export function logError(cause: unknown, { run, ...fields }: Readonly<Record<string, string>>): void {
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  const reason = cause instanceof Error && cause.cause !== undefined ? { reason: String(cause.cause) } : {}
  const current = getCurrentTrace()
  const line = JSON.stringify({
    timestamp: new Date().toISOString(),
    level: 'error',
    logger: 'server',
    message: cause instanceof Error ? cause.message : String(cause),
    context: run ? { execution_id: run } : {},
    ...(current ? { trace_id: current.traceId, span_id: current.spanId } : {}),
    ...fields,
    trace,
    ...reason,
  })
  console.error(maskPersonalData(line))
}
