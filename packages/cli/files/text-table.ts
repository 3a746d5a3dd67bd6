import type { SourceFile, Tables } from '@aw-flow/engine'
import type { LoadPlan, LoadReport, TableRef } from '@aw-flow/schema'

/** A plan that reads the same cells without converting them: every column is text. */
export const asText = (plan: LoadPlan): LoadPlan => ({
  ...plan,
  columns: plan.columns.map(({ name, sourceName, path }) => ({
    name,
    ...(sourceName === undefined ? {} : { sourceName }),
    ...(path === undefined ? {} : { path }),
    type: 'VARCHAR',
    nulls: [],
  })),
})

/** Loads the table again with unconverted cells, and drops the loaded one. */
export async function loadAsText(
  file: SourceFile,
  { table, report }: { table: TableRef; report: LoadReport },
  { tables, id, signal }: { tables: Tables; id: string; signal: AbortSignal },
): Promise<TableRef> {
  await tables.drop(table.id)
  return (await tables.load(file, asText(report.plan), { id, signal })).table
}

/** The CSV of a file loaded as text, with the original column names, or without a header if it has none. */
export async function* textCsv(
  file: SourceFile,
  plan: LoadPlan,
  tables: Tables,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { table } = await tables.load(file, plan, { id: `text_${file.dataset}`, signal })
  if (plan.headerLines > 0 || plan.dialect === undefined) {
    const names = plan.columns.map(({ name, sourceName = name }) => csvCell(sourceName))
    if (names.length > 0) yield new TextEncoder().encode(`${names.join(',')}\n`)
  }
  yield* withoutFirstRecord(tables.csv(table, { signal }))
}

const csvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** CSV without its header, which may contain quoted line breaks. */
async function* withoutFirstRecord(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let quoted = false
  let over = false
  for await (const piece of pieces) {
    if (over) {
      yield piece
      continue
    }
    for (let at = 0; at < piece.length && !over; at++) {
      if (piece[at] === 0x22) quoted = !quoted
      else if (piece[at] === 0x0a && !quoted) {
        over = true
        if (at + 1 < piece.length) yield piece.subarray(at + 1)
      }
    }
  }
}
