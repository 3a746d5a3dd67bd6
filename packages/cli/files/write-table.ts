import { name, sql, tableName, type Scalar, type Tables } from '@aw-flow/engine'
import { error, type Column, type TableRef } from '@aw-flow/schema'
import { extname } from 'node:path'
import { wrongUse } from '../command-error.ts'
import { writeFilePieces } from './write-file.ts'

const formats = ['.csv', '.json', '.jsonl'] as const

/** Refuses an ending of which nobody knows what to write, before any work. */
export function checkTableFormat(path: string | undefined): void {
  if (path === undefined || formats.some((format) => format === extname(path).toLowerCase())) return
  const ending = extname(path)
  const message = ending === '' ? `"${path}" has no ending.` : `Files that end in "${ending}" are not written.`
  const hint = `Let the name end in one of ${formats.join(', ')}: it says what is written.`
  throw wrongUse(error('out.unknown-format', message, { where: { file: path }, hint }))
}

/**
 * Writes a table, by the path's ending: CSV (UTF-8, comma, double quotes where needed, header first), JSON (a list of
 * records), or JSON lines.
 */
export async function writeTable(path: string, table: TableRef, tables: Tables, signal: AbortSignal): Promise<void> {
  const format = extname(path).toLowerCase()
  await writeFilePieces(
    path,
    format === '.csv' ? tables.csv(table, { signal }) : records(format, table, tables, signal),
  )
}

/** As many as the tables port gives at once. */
const pageRows = 10_000

async function* records(
  format: string,
  table: TableRef,
  tables: Tables,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { columns } = table
  const lines = format === '.jsonl'
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  const cells = columns.map((column, index) => sql`${name(column.name)} AS ${name(`c${index}`)}`)
  if (!lines) yield encode('[')
  for (let start = 0; columns.length > 0 && start < table.rows; start += pageRows) {
    const rows = await tables.rows(
      sql`SELECT ${cells} FROM ${name(tableName(table.id))} WHERE rowid >= ${start} AND rowid < ${start + pageRows} ORDER BY rowid`,
      { signal },
    )
    const texts = rows.map((row) => recordText(columns, row))
    yield encode(lines ? texts.map((text) => `${text}\n`).join('') : `${start === 0 ? '' : ','}\n${texts.join(',\n')}`)
  }
  if (!lines) yield encode(table.rows > 0 && columns.length > 0 ? '\n]\n' : ']\n')
}

const recordText = (columns: readonly Column[], row: Record<string, Scalar>): string =>
  `{${columns.map(({ name: column }, index) => `${JSON.stringify(column)}:${cellText(row[`c${index}`] ?? null)}`).join(',')}}`

/** Whole numbers of any size stay digits; what JSON has no number for (NaN, infinity) becomes text. */
function cellText(value: Scalar): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
  return JSON.stringify(value)
}
