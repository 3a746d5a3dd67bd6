import { defined } from '@aw-flow/schema'
import type { FinishedStatement, OpenedDatabase } from '../store/database/open-database.ts'
import { getCurrentTrace } from './current-trace.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { summarizeStatement } from './summarize-statement.ts'
import { generateIds } from './trace-context.ts'
import type { Tracing } from './tracing.ts'

/**
 * Counts a database's statements, and exports each statement as a span of the request or run that waits for it. Spans
 * follow the OpenTelemetry semantic conventions and include the operation and table, but not the statement's text or
 * values. At the log level debug, a line contains the text of each statement. A statement shared by several callers belongs to the first one. Statements without a caller, such as polling
 * and heartbeats, are only counted.
 */
export function watchStatements(
  { setStatementListener }: Pick<OpenedDatabase, 'setStatementListener'>,
  { metrics, tracing, log }: { metrics: Metrics; tracing?: Tracing | undefined; log?: Log | undefined },
): void {
  setStatementListener(({ sql, ms, error: failure }) => {
    metrics.observeQuery(ms / 1000, failure !== undefined)
    if (log?.isEnabled('debug')) {
      // The text contains placeholders instead of values, which can be personal data.
      const fields = { logger: 'database', sql, duration_ms: Math.round(ms * 10) / 10, failed: failure !== undefined }
      log.write('debug', 'statement', fields)
    }
    const parent = tracing && getCurrentTrace()
    if (parent?.sampled) tracing!.exportSpan(toSpan(parent, { sql, ms, error: failure }))
  })
}

function toSpan(
  { traceId, spanId }: { traceId: string; spanId: string },
  { sql, ms, error: failure }: FinishedStatement,
): Parameters<Tracing['exportSpan']>[0] {
  const { operation, table } = summarizeStatement(sql)
  const name = table === undefined ? operation : `${operation} ${table}`
  const end = Date.now()
  return {
    traceId,
    parentId: spanId,
    spanId: generateIds().spanId,
    sampled: true,
    kind: 'client',
    name,
    start: end - ms,
    end,
    isError: failure !== undefined,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      ...defined({ 'db.collection.name': table }),
      'db.query.summary': name,
      ...(failure === undefined ? {} : { 'error.type': toErrorCode(failure) }),
    },
  }
}

/** Returns the SQLSTATE of a failure, or `_OTHER` if it has none. */
const toErrorCode = (failure: unknown): string =>
  failure instanceof Error && 'code' in failure && typeof failure.code === 'string' ? failure.code : '_OTHER'
