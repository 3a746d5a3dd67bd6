import { getCurrentTrace } from './operation/current-trace.ts'
import { maskPersonalData } from './operation/mask-personal-data.ts'

/**
 * Logs an internal error to standard error, as a single JSON line in the format of `Log`. Includes the full stack
 * trace, but masks personal data.
 *
 * @internal
 */
export function logError(error: unknown, { run: runId, ...fields }: Readonly<Record<string, string>>): void {
  const stackTrace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const reason = error instanceof Error && error.cause !== undefined ? { reason: String(error.cause) } : {}
  const currentTrace = getCurrentTrace()
  const line = JSON.stringify({
    timestamp: new Date().toISOString(),
    level: 'error',
    logger: 'server',
    message: error instanceof Error ? error.message : String(error),
    context: runId ? { execution_id: runId } : {},
    ...(currentTrace ? { trace_id: currentTrace.traceId, span_id: currentTrace.spanId } : {}),
    ...fields,
    trace: stackTrace,
    ...reason,
  })
  console.error(maskPersonalData(line))
}
