import { openDuckDb } from '@aw-flow/data/node'
import { name, systemClock, tableName, unsafeSql, type NodeDefinition, type Sql, type Tables } from '@aw-flow/engine'
import { builtInCatalogue } from '@aw-flow/nodes'
import type { Config, TableRef, Value } from '@aw-flow/schema'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { chain, ranked, rows, sources, tableTasks, type TableTask } from './table-tasks.ts'

const catalogue = builtInCatalogue()
const peer = 'SQL by hand'
const fixedOrder = 'SQL by hand, sums in a fixed order'
const stepped = 'step by step'

/** Compares each table node on a million rows with handwritten SQL on the same port of one DuckDB. */
export async function tableCases(progress: Progress): Promise<BenchCase[]> {
  const tables = await openDuckDb()
  try {
    const given: Record<string, TableRef> = {}
    for (const [id, select] of Object.entries(sources)) given[id] = await tables.create(unsafeSql(select), { id })
    given.ranked = await tables.create(byHand(ranked), { id: 'ranked' })
    const cases: BenchCase[] = []
    for (const task of tableTasks) cases.push(await tableCase(tables, given, task, progress))
    cases.push(await chainCase(tables, given.sales!, progress))
    return cases
  } finally {
    await tables.close()
  }
}

async function tableCase(
  tables: Tables,
  given: Readonly<Record<string, TableRef>>,
  task: TableTask,
  progress: Progress,
): Promise<BenchCase> {
  const definition = catalogue.get(task.type)!
  const inputs = Object.fromEntries(Object.entries(task.inputs).map(([port, id]) => [port, valueOf(given[id]!)]))
  const ours = () => runNode(tables, definition, task.config, inputs, { key: 'ours' })
  const statements = task.sql.split(';')
  const theirs = async (): Promise<TableRef[]> => {
    const made: TableRef[] = []
    for (const [index, text] of statements.entries())
      made.push(await tables.create(byHand(text), { id: `theirs${index}` }))
    return made
  }
  const title = `${task.as ?? task.type}: ${rows.toLocaleString('en')} rows`
  await mustBeEqual(tables, title, await ours(), await theirs(), task.isRounded ?? false)
  const { inOrder } = task
  const ordered = (): Promise<TableRef> => tables.create(byHand(inOrder!), { id: 'ordered' })
  const peers = { [peer]: timed(theirs), ...(inOrder ? { [fixedOrder]: timed(ordered) } : {}) }
  const { ms } = await measureInTurn({ ours: timed(ours), ...peers }, { onRun: progress(title) })
  const note = inOrder
    ? `Only ours and “${fixedOrder}” give the same last digits with any number of threads.`
    : undefined
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1.2, peer }, ...(note ? { note } : {}) })
}

async function chainCase(tables: Tables, sales: TableRef, progress: Progress): Promise<BenchCase> {
  const run = (isPassedOn: boolean) => async (): Promise<TableRef[]> => {
    let table = sales
    const between: TableRef[] = []
    for (const [index, [type, config]] of chain.entries()) {
      const isLast = index === chain.length - 1
      const [made] = await runNode(
        tables,
        catalogue.get(type)!,
        config,
        { table: valueOf(table) },
        { key: `chain${index}`, isPassedOn: isPassedOn && !isLast },
      )
      table = made!
      if (!isLast) between.push(table)
    }
    for (const { id } of between) await tables.drop(id)
    return [table]
  }
  const title = `chain of ${chain.length} table nodes, as one query: ${rows.toLocaleString('en')} rows`
  const whole = await run(true)()
  const hash = await tables.contentHash(whole[0]!)
  const [again] = await run(false)()
  if (hash !== (await tables.contentHash(again!))) throw new Error(`${title}: the results differ.`)
  const { ms } = await measureInTurn(
    { ours: timed(run(true)), [stepped]: timed(run(false)) },
    { onRun: progress(title) },
  )
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1, peer: stepped } })
}

/** Replaces `t_sales` by the table's name in the port. */
const byHand = (text: string): Sql => unsafeSql(text.replace(/\bt_(\w+)/g, (_, id: string) => name(tableName(id)).text))

const valueOf = (table: TableRef): Value => ({ kind: 'table', table })

const timed = (work: () => Promise<unknown>) => async (): Promise<Sample> => {
  const begin = performance.now()
  await work()
  return { ms: performance.now() - begin }
}

/** Runs a single node as the engine does. */
async function runNode(
  tables: Tables,
  definition: NodeDefinition,
  config: Config,
  inputs: Record<string, Value>,
  { key, isPassedOn = false }: { key: string; isPassedOn?: boolean },
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
    isPassedOn,
    files: { open: unused },
    outside: {},
    sandbox: undefined,
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
    evaluate: unused,
    effect: unused,
    render: String,
    progress: () => undefined,
    log: () => undefined,
  })
  return Object.values(outputs).flatMap((value) => (value.kind === 'table' ? [value.table] : []))
}

/** Throws if a contender returns different rows, since its time would not be comparable. */
async function mustBeEqual(
  tables: Tables,
  title: string,
  ours: TableRef[],
  theirs: TableRef[],
  isRounded: boolean,
): Promise<void> {
  for (const [index, table] of ours.entries()) {
    const other = theirs[index]
    const isSame =
      other &&
      table.rows === other.rows &&
      (isRounded || (await tables.contentHash(table)) === (await tables.contentHash(other)))
    if (!isSame)
      throw new Error(
        `${title}: the node and the handwritten SQL return different rows (${table.rows} and ${other?.rows}).`,
      )
  }
}
