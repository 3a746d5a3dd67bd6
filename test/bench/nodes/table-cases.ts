import { openDuckDb } from '@aw-flow/data/node'
import {
  quoteIdentifier,
  systemClock,
  tableName,
  unsafeSql,
  type NodeDefinition,
  type Sql,
  type Tables,
} from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import type { Config, TableRef, Value } from '@aw-flow/schema'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { chain, ranked, rows, sources, tableTasks, type TableTask } from './table-tasks.ts'

const catalog = createBuiltInCatalog()
const peer = 'SQL by hand'
const fixedOrder = 'SQL by hand, sums in a fixed order'
const stepByStep = 'step by step'

/** Compares each table node on a million rows with handwritten SQL on the same DuckDB instance. */
export async function measureTableCases(progress: Progress): Promise<BenchCase[]> {
  const tables = await openDuckDb()
  try {
    const sourceTables: Record<string, TableRef> = {}
    for (const [id, select] of Object.entries(sources))
      sourceTables[id] = await tables.create(unsafeSql(select), { id })
    sourceTables.ranked = await tables.create(toPortSql(ranked), { id: 'ranked' })
    const cases: BenchCase[] = []
    for (const task of tableTasks) cases.push(await measureTableCase(tables, sourceTables, task, progress))
    cases.push(await measureChainCase(tables, sourceTables.sales!, progress))
    return cases
  } finally {
    await tables.close()
  }
}

async function measureTableCase(
  tables: Tables,
  sourceTables: Readonly<Record<string, TableRef>>,
  task: TableTask,
  progress: Progress,
): Promise<BenchCase> {
  const definition = catalog.get(task.type)!
  const inputs = Object.fromEntries(Object.entries(task.inputs).map(([port, id]) => [port, toValue(sourceTables[id]!)]))
  const ours = () => runNode(tables, definition, task.config, inputs, { key: 'ours' })
  const statements = task.sql.split(';')
  const theirs = async (): Promise<TableRef[]> => {
    const created: TableRef[] = []
    for (const [index, text] of statements.entries())
      created.push(await tables.create(toPortSql(text), { id: `theirs${index}` }))
    return created
  }
  const title = `${task.title ?? task.type}: ${rows.toLocaleString('en')} rows`
  await expectEqual(tables, title, await ours(), await theirs(), task.isRounded ?? false)
  const { inOrder } = task
  const ordered = (): Promise<TableRef> => tables.create(toPortSql(inOrder!), { id: 'ordered' })
  const peers = { [peer]: measureTime(theirs), ...(inOrder ? { [fixedOrder]: measureTime(ordered) } : {}) }
  const { ms } = await measureInTurn({ ours: measureTime(ours), ...peers }, { onRun: progress(title) })
  const note = inOrder
    ? `Only ours and “${fixedOrder}” give the same last digits with any number of threads.`
    : undefined
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1.2, peer }, ...(note ? { note } : {}) })
}

async function measureChainCase(tables: Tables, sales: TableRef, progress: Progress): Promise<BenchCase> {
  const run = (canDeferOutput: boolean) => async (): Promise<TableRef[]> => {
    let table = sales
    const intermediate: TableRef[] = []
    for (const [index, [type, config]] of chain.entries()) {
      const isLast = index === chain.length - 1
      const [created] = await runNode(
        tables,
        catalog.get(type)!,
        config,
        { table: toValue(table) },
        { key: `chain${index}`, canDeferOutput: canDeferOutput && !isLast },
      )
      table = created!
      if (!isLast) intermediate.push(table)
    }
    for (const { id } of intermediate) await tables.drop(id)
    return [table]
  }
  const title = `chain of ${chain.length} table nodes, as one query: ${rows.toLocaleString('en')} rows`
  const combined = await run(true)()
  const hash = await tables.contentHash(combined[0]!)
  const [separate] = await run(false)()
  if (hash !== (await tables.contentHash(separate!))) throw new Error(`${title}: the results differ.`)
  const { ms } = await measureInTurn(
    { ours: measureTime(run(true)), [stepByStep]: measureTime(run(false)) },
    { onRun: progress(title) },
  )
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1, peer: stepByStep } })
}

/** Replaces names such as `t_sales` with the table's name in `tables`. */
const toPortSql = (text: string): Sql =>
  unsafeSql(text.replace(/\bt_(\w+)/g, (_, id: string) => quoteIdentifier(tableName(id)).text))

const toValue = (table: TableRef): Value => ({ kind: 'table', table })

const measureTime = (work: () => Promise<unknown>) => async (): Promise<Sample> => {
  const start = performance.now()
  await work()
  return { ms: performance.now() - start }
}

/** Runs a single node the way the engine does. */
async function runNode(
  tables: Tables,
  definition: NodeDefinition,
  config: Config,
  inputs: Record<string, Value>,
  { key, canDeferOutput = false }: { key: string; canDeferOutput?: boolean },
): Promise<TableRef[]> {
  const unused = (): never => {
    throw new Error('A table node uses tables only.')
  }
  const { outputs } = await definition.run({
    node: 'node',
    label: 'node',
    attempt: 1,
    scope: [],
    continuation: undefined,
    settings: definition.settings.parse(config),
    inputs,
    key,
    tables,
    canDeferOutput,
    files: { open: unused },
    services: {},
    sandbox: undefined,
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
    evaluate: unused,
    effect: unused,
    reads: [],
    getNodeType: unused,
    findWorkflow: unused,
    requestDecision: unused,
    runNested: unused,
    render: String,
    reportProgress: () => undefined,
    log: () => undefined,
  })
  return Object.values(outputs).flatMap((value) => (value.kind === 'table' ? [value.table] : []))
}

/** Throws if a contender returns different rows, because its time would not be comparable. */
async function expectEqual(
  tables: Tables,
  title: string,
  ours: TableRef[],
  theirs: TableRef[],
  isRounded: boolean,
): Promise<void> {
  for (const [index, table] of ours.entries()) {
    const theirTable = theirs[index]
    const isSame =
      theirTable &&
      table.rows === theirTable.rows &&
      (isRounded || (await tables.contentHash(table)) === (await tables.contentHash(theirTable)))
    if (!isSame)
      throw new Error(
        `${title}: the node and the handwritten SQL return different rows (${table.rows} and ${theirTable?.rows}).`,
      )
  }
}
