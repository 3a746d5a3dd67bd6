import { message, type Text } from '@aw-flow/messages'
import { NodeError, type LoadedTable, type RunArguments, type SourceFile } from '@aw-flow/engine'
import { error, type Column, type Json, type LoadPlan, type TableRef } from '@aw-flow/schema'
import type { LoadedColumn } from '@aw-flow/schema/internal'
import { concatenate } from '../requests/join-chunks.ts'

export interface CollectOptions {
  /** Output columns. If empty, the columns are inferred from the rows. */
  declaredColumns: readonly Column[]
  /** Columns of the source table. An output column of the same name keeps its type if all values fit. */
  sourceColumns: readonly Column[]
  /** Name of the setting that produces the rows, for error messages. */
  setting: string
  /** Maximum total size of the rows as JSON, in bytes. Default: 1 GB. */
  maxBytes?: number
}

/** Default for `maxBytes`. The rows are in memory until they are loaded into a table. */
const defaultMaxBytes = 1_000_000_000
/** Number of characters to collect before they are encoded as a chunk. */
const chunkCharacters = 1_000_000

/** The narrowest JSON type that can represent all values of a column. `none` if all values are null. */
type Kind = 'none' | 'boolean' | 'integer' | 'number' | 'text'

/**
 * Collects rows that arrive as JSON objects into a table. A column has its declared type or, if it is not declared, the
 * type of the source column of the same name. Otherwise, it has the narrowest type that fits all of its values:
 * BOOLEAN, BIGINT, DOUBLE, or VARCHAR. Objects and lists become JSON text.
 */
export async function collectRows(
  args: Pick<RunArguments<unknown>, 'tables' | 'key' | 'signal' | 'label' | 'node'>,
  batches: AsyncIterable<readonly Json[]>,
  { declaredColumns, sourceColumns, setting, maxBytes = defaultMaxBytes }: CollectOptions,
): Promise<TableRef> {
  const kindByColumn = new Map<string, Kind>(declaredColumns.map(({ name }) => [name, 'none']))
  const chunks: Uint8Array[] = []
  const encoder = new TextEncoder()
  const location = { label: args.label, node: args.node, setting }
  let rowCount = 0
  let lines: string[] = []
  let characterCount = 0
  let totalBytes = 0
  const flush = (): void => {
    if (lines.length === 0) return
    const chunk = encoder.encode(`${lines.join('\n')}\n`)
    chunks.push(chunk)
    lines = []
    characterCount = 0
    totalBytes += chunk.length
    if (totalBytes > maxBytes)
      throw new NodeError(
        'permanent',
        error(
          'rows.too-large',
          { node: args.label, rows: rowCount, max: maxBytes },
          { where: { node: args.node, setting } },
        ),
      )
  }
  for await (const batch of batches) {
    for (const row of batch) {
      const line = JSON.stringify(
        toCells({ ...location, row: ++rowCount }, row, kindByColumn, declaredColumns.length > 0),
      )
      lines.push(line)
      characterCount += line.length
      if (characterCount > chunkCharacters) flush()
    }
  }
  flush()
  if (kindByColumn.size === 0) kindByColumn.set('value', 'none')
  const file = createFileFromChunks(args.key, chunks)
  const getFallbackType = (name: string): string => getColumnType(kindByColumn.get(name) ?? 'none')
  const expectedColumns = [...kindByColumn.keys()].map((name): Column => {
    const sourceType = sourceColumns.find((column) => column.name === name)?.type
    const declaredType = declaredColumns.find((column) => column.name === name)?.type
    return {
      name,
      type:
        declaredType ??
        (sourceType !== undefined && parsableTypes.test(sourceType) ? sourceType : getFallbackType(name)),
    }
  })
  const load = (columns: readonly Column[]): Promise<LoadedTable> =>
    args.tables.load(file, createLoadPlan(columns, rowCount === 0), { id: args.key, signal: args.signal })
  const loadedTable = await load(expectedColumns)
  const badColumns = loadedTable.columns.filter(({ badCells }) => badCells > 0)
  const badDeclaredColumn = badColumns.find(({ name }) => declaredColumns.some((column) => column.name === name))
  if (badDeclaredColumn) {
    await args.tables.drop(args.key)
    throw createBadCellError(args, badDeclaredColumn)
  }
  if (badColumns.length === 0) return loadedTable.table
  const widenedColumns = expectedColumns.map((column) =>
    badColumns.some(({ name }) => name === column.name) ? { ...column, type: getFallbackType(column.name) } : column,
  )
  return (await load(widenedColumns)).table
}

