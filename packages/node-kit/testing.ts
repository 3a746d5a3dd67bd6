/**
 * Helpers for tests of node types, in Node with the native DuckDB (`@duckdb/node-api`).
 *
 * @packageDocumentation
 */
import { openDuckDb } from '@aw-flow/data/node'
import {
  join,
  name,
  sql,
  systemClock,
  tableName,
  type DescribeContext,
  type Description,
  type Files,
  type NodeDefinition,
  type NodeResult,
  type ExternalServices,
  type RunArguments,
  type Sandbox,
  type Scalar,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { PortDescription, Value } from '@aw-flow/schema'

/**
 * Tables of a test, in a DuckDB in memory.
 *
 * @public
 */
export interface TestTables {
  /** The tables port that nodes receive. */
  readonly tables: Tables
  /** Creates a table from rows; the first row decides the columns. Integers become BIGINT, other numbers DOUBLE. */
  table(rows: readonly Readonly<Record<string, Scalar>>[]): Promise<Value & { kind: 'table' }>
  /** Reads the rows of an output, in the order of the table. */
  rows(value: Value | undefined): Promise<Record<string, Scalar>[]>
  /** Closes the database. */
  close(): Promise<void>
}

/**
 * Opens tables for tests. Close them after the tests.
 *
 * @example
 * const { tables, table, rows, close } = await openTestTables()
 * @public
 */
export async function openTestTables(): Promise<TestTables> {
  const tables = await openDuckDb({ threads: 1 })
  let count = 0
  return {
    tables,
    async table(rows) {
      const columns = Object.keys(rows[0] ?? {})
      const select = join(
        rows.map(
          (row) =>
            sql`SELECT ${join(
              columns.map((column) => sql`${row[column] ?? null} AS ${name(column)}`),
              ', ',
            )}`,
        ),
        ' UNION ALL ',
      )
      return { kind: 'table', table: await tables.create(select, { id: `test-${++count}` }) }
    },
    async rows(value) {
      if (value?.kind !== 'table') throw new Error(`Expected a table, found ${value?.kind ?? 'no output'}.`)
      return tables.rows(sql`SELECT * FROM ${name(tableName(value.table.id))} ORDER BY rowid`)
    },
    close: () => tables.close(),
  }
}

/**
 * The arguments and services that a test provides to a node.
 *
 * @public
 */
export interface RunNodeOptions {
  /** The tables of `openTestTables`. */
  readonly tables: Tables
  /** Settings as in a document; defaults are added. */
  readonly settings?: unknown
  /** Values by input port. */
  readonly inputs?: Readonly<Record<string, Value>>
  /** Files that the node can open, by `dataset`. */
  readonly files?: readonly SourceFile[]
  /** The external services. Default: none. */
  readonly services?: ExternalServices
  /** The sandbox for code. Default: none. */
  readonly sandbox?: Sandbox
  /** Evaluates expressions. Default: rejects. */
  readonly evaluate?: RunArguments<unknown>['evaluate']
  /** Receives log lines, rendered in English. */
  readonly onLog?: (level: 'debug' | 'info' | 'warning' | 'error', text: string) => void
  /** Default: never aborted. */
  readonly signal?: AbortSignal
}

/**
 * Runs a node once, without an engine. External effects are performed immediately.
 *
 * @throws {NodeError} If the node fails.
 * @throws {ZodError} If the settings do not match the schema of the node type.
 * @example
 * const { outputs } = await runNode(rankNode, { tables, settings: { by: 'amount' }, inputs: { table: await table(rows) } })
 * @public
 */
export function runNode(definition: NodeDefinition, options: RunNodeOptions): Promise<NodeResult> {
  const signal = options.signal ?? new AbortController().signal
  const files: Files = {
    open: (dataset) => Promise.resolve(options.files?.find((file) => file.dataset === dataset)),
  }
  return definition.run({
    node: 'node',
    label: 'Node',
    attempt: 1,
    scope: [],
    continuation: undefined,
    evaluate: options.evaluate ?? (() => Promise.reject(new Error('This test provides no `evaluate`.'))),
    settings: definition.settings.parse(options.settings ?? {}),
    inputs: options.inputs ?? {},
    key: 'key',
    tables: options.tables,
    files,
    services: options.services ?? {},
    sandbox: options.sandbox,
    clock: systemClock,
    seed: 1,
    signal,
    effect: (_kind, _request, perform) => perform({ idempotencyKey: 'test', signal, lostStarts: 0 }),
    reads: [],
    nodeType: () => undefined,
    findWorkflow: () => undefined,
    requestDecision: async () => ({ decision: 'approve' }),
    runNested: () => Promise.reject(new Error('This test runs no workflow inside the node.')),
    progress: () => undefined,
    log: (level, text) => options.onLog?.(level, englishFormatter.format(text)),
    render: englishFormatter.format,
  })
}

/**
 * Describes a node before a run.
 *
 * @throws {ZodError} If the settings do not match the schema of the node type.
 * @example
 * const columns = [{ name: 'id', type: 'BIGINT' }]
 * const { outputs } = describeNode(rankNode, { inputs: { table: { type: 'table', columns } } })
 * @public
 */
export function describeNode(
  definition: NodeDefinition,
  options: {
    readonly settings?: unknown
    readonly inputs?: Readonly<Record<string, PortDescription>>
    readonly context?: Partial<DescribeContext>
  } = {},
): Description {
  return definition.describe({
    settings: definition.settings.parse(options.settings ?? {}),
    inputs: options.inputs ?? {},
    context: { preview: () => undefined, ...options.context },
  })
}

/**
 * Creates a file in memory for `files`. Its dataset id is its name.
 *
 * @example
 * const file = textFile('orders.csv', 'id,price\n1,9.50\n')
 * await runNode(readNode, { tables, files: [file], settings: { dataset: file.dataset } })
 * @public
 */
export function textFile(fileName: string, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text)
  return {
    dataset: fileName,
    name: fileName,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
  }
}
