/**
 * Helpers for testing node types in Node.js with the native DuckDB package (`@duckdb/node-api`).
 *
 * @packageDocumentation
 */
import { openDuckDb } from '@aw-flow/data/node'
import {
  join,
  quoteIdentifier,
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
 * Tables for a test, stored in an in-memory DuckDB database.
 *
 * @public
 */
export interface TestTables {
  /** The table service to pass to the node under test. */
  readonly tables: Tables
  /** Creates a table from rows. The first row determines the columns. Integers become BIGINT, other numbers DOUBLE. */
  createTable(rows: readonly Readonly<Record<string, Scalar>>[]): Promise<Value & { kind: 'table' }>
  /** Reads the rows of an output table in their stored order. Throws if the value is not a table. */
  readRows(value: Value | undefined): Promise<Record<string, Scalar>[]>
  /** Closes the database. */
  close(): Promise<void>
}

/**
 * Opens an in-memory database for test tables. Call `close` after the tests.
 *
 * @example
 * const { tables, createTable, readRows, close } = await openTestTables()
 * @public
 */
export async function openTestTables(): Promise<TestTables> {
  const tables = await openDuckDb({ threads: 1 })
  let count = 0
  return {
    tables,
    async createTable(rows) {
      const columns = Object.keys(rows[0] ?? {})
      const select = join(
        rows.map(
          (row) =>
            sql`SELECT ${join(
              columns.map((column) => sql`${row[column] ?? null} AS ${quoteIdentifier(column)}`),
              ', ',
            )}`,
        ),
        ' UNION ALL ',
      )
      return { kind: 'table', table: await tables.create(select, { id: `test-${++count}` }) }
    },
    async readRows(value) {
      if (value?.kind !== 'table') throw new Error(`Expected a table, found ${value?.kind ?? 'no output'}.`)
      return tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(value.table.id))} ORDER BY rowid`)
    },
    close: () => tables.close(),
  }
}

/**
 * The settings, inputs and services with which a test runs a node.
 *
 * @public
 */
export interface RunNodeOptions {
  /** The `tables` that `openTestTables` returns. */
  readonly tables: Tables
  /** Settings as stored in a workflow document. Defaults are added. */
  readonly settings?: unknown
  /** Input values, keyed by port name. */
  readonly inputs?: Readonly<Record<string, Value>>
  /** Files that the node can open by their `dataset` id. */
  readonly files?: readonly SourceFile[]
  /** External services, such as mail or databases. Default: none. */
  readonly services?: ExternalServices
  /** The sandbox that runs user code. Default: none. */
  readonly sandbox?: Sandbox
  /** Evaluates expressions. By default, every evaluation is rejected. */
  readonly evaluate?: RunArguments<unknown>['evaluate']
  /** Called with each log line from the node, formatted in English. */
  readonly onLog?: (level: 'debug' | 'info' | 'warning' | 'error', text: string) => void
  /** Aborts the node. By default, the node is never aborted. */
  readonly signal?: AbortSignal
}

/**
 * Runs a node once, without an engine. External effects run immediately.
 *
 * @throws {NodeError} If the node fails.
 * @throws {ZodError} If the settings do not match the schema of the node type.
 * @example
 * const { outputs } = await runNode(rankNode, { tables, settings: { by: 'amount' }, inputs: { table: await createTable(rows) } })
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
    evaluate: options.evaluate ?? (() => Promise.reject(new Error('This test does not provide `evaluate`.'))),
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
    effect: (_kind, _request, perform) => perform({ idempotencyKey: 'test', signal, unknownOutcomeCount: 0 }),
    reads: [],
    getNodeType: () => undefined,
    findWorkflow: () => undefined,
    requestDecision: async () => ({ decision: 'approve' }),
    runNested: () => Promise.reject(new Error('Tests of a single node cannot run nested workflows.')),
    reportProgress: () => undefined,
    log: (level, text) => options.onLog?.(level, englishFormatter.format(text)),
    render: englishFormatter.format,
  })
}

/**
 * Computes a node's description, such as its output columns, without running the node.
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
    context: { findPreview: () => undefined, ...options.context },
  })
}

/**
 * Creates an in-memory file for the `files` option of `runNode`. Its dataset id is its name.
 *
 * @example
 * const file = createTextFile('orders.csv', 'id,price\n1,9.50\n')
 * await runNode(readNode, { tables, files: [file], settings: { dataset: file.dataset } })
 * @public
 */
export function createTextFile(fileName: string, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text)
  return {
    dataset: fileName,
    name: fileName,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
  }
}
