import type { Scalar } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Rows of a table in order, in pages; each row has one cell per column. */
export type RowPages = AsyncIterable<readonly (readonly Scalar[])[]>

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Writes a list with one record per line. Without columns there are no records. */
export async function* writeJson(columns: readonly Column[], pages: RowPages): AsyncGenerator<Uint8Array> {
  let hasRecords = false
  yield encode('[')
  for await (const rows of pages) {
    const texts = rows.map((row) => recordText(columns, row))
    if (texts.length > 0) yield encode(`${hasRecords ? ',' : ''}\n${texts.join(',\n')}`)
    hasRecords ||= texts.length > 0
  }
  yield encode(hasRecords ? '\n]\n' : ']\n')
}

/** Writes one record per line. */
export async function* writeJsonLines(columns: readonly Column[], pages: RowPages): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) yield encode(rows.map((row) => `${recordText(columns, row)}\n`).join(''))
}

const recordText = (columns: readonly Column[], row: readonly Scalar[]): string =>
  `{${columns.map(({ name }, index) => `${JSON.stringify(name)}:${cellText(row[index] ?? null)}`).join(',')}}`

/** Integers of any size keep all digits; numbers that JSON lacks (NaN, infinity) become text. */
function cellText(value: Scalar): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
  return JSON.stringify(value)
}
