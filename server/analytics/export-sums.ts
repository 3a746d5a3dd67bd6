import { formatCell } from '../audit/export-entries.ts'
import type { ExportedSums } from './analytics.ts'
import { subjectToWire } from './analytics-wire.ts'

const columns = [
  'period_start',
  'workflow_id',
  'id',
  'name',
  'executions',
  'completed',
  'failed',
  'cancelled',
  'success_rate',
  'retries',
  'average_ms',
  'max_ms',
  'api_calls',
  'api_errors',
  'input_tokens',
  'output_tokens',
  'token_usage',
  'cost',
  'unpriced_calls',
] as const

/** Writes sums as CSV (RFC 4180), one row per period and subject. */
export async function* exportSums(rows: AsyncIterable<ExportedSums>): AsyncGenerator<string, void, undefined> {
  yield `${columns.join(',')}\r\n`
  for await (const row of rows) {
    const wire = { ...subjectToWire(row), period_start: new Date(row.periodStart).toISOString() }
    yield `${columns.map((name) => formatCell(wire[name])).join(',')}\r\n`
  }
}