const getColumnType = (kind: Kind): string =>
  ({ none: 'VARCHAR', boolean: 'BOOLEAN', integer: 'BIGINT', number: 'DOUBLE', text: 'VARCHAR' })[kind]

/** Types whose values can be parsed from the text of a cell. */
const parsableTypes =
  /^(?:BOOLEAN|(?:TINY|SMALL|BIG)INT|INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|VARCHAR|DATE|TIME|TIMESTAMP)$/

const createLoadPlan = (columns: readonly Column[], isEmpty: boolean): LoadPlan => ({
  format: isEmpty ? 'empty' : 'jsonl',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 0,
  columns: columns.map(({ name, type }) => ({ name, type, path: [name], nulls: [] })),
  evidence: [],
})

const createFileFromChunks = (name: string, chunks: readonly Uint8Array[]): SourceFile => ({
  dataset: name,
  name,
  size: chunks.reduce((size, chunk) => size + chunk.length, 0),
  async read(start, end) {
    const parts: Uint8Array[] = []
    let offset = 0
    for (const chunk of chunks) {
      if (offset < end && offset + chunk.length > start)
        parts.push(chunk.subarray(Math.max(0, start - offset), end - offset))
      offset += chunk.length
    }
    return concatenate(parts)
  },
})

function createBadCellError({ label, node }: { label: string; node: string }, column: LoadedColumn): NodeError {
  const { name, type, badCells, badExamples } = column
  const example = badExamples[0]
  const where = { node, setting: 'columns', column: name, ...(example ? { row: example.row } : {}) }
  const exampleText = describeBadExample(badExamples[0])
  const params = { node: label, count: badCells, column: name, type, example: exampleText }
  return new NodeError('permanent', error('rows.bad-cell', params, { where }))
}

/**
 * Converts a row to text cells, keyed by column, and widens the column kinds. A new column is added unless the
 * columns are declared.
 */
function toCells(
  { label, ...where }: { label: string; node: string; setting: string; row: number },
  row: Json,
  kindByColumn: Map<string, Kind>,
  areColumnsDeclared: boolean,
): Record<string, string | null> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    const value = JSON.stringify(row).slice(0, 60)
    throw new NodeError('permanent', error('rows.not-an-object', { node: label, value, row: where.row }, { where }))
  }
  const cells: Record<string, string | null> = Object.create(null) as Record<string, string | null>
  for (const [column, value] of Object.entries(row)) {
    if (!kindByColumn.has(column)) {
      if (areColumnsDeclared) continue
      kindByColumn.set(column, 'none')
    }
    if (value === null) continue
    kindByColumn.set(column, widenKind(kindByColumn.get(column)!, value))
    cells[column] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return cells
}

function widenKind(kind: Kind, value: Json): Kind {
  const valueKind: Kind =
    typeof value === 'boolean'
      ? 'boolean'
      : typeof value === 'number'
        ? Number.isSafeInteger(value)
          ? 'integer'
          : 'number'
        : 'text'
  if (kind === 'none' || kind === valueKind) return valueKind
  const kinds = [kind, valueKind]
  return kinds.includes('integer') && kinds.includes('number') ? 'number' : 'text'
}

/** Describes an example of a value that does not fit its column. */
const describeBadExample = (example: { text: string; row: number } | undefined): Text =>
  example ? message('rows.bad-example', { value: JSON.stringify(example.text), row: example.row }) : ''
