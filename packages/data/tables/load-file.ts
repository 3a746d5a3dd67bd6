import {
  name,
  sql,
  TablesError,
  type Formats,
  type LoadedTable,
  type LoadOptions,
  type SourceFile,
  type Sql,
} from '@aw-flow/engine'
import { error, type LoadedColumn, type LoadPlan } from '@aw-flow/schema'
import { noColumns } from './column-list.ts'
import { sentText, type DuckDbConnection } from './duckdb-connection.ts'
import { readRecords } from './read-records.ts'

const badCells = 'aw:bad-cells'
const shownExamples = 5

interface LoadArguments {
  connection: DuckDbConnection
  formats: Formats
  file: SourceFile
  plan: LoadPlan
  /** The table to fill, by its quoted name. */
  table: Sql
  options: LoadOptions
}

/** Reads a file by a plan into a table, and counts what came of every cell. */
export async function loadFile({
  connection,
  formats,
  file,
  plan,
  table,
  options,
}: LoadArguments): Promise<Omit<LoadedTable, 'table'>> {
  checkNames(plan)
  checkEncoding(plan)
  const onRead = (end: number): void => options.onProgress?.(Math.min(end, file.size), file.size, 'bytes')
  onRead(0)
  const found = await readRecords({ connection, formats, file, plan, table, badCells, onRead, signal: options.signal })
  const columns = await countCells(connection, plan, table, options.signal)
  await connection.run(sql`ALTER TABLE ${table} DROP COLUMN ${name(badCells)}`.text)
  onRead(file.size)
  return {
    columns,
    rejects: found.rejects,
    rejectSample: found.rejectSample,
    padded: found.padded,
  }
}

function checkNames(plan: LoadPlan): void {
  const seen = new Map<string, string>()
  for (const column of plan.columns) {
    const folded = column.name.toLowerCase()
    const other = seen.get(folded)
    if (other !== undefined || folded === badCells || folded === noColumns || folded === '') {
      throw new TablesError(
        error('load.names', `The plan has a column \`${column.name}\`${other ? ` and a column \`${other}\`` : ''}.`, {
          where: { column: column.name },
          hint: 'Give each column a name of its own, different in more than upper and lower case.',
        }),
      )
    }
    seen.set(folded, column.name)
  }
}

function checkEncoding({ encoding }: LoadPlan): void {
  if (isKnown(encoding)) return
  throw new TablesError(
    error('load.encoding', `\`${encoding}\` is not an encoding that is known.`, {
      hint: 'Use a name such as utf-8, windows-1252, iso-8859-2 or shift_jis.',
    }),
  )
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== ''
  } catch {
    return false
  }
}

/** Nulls and bad cells of every column, over all rows. */
async function countCells(
  connection: DuckDbConnection,
  plan: LoadPlan,
  table: Sql,
  signal: AbortSignal | undefined,
): Promise<LoadedColumn[]> {
  if (plan.columns.length === 0) return []
  const typed = plan.columns.filter((column) => column.type !== 'VARCHAR')
  const bad = name(badCells)
  const nulls = plan.columns.map((column) => sql`count(*) - count(${name(column.name)})`)
  const [counts = []] = await connection.rows(sql`SELECT ${[...nulls, sql`count(${bad})`]} FROM ${table}`.text, {
    signal,
  })
  const anyBad = Number(counts[plan.columns.length]) > 0
  const wrong = typed.map((_, index) => sql`count(${bad}[${index + 1}])`)
  const [wrongs = []] = anyBad
    ? await connection.rows(sql`SELECT ${wrong} FROM ${table} WHERE ${bad} IS NOT NULL`.text, { signal })
    : []
  const columns: LoadedColumn[] = []
  for (const [index, column] of plan.columns.entries()) {
    const place = typed.indexOf(column)
    const badCount = place < 0 ? 0 : Number(wrongs[place] ?? 0)
    const examples =
      badCount === 0
        ? []
        : await connection.rows(
            sql`SELECT rowid + 1, ${sentText(sql`${bad}[${place + 1}]`)} FROM ${table} WHERE ${bad}[${place + 1}] IS NOT NULL ORDER BY rowid LIMIT ${shownExamples}`
              .text,
            { signal },
          )
    columns.push({
      name: column.name,
      type: column.type,
      nulls: Number(counts[index]),
      badCells: badCount,
      badExamples: examples.map(([row, text]) => ({ row: Number(row), text: String(text) })),
    })
  }
  return columns
}
