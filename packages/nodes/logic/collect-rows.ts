import { message, type Text } from '@aw-flow/messages'
import { NodeError, type LoadedTable, type RunArguments, type SourceFile } from '@aw-flow/engine'
import { error, type Column, type Json, type LoadedColumn, type LoadPlan, type TableRef } from '@aw-flow/schema'
import { concatenate } from '../requests/join-pieces.ts'

export interface CollectOptions {
  /** The output columns; empty: detected from the rows. */
  declared: readonly Column[]
  /** Columns of the source table. A column of the same name keeps its type if all values fit. */
  like: readonly Column[]
  /** The setting that produces the rows. Used in messages. */
  setting: string
}

/** The narrowest JSON type that holds all values of a column. */
type Kind = 'none' | 'boolean' | 'integer' | 'number' | 'text'

/**
 * Collects rows that arrive as JSON objects into a table. A column has its declared type; if there is none, the type of
 * the source column of the same name; otherwise the narrowest type for all its values: BOOLEAN, BIGINT, DOUBLE or
 * VARCHAR. Objects and lists become JSON text.
 */
export async function collectRows(
  args: Pick<RunArguments<unknown>, 'tables' | 'key' | 'signal' | 'label' | 'node'>,
  batches: AsyncIterable<readonly Json[]>,
  { declared, like, setting }: CollectOptions,
): Promise<TableRef> {
  const kinds = new Map<string, Kind>(declared.map(({ name }) => [name, 'none']))
  const pieces: Uint8Array[] = []
  const encoder = new TextEncoder()
  const place = { label: args.label, node: args.node, setting }
  let row = 0
  for await (const batch of batches) {
    const lines = batch.map((one) => JSON.stringify(cellsOf({ ...place, row: ++row }, one, kinds, declared.length > 0)))
    if (lines.length > 0) pieces.push(encoder.encode(`${lines.join('\n')}\n`))
  }
  if (kinds.size === 0) kinds.set('value', 'none')
  const file = bytesFile(args.key, concatenate(pieces))
  const shown = (name: string): string => typeOf(kinds.get(name) ?? 'none')
  const expected = [...kinds.keys()].map((name): Column => {
    const source = like.find((column) => column.name === name)?.type
    const type = declared.find((column) => column.name === name)?.type
    return { name, type: type ?? (source !== undefined && isPlain.test(source) ? source : shown(name)) }
  })
  const load = (columns: readonly Column[]): Promise<LoadedTable> =>
    args.tables.load(file, planFor(columns, row === 0), { id: args.key, signal: args.signal })
  const loaded = await load(expected)
  const bad = loaded.columns.filter(({ badCells }) => badCells > 0)
  const refused = bad.find(({ name }) => declared.some((column) => column.name === name))
  if (refused) {
    await args.tables.drop(args.key)
    throw badCell(args, refused)
  }
  if (bad.length === 0) return loaded.table
  const others = expected.map((column) =>
    bad.some(({ name }) => name === column.name) ? { ...column, type: shown(column.name) } : column,
  )
  return (await load(others)).table
}

const typeOf = (kind: Kind): string =>
  ({ none: 'VARCHAR', boolean: 'BOOLEAN', integer: 'BIGINT', number: 'DOUBLE', text: 'VARCHAR' })[kind]

/** Types that can be parsed back from the text of a cell. */
const isPlain =
  /^(?:BOOLEAN|(?:TINY|SMALL|BIG)INT|INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|VARCHAR|DATE|TIME|TIMESTAMP)$/

const planFor = (columns: readonly Column[], isEmpty: boolean): LoadPlan => ({
  format: isEmpty ? 'empty' : 'jsonl',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 0,
  columns: columns.map(({ name, type }) => ({ name, type, path: [name], nulls: [] })),
  evidence: [],
})

const bytesFile = (name: string, bytes: Uint8Array): SourceFile => ({
  dataset: name,
  name,
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
})

function badCell({ label, node }: { label: string; node: string }, column: LoadedColumn): NodeError {
  const { name, type, badCells, badExamples } = column
  const example = badExamples[0]
  const where = { node, setting: 'columns', column: name, ...(example ? { row: example.row } : {}) }
  const shown = badExample(badExamples[0])
  const params = { node: label, count: badCells, column: name, type, example: shown }
  return new NodeError('permanent', error('rows.bad-cell', params, { where }))
}

/** The cells of a row as texts by column. An unknown column is added unless the columns are declared. */
function cellsOf(
  { label, ...where }: { label: string; node: string; setting: string; row: number },
  row: Json,
  columns: Map<string, Kind>,
  isDeclared: boolean,
): Record<string, string | null> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    const value = JSON.stringify(row).slice(0, 60)
    throw new NodeError('permanent', error('rows.no-object', { node: label, value, row: where.row }, { where }))
  }
  const cells: Record<string, string | null> = Object.create(null) as Record<string, string | null>
  for (const [column, value] of Object.entries(row)) {
    if (!columns.has(column)) {
      if (isDeclared) continue
      columns.set(column, 'none')
    }
    if (value === null) continue
    columns.set(column, widened(columns.get(column)!, value))
    cells[column] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return cells
}

function widened(kind: Kind, value: Json): Kind {
  const own: Kind =
    typeof value === 'boolean'
      ? 'boolean'
      : typeof value === 'number'
        ? Number.isSafeInteger(value)
          ? 'integer'
          : 'number'
        : 'text'
  if (kind === 'none' || kind === own) return own
  const both = [kind, own]
  return both.includes('integer') && both.includes('number') ? 'number' : 'text'
}

/** A value that does not fit its column, as an example. */
const badExample = (example: { text: string; row: number } | undefined): Text =>
  example ? message('rows.bad-example', { value: JSON.stringify(example.text), row: example.row }) : ''
