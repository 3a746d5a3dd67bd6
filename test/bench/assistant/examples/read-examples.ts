import { DuckDBInstance } from '@duckdb/node-api'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DescribedWorkflow } from '../descriptions/workflow-description.ts'

/** Files of examples. Each was written by another writer, who had seen neither the rules nor the other files. */
export const exampleFiles = ['retail', 'health', 'public-data', 'culture', 'companies'] as const

type Cell = string | number | boolean | null

/** A line of a file: one or two small tables, and descriptions of work with them. */
interface Topic {
  readonly topic: string
  readonly tables: Readonly<Record<string, ExampleTable>>
  readonly items: readonly Example[]
}

interface ExampleTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

interface Example {
  readonly text: string
  /** Computes the expected rows from `input` and, for the second table, `other`. */
  readonly sql: string
  readonly chart?: { readonly mark: string }
  /** The format of the exported file. */
  readonly export?: string
}

/**
 * Reads a file of examples, and writes their tables to a folder as Parquet files, which keep the types of the columns.
 *
 * @returns The described workflows of each topic.
 */
export async function readExamples(
  file: (typeof exampleFiles)[number],
  folder: string,
): Promise<DescribedWorkflow[][]> {
  const lines = (await readFile(join(import.meta.dirname, `${file}.jsonl`), 'utf8')).trim().split('\n')
  return Promise.all(
    lines.map(async (line) => {
      const { topic, tables, items } = JSON.parse(line) as Topic
      const paths = await writeTables(tables, join(folder, file, topic))
      return items.map(({ text, sql, chart, export: format }) => ({
        files: Object.keys(tables)
          .filter((name) => name === 'input' || new RegExp(`\\b${name}\\b`).test(sql))
          .map((name) => paths.get(name)!),
        text,
        sql,
        isOrdered: isOrdered(sql),
        nodes: [
          ...(chart ? [{ type: 'chart', config: { mark: chart.mark } }] : []),
          ...(format === undefined ? [] : [{ type: 'export', config: { format } }]),
        ],
      }))
    }),
  )
}

async function writeTables(tables: Topic['tables'], folder: string): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const paths = new Map<string, string>()
  try {
    for (const [name, { columns, rows }] of Object.entries(tables)) {
      const path = join(folder, `${name}.parquet`)
      const definitions = columns.map((column) => `${quoteName(column.name)} ${column.type}`)
      const values = rows.map((row) => `(${row.map(toLiteral).join(', ')})`)
      await connection.run(`CREATE TABLE ${name} (${definitions.join(', ')})`)
      await connection.run(`INSERT INTO ${name} VALUES ${values.join(', ')}`)
      await connection.run(`COPY ${name} TO ${toLiteral(path)} (FORMAT parquet)`)
      paths.set(name, path)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
  return paths
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

const toLiteral = (cell: Cell): string =>
  typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : cell === null ? 'NULL' : String(cell)

/** Returns whether a statement orders its result, as opposed to a window or a subquery. */
function isOrdered(sql: string): boolean {
  let text = sql.replaceAll(/'(?:[^']|'')*'/g, '')
  for (let previous = ''; previous !== text;) {
    previous = text
    text = text.replaceAll(/\([^()]*\)/g, '')
  }
  return /\border\s+by\b/i.test(text)
}
