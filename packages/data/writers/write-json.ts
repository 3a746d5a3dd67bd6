import type { Scalar } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Rows of a table in its order, some at a time; a cell a column. */
export type RowPages = AsyncIterable<readonly (readonly Scalar[])[]>

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A list of records, a record a line. Without columns there are no records. */
export async function* writeJson(columns: readonly Column[], pages: RowPages): AsyncGenerator<Uint8Array> {
  let any = false
  yield encode('[')
  for await (const rows of pages) {
    const texts = rows.map((row) => recordText(columns, row))
    if (texts.length > 0) yield encode(`${any ? ',' : ''}\n${texts.join(',\n')}`)
    any ||= texts.length > 0
  }
  yield encode(any ? '\n]\n' : ']\n')
}

/** A record a line. */
export async function* writeJsonLines(columns: readonly Column[], pages: RowPages): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) yield encode(rows.map((row) => `${recordText(columns, row)}\n`).join(''))
}

const recordText = (columns: readonly Column[], row: readonly Scalar[]): string =>
  `{${columns.map(({ name }, index) => `${JSON.stringify(name)}:${cellText(row[index] ?? null)}`).join(',')}}`

/** Whole numbers of any size stay digits; what JSON has no number for (NaN, infinity) becomes text. */
function cellText(value: Scalar): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
  return JSON.stringify(value)
}
