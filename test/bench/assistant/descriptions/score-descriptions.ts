import { listColumnValues, load } from '@aw-flow/agents'
import { hashFile, openDuckDb, openNodeFile, type NodeFile } from '@aw-flow/data/node'
import {
  quoteIdentifier,
  runWorkflow,
  sql,
  systemClock,
  unsafeSql,
  tableName,
  type Scalar,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import { createBuiltInCatalog, createPlannedWorkflow, planFromDescription } from '@aw-flow/nodes'
import { foldRun, readWorkflow, type Column, type TableRef, type Workflow } from '@aw-flow/schema'
import { findResultTables, hasErrors } from '@aw-flow/schema/internal'
import { resolve } from 'node:path'
import { hasSameRows } from '../questions/has-same-rows.ts'
import type { DescribedWorkflow } from './workflow-description.ts'

const folder = resolve(import.meta.dirname, '../../../../node_modules/vega-datasets/data')

/** Maximum number of rows that are compared. */
const maxRows = 10_000

/** The workflow for a description, and its score. */
export interface ScoredDescription {
  readonly text: string
  /** Whether the plan reports that something was not understood, or has no node. Such a plan is not run. */
  readonly hasNotice: boolean
  /** Whether the plan has no notice, runs to the end, and has the expected result. */
  readonly isRight: boolean
  /** The steps, and why the result is not the expected one. */
  readonly reason: string
  /** Processor time of the planning, in ms: the same on a busy machine. */
  readonly ms: number
}

interface LoadedFile {
  readonly file: NodeFile
  readonly table: TableRef
}

/**
 * Plans a workflow for each description, runs it on its files, and compares its result with the expected one. The
 * names and types of the columns, and the values of text columns, are known.
 */
export async function scoreDescriptions(
  descriptions: readonly DescribedWorkflow[],
  onProgress: (index: number) => void = () => {},
): Promise<ScoredDescription[]> {
  const tables = await openDuckDb({ threads: 1 })
  const loaded = new Map<string, LoadedFile>()
  const read = async (path: string): Promise<LoadedFile> => {
    const known = loaded.get(path)
    if (known) return known
    const full = resolve(folder, path)
    const file = await openNodeFile(full, await hashFile(full))
    const result = { file, table: (await load(file, { tables })).table }
    loaded.set(path, result)
    return result
  }
  const scored: ScoredDescription[] = []
  try {
    for (const description of descriptions) {
      onProgress(scored.length)
      const files = await Promise.all(description.files.map(read))
      scored.push(
        await scoreDescription(description, files, tables, `d${scored.length}`).catch((error: unknown) => ({
          text: description.text,
          hasNotice: false,
          isRight: false,
          reason: String(error),
          ms: 0,
        })),
      )
    }
  } finally {
    await tables.close()
  }
  return scored
}

async function scoreDescription(
  { text, sql: statement, isOrdered = false, nodes = [] }: DescribedWorkflow,
  files: readonly LoadedFile[],
  tables: Tables,
  id: string,
): Promise<ScoredDescription> {
  const catalog = createBuiltInCatalog()
  const listColumns = ({ table }: LoadedFile): Column[] => table.columns.map(({ name, type }) => ({ name, type }))
  const columns = listColumns(files[0]!)
  const others = files.slice(1).map(listColumns)
  const values = Object.assign(
    {},
    ...(await Promise.all(files.map(({ table }) => listColumnValues(tables, table)))),
  ) as Record<string, string[]>
  const start = process.cpuUsage()
  const plan = await planFromDescription({ description: text, columns, others, values, catalog })
  const { user, system } = process.cpuUsage(start)
  const ms = (user + system) / 1000
  const steps = plan.nodes.map(({ type }) => type).join(' → ')
  const hasNotice = plan.nodes.length === 0 || plan.ignored.length > 0
  const score = (reason: string): ScoredDescription => ({
    text,
    hasNotice,
    isRight: reason === '',
    reason: reason === '' ? '' : `${steps}: ${reason}`,
    ms,
  })
  if (hasNotice) return score(`not understood: ${plan.ignored.join(', ')}`)
  const planned = createPlannedWorkflow(plan, { name: 'Described', types: catalog.list(), dataset: undefined })
  const { workflow, problems } = readWorkflow(planned)
  if (!workflow || hasErrors(problems)) return score('not a valid workflow')
  const events = await runWorkflow({
    workflow: setDatasets(workflow, files),
    catalog,
    tables,
    inputs: {},
    run: id,
    seed: 1,
    files: {
      open: (dataset) => Promise.resolve(files.find(({ file }) => file.dataset === dataset)?.file),
      add: storeExport,
    },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  const view = foldRun(events)
  if (view.state !== 'completed') {
    const failed = Object.values(view.nodes).find(({ state }) => state === 'failed')
    return score(`${view.state} ${failed?.node ?? ''} ${failed?.error?.problem.code ?? ''}`)
  }
  const missing = nodes.find(
    ({ type, config = {} }) =>
      !workflow.nodes.some((node) => node.type === type && containsSettings(node.data.config, config)),
  )
  if (missing) return score(`no ${missing.type} with ${JSON.stringify(missing.config ?? {})}`)
  if (statement === undefined) return score('')
  const result = findResultTables(view).at(-1)?.table
  if (!result) return score(`no table ${JSON.stringify(Object.values(view.nodes).map(({ state }) => state))}`)
  const { from, row } = await tables.relation(result)
  const cells = result.columns.map(
    (column) => sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR) AS ${quoteIdentifier(column.name)}`,
  )
  const rows = (await tables.rows(sql`SELECT ${cells} FROM ${from} ORDER BY ${row} LIMIT ${maxRows}`)).map((each) =>
    Object.values(each),
  )
  const expected = await readExpected(statement, files, tables, id)
  const chart = workflow.nodes.find(({ type }) => type === 'chart')
  const isExpected =
    hasSameRows(rows, expected, { isOrdered }) ||
    (chart !== undefined && hasSameRows(await readChart(chart.data.config, result, tables), expected))
  return score(isExpected ? '' : `${rows.length} rows, not those expected`)
}

/** Computes the values that a chart with a measure shows. */
async function readChart(
  { x, y, measure }: Readonly<Record<string, unknown>>,
  table: TableRef,
  tables: Tables,
): Promise<Scalar[][]> {
  const measures: Readonly<Record<string, string>> = {
    sum: 'sum',
    mean: 'avg',
    median: 'median',
    min: 'min',
    max: 'max',
  }
  const fn = measures[String(measure)]
  if (typeof x !== 'string' || x === '' || (fn === undefined && measure !== 'count')) return []
  const { from } = await tables.relation(table)
  const value = fn === undefined ? sql`count(*)` : sql`${unsafeSql(fn)}(${quoteIdentifier(String(y))})`
  const rows = await tables.rows(
    sql`SELECT CAST(${quoteIdentifier(x)} AS VARCHAR) AS x, CAST(${value} AS VARCHAR) AS y FROM ${from} GROUP BY 1`,
  )
  return rows.map((each) => Object.values(each))
}

/** Reads an exported file to its end, as storage would. */
async function storeExport(exported: string, pieces: AsyncIterable<Uint8Array>): Promise<SourceFile> {
  let size = 0
  for await (const piece of pieces) size += piece.length
  return { dataset: exported, name: exported, size, read: () => Promise.resolve(new Uint8Array()) }
}

/** Sets the datasets of the Load nodes, in order, as a person would. */
function setDatasets(workflow: Workflow, files: readonly LoadedFile[]): Workflow {
  const datasets = files.map(({ file }) => file.dataset)
  return {
    ...workflow,
    nodes: workflow.nodes.map((node) => {
      const dataset = node.type === 'loading' ? datasets.shift() : undefined
      return dataset === undefined
        ? node
        : { ...node, data: { ...node.data, config: { ...node.data.config, dataset } } }
    }),
  }
}

async function readExpected(
  statement: string,
  [input, other]: readonly LoadedFile[],
  tables: Tables,
  id: string,
): Promise<Scalar[][]> {
  const inputs = { input: input!.table, ...(other ? { other: other.table } : {}) }
  const { table } = await tables.query(statement, { inputs, timeoutMs: 10_000, id: `${id}-expected` })
  const cells = table.columns.map(
    (column, index) => sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR) AS ${quoteIdentifier(`c${index}`)}`,
  )
  return (await tables.rows(sql`SELECT ${cells} FROM ${quoteIdentifier(tableName(table.id))} LIMIT ${maxRows}`)).map(
    (each) => Object.values(each),
  )
}

/** Whether settings contain others: objects by their properties, anything else if it is equal. */
function containsSettings(settings: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return JSON.stringify(settings) === JSON.stringify(wanted)
  if (typeof settings !== 'object' || settings === null) return false
  return Object.entries(wanted).every(([key, value]) =>
    containsSettings((settings as Readonly<Record<string, unknown>>)[key], value),
  )
}
