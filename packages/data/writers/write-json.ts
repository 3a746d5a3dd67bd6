import type { Scalar } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** A table's rows in order, divided into pages. Each row has one cell per column. */
export type RowPages = AsyncIterable<readonly (readonly Scalar[])[]>

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Writes a JSON array with one record per line. For a table without columns, the array is empty. */
export async function* writeJson(columns: readonly Column[], pages: RowPages): AsyncGenerator<Uint8Array> {
  let hasRecords = false
  yield encode('[')
  for await (const rows of pages) {
    const records = rows.map((row) => formatRecord(columns, row))
    if (records.length > 0) yield encode(`${hasRecords ? ',' : ''}\n${records.join(',\n')}`)
    hasRecords ||= records.length > 0
  }
  yield encode(hasRecords ? '\n]\n' : ']\n')
}

/** Writes one record per line. */
export async function* writeJsonLines(columns: readonly Column[], pages: RowPages): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) yield encode(rows.map((row) => `${formatRecord(columns, row)}\n`).join(''))
}

const formatRecord = (columns: readonly Column[], row: readonly Scalar[]): string =>
  `{${columns.map(({ name }, index) => `${JSON.stringify(name)}:${formatCell(row[index] ?? null)}`).join(',')}}`

/** Formats a cell as JSON. Integers of any size keep all digits; NaN and infinity become strings. */
function formatCell(value: Scalar): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
  return JSON.stringify(value)
}
