import type { SourceFile, Tables } from '@aw-flow/engine'
import { defined, type LoadPlan, type LoadReport, type TableRef } from '@aw-flow/schema'

/** Returns a plan that reads the same cells but leaves every column as text. */
export const toTextPlan = (plan: LoadPlan): LoadPlan => ({
  ...plan,
  columns: plan.columns.map(({ name, sourceName, path }) =>
    defined({ name, sourceName, path, type: 'VARCHAR', nulls: [] }),
  ),
})

/** Loads a table again without converting its cells. Drops the previously loaded table. */
export async function loadAsText(
  file: SourceFile,
  { table, report }: { table: TableRef; report: LoadReport },
  { tables, id, signal }: { tables: Tables; id: string; signal: AbortSignal },
): Promise<TableRef> {
  await tables.drop(table.id)
  return (await tables.load(file, toTextPlan(report.plan), { id, signal })).table
}

/**
 * Streams a file as CSV with unconverted cells and the original column names. If the file has no header, the output has
 * no header either.
 */
export async function* streamTextCsv(
  file: SourceFile,
  plan: LoadPlan,
  tables: Tables,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { table } = await tables.load(file, plan, { id: `text_${file.dataset}`, signal })
  if (plan.headerLines > 0 || plan.dialect === undefined) {
    const names = plan.columns.map(({ name, sourceName = name }) => formatCsvCell(sourceName))
    if (names.length > 0) yield new TextEncoder().encode(`${names.join(',')}\n`)
  }
  yield* skipFirstRecord(tables.csv(table, { signal }))
}

const formatCsvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Removes the header record, which may contain quoted line breaks, from CSV. */
async function* skipFirstRecord(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isQuoted = false
  let isAfterHeader = false
  for await (const chunk of chunks) {
    if (isAfterHeader) {
      yield chunk
      continue
    }
    for (let index = 0; index < chunk.length && !isAfterHeader; index++) {
      if (chunk[index] === 0x22) isQuoted = !isQuoted
      else if (chunk[index] === 0x0a && !isQuoted) {
        isAfterHeader = true
        if (index + 1 < chunk.length) yield chunk.subarray(index + 1)
      }
    }
  }
}
