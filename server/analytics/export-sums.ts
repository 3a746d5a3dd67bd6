import { formatCell } from '../audit/export-entries.ts'
import type { ToolSums } from '../web-tools/tool-usage.ts'
import type { ExportedSums } from './analytics.ts'
import { subjectToWire, toolToWire } from './analytics-wire.ts'

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

/** Formats sums as CSV (RFC 4180), with one row per period and subject. */
export async function* exportSums(rows: AsyncIterable<ExportedSums>): AsyncGenerator<string, void, undefined> {
  yield `${columns.join(',')}\r\n`
  for await (const row of rows) {
    const fields = { ...subjectToWire(row), period_start: new Date(row.periodStart).toISOString() }
    yield `${columns.map((name) => formatCell(fields[name])).join(',')}\r\n`
  }
}

const toolColumns = ['period_start', 'tool', 'provider', 'calls', 'failed', 'p95_ms', 'cost', 'unpriced_calls'] as const

/** Formats tool call sums as CSV, with one row per period, tool and provider. */
export function* exportTools(rows: readonly ToolSums[]): Generator<string, void, undefined> {
  yield `${toolColumns.join(',')}\r\n`
  for (const row of rows) {
    const fields = { ...toolToWire(row), period_start: new Date(row.periodStart ?? 0).toISOString() }
    yield `${toolColumns.map((name) => formatCell(fields[name])).join(',')}\r\n`
  }
}
