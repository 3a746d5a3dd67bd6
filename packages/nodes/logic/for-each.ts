import { message } from '@aw-flow/messages'
import {
  defineNode,
  quoteIdentifier,
  NodeError,
  toReadableValue,
  sql,
  tableName,
  type RunArguments,
  type Scalar,
  describePortType,
} from '@aw-flow/engine'
import { error, defined, type Json, type TableRef, type Value, type Values } from '@aw-flow/schema'
import { z } from 'zod'
import { appendTables } from './append-tables.ts'

/** Maximum number of table rows that are iterated one by one. Each needs a query; more rows are iterated in batches. */
const maxRows = 10_000

const settings = z.strictObject({
  over: z
    .enum(['items', 'batches'])
    .default('items')
    .meta({
      title: 'Iterate over',
      description: `Items: each item of a list, or each row of a table (at most ${maxRows}). Batches: parts of a table or list.`,
      labels: { items: 'Items or rows', batches: 'Batches' },
    }),
  batchSize: z
    .number()
    .int()
    .min(1)
    .default(1000)
    .meta({ title: 'Batch size', description: 'Number of rows or items per batch.' }),
  parallel: z.number().int().min(1).max(1000).default(1).meta({
    advanced: true,
    title: 'Concurrency',
    description: 'Number of iterations that run at the same time. Use 1 to run them one after another.',
  }),
  onError: z
    .enum(['stop', 'continue'])
    .default('stop')
    .meta({
      advanced: true,
      title: 'If an iteration fails',
      description: 'Stop: the loop fails. Continue: the other iterations run, and "Failed" lists the failed ones.',
      labels: { stop: 'Stop', continue: 'Continue' },
    }),
})
type Settings = z.output<typeof settings>

/** Runs the nodes between its `item` output and its `result` input once for each item, row, or batch. @internal */
export const forEachNode = defineNode({
  type: 'for_each',
  version: 1,
  family: 'logic',
  title: 'For each',
  description:
    'Runs the nodes between its "Item" output and its "Result" input once for each item, row or batch, and collects the results in order.',
  icon: 'repeat',
  isolation: 'shared',
  control: 'for-each',
  body: { outputs: ['item', 'index'], inputs: ['result'] },
  loop: ({ parallel, onError }) => ({ parallel, keepGoing: onError === 'continue' }),
  inputs: [
    { name: 'items', type: 'any', label: 'Items', required: true },
    { name: 'result', type: 'any', label: 'Result' },
  ],
  outputs: [
    { name: 'item', type: 'any', label: 'Item' },
    { name: 'index', type: 'json', label: 'Index' },
    { name: 'results', type: 'any', label: 'Results' },
    { name: 'failed', type: 'json', label: 'Failed' },
  ],
  settings,

  describe({ settings: { over, batchSize, parallel }, inputs: { items, result } }) {
    const isTable = items?.type === 'table'
    const item =
      over === 'batches' && isTable
        ? defined({ type: 'table' as const, columns: items.columns })
        : { type: items === undefined || items.type === 'any' ? ('any' as const) : ('json' as const) }
    const results = result?.type === 'table' ? result : { type: result ? ('json' as const) : ('any' as const) }
    const iterationUnit = message('for-each.what', {
      over: over === 'batches' ? 'batch' : isTable ? 'row' : 'item',
      size: batchSize,
    })
    return {
      outputs: { item, index: { type: 'json' }, results, failed: { type: 'json' } },
      summary: message('for-each.summary', { what: iterationUnit, parallel }),
    }
  },

  run(args) {
    const { continuation, inputs } = args
    return continuation?.kind === 'collect'
      ? collectResults(args, continuation.results, continuation.failed)
      : startIteration(args, inputs.items, continuation?.kind === 'next' ? continuation.iteration : 0)
  },
})

async function startIteration(args: RunArguments<Settings>, items: Value | undefined, iteration: number) {
  const { over, batchSize } = args.settings
  const size = over === 'batches' ? batchSize : 1
  const count = items?.kind === 'table' ? items.table.rows : requireList(args, items).length
  const iterationCount = Math.ceil(count / size)
  if (over === 'items' && items?.kind === 'table' && count > maxRows) {
    throw new NodeError(
      'permanent',
      error('for-each.too-many-rows', { node: args.label, rows: count, max: maxRows }, { where: { setting: 'over' } }),
    )
  }
  if (iteration >= iterationCount) return { outputs: {} }
  const item =
    items?.kind === 'table'
      ? await createTableItem(args, items.table, iteration)
      : createListItem(requireList(args, items), over === 'batches', iteration, size)
  const index: Value = { kind: 'json', json: iteration }
  return { outputs: { item, index }, iterate: { totalIterations: iterationCount } }
}

function requireList({ label }: RunArguments<Settings>, items: Value | undefined): readonly Json[] {
  const list = items && toReadableValue(items)
  if (Array.isArray(list)) return list as Json[]
  const type =
    items === undefined
      ? message('node.no-value', {})
      : items.kind === 'json'
        ? message('for-each.json-not-a-list', {})
        : describePortType(items.kind)
  throw new NodeError('permanent', error('for-each.not-a-list', { node: label, type }, { where: { port: 'items' } }))
}

const createListItem = (list: readonly Json[], isBatch: boolean, iteration: number, size: number): Value => ({
  kind: 'json',
  json: isBatch ? list.slice(iteration * size, (iteration + 1) * size) : list[iteration]!,
})

async function createTableItem(
  { tables, settings, key, signal }: RunArguments<Settings>,
  table: TableRef,
  iteration: number,
): Promise<Value> {
  const size = settings.over === 'batches' ? settings.batchSize : 1
  const startRow = iteration * size
  const select = sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid >= ${startRow} AND rowid < ${startRow + size} ORDER BY rowid`
  if (settings.over === 'batches') return { kind: 'table', table: await tables.create(select, { id: key, signal }) }
  const [row = {}] = await tables.rows(select, { signal })
  return { kind: 'json', json: Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, toJson(cell)])) }
}

/** Converts a cell to JSON. Integers that JSON numbers cannot represent exactly become strings. */
const toJson = (cell: Scalar): Json => (typeof cell === 'bigint' ? cell.toString() : cell)

/** Collects the results of all iterations in order, except iterations that failed or returned no result. */
async function collectResults(
  { tables, key, signal }: RunArguments<Settings>,
  iterations: readonly (Values | undefined)[],
  failed: readonly number[],
) {
  const results = iterations.flatMap((values): Value[] => (values?.result ? [values.result] : []))
  const tableRefs = results.flatMap((value) => (value.kind === 'table' ? [value.table] : []))
  const isTable = tableRefs.length > 0 && tableRefs.length === results.length
  const collectedValue: Value = isTable
    ? { kind: 'table', table: await appendTables(tables, tableRefs, { id: key, signal }) }
    : { kind: 'json', json: results.map(toReadableValue) }
  return { outputs: { results: collectedValue, failed: { kind: 'json', json: [...failed] } satisfies Value } }
}
