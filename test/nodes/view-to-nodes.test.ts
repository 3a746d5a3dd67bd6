import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { deriveTable } from '@aw-flow/nodes'
import type { TableRef } from '@aw-flow/schema'
import type { TableFilter } from '@aw-flow/schema/internal'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { viewToNodes } from '../../packages/editor/elements/results/tabs/view-to-nodes.ts'
import { deriveView } from '../../packages/editor/views/table/derive-view.ts'
import type { TableView } from '../../packages/editor/views/table/table-view.ts'
import type { TableSource } from '../../packages/editor/views/table-source.ts'
import { aggregateNode } from '../../packages/nodes/tables/aggregate.ts'
import { filterNode } from '../../packages/nodes/tables/filter.ts'
import { selectNode } from '../../packages/nodes/tables/select.ts'
import { sortNode } from '../../packages/nodes/tables/sort.ts'
import { createTable, readCells, runTable } from '../../packages/nodes/tables/test-tables.ts'

const definitions = { filter: filterNode, aggregate: aggregateNode, sort: sortNode, select: selectNode }
let tables: Tables
let table: TableRef
let count = 0

beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  table = await createTable(
    tables,
    'num1 DOUBLE, txt1 VARCHAR, day1 DATE, int1 BIGINT, yes1 BOOLEAN',
    `(2.5, 'b', '2024-01-05', 9007199254740993, TRUE), (NULL, 'A', '2024-01-20', 1, FALSE), (-1, '', '2024-02-01', 2, NULL),
     (2.5, 'a%', NULL, 3, TRUE), (7.25, NULL, '2024-03-01', NULL, TRUE), (10, 'B/(x', '2024-01-06', 4, FALSE),
     (1e21, 'Å', '2024-01-06', 5, TRUE)`,
  )
})
afterAll(() => tables.close())

/** A source like that of a session, which keeps its table. */
interface NativeSource extends TableSource {
  readonly table: TableRef
}
const createSource = (ref: TableRef): NativeSource => ({
  table: ref,
  columns: ref.columns,
  rows: ref.rows,
  page: () => Promise.reject(new Error('This test reads tables directly.')),
  derive: async (query) => {
    const derived = await deriveTable(tables, ref, query, { id: `derived${++count}` })
    return { source: createSource(derived.table), problems: derived.problems }
  },
})

async function compareWithNodes(view: Partial<TableView>): Promise<number> {
  const complete: TableView = { sort: [], filters: [], ...view }
  const displayed = (await deriveView(createSource(table), complete, { isExport: true })) as NativeSource
  let [names, rows] = [table.columns.map(({ name }) => name), await readCells(tables, table)]
  let input = table
  for (const { type, config } of viewToNodes(complete, table.columns)) {
    const run = await runTable(definitions[type], tables, { table: input }, config)
    expect(run.codes).toEqual([])
    names = run.names
    rows = run.rows.table!
    const output = run.outputs.table
    if (output?.kind === 'table') input = output.table
  }
  expect(names).toEqual(displayed.columns.map(({ name }) => name))
  expect(rows).toEqual(await readCells(tables, displayed.table))
  return rows.length
}

const filters: [filter: TableFilter, rows: number][] = [
  [{ column: 'txt1', test: 'contains', value: 'A' }, 2],
  [{ column: 'txt1', test: 'lacks', value: 'b' }, 5],
  [{ column: 'txt1', test: 'equals', value: 'B' }, 1],
  [{ column: 'txt1', test: 'differs', value: 'b' }, 6],
  [{ column: 'txt1', test: 'starts', value: 'b/(' }, 1],
  [{ column: 'txt1', test: 'ends', value: 'X' }, 1],
  [{ column: 'txt1', test: 'empty' }, 2],
  [{ column: 'txt1', test: 'filled' }, 5],
  [{ column: 'txt1', test: 'one-of', values: ['b', 'Å', null] }, 3],
  [{ column: 'txt1', test: 'one-of', values: [null] }, 1],
  [{ column: 'num1', test: 'equals', value: '2.50' }, 2],
  [{ column: 'num1', test: 'differs', value: '2.5' }, 5],
  [{ column: 'num1', test: 'between', value: '-1', upTo: '7 ' }, 3],
  [{ column: 'num1', test: 'contains', value: '.5' }, 2],
  [{ column: 'num1', test: 'one-of', values: ['2.5', '1e+21'] }, 3],
  [{ column: 'int1', test: 'equals', value: '9007199254740993' }, 1],
  [{ column: 'int1', test: 'above', value: '2' }, 4],
  [{ column: 'day1', test: 'below', value: '2024-01-20' }, 3],
  [{ column: 'day1', test: 'one-of', values: ['2024-01-06'] }, 2],
  [{ column: 'yes1', test: 'equals', value: 'true' }, 4],
  [{ column: 'yes1', test: 'one-of', values: ['false', null] }, 3],
]

it.each(filters)('%o: the nodes keep the rows that the table displays', async (filter, rows) => {
  expect(await compareWithNodes({ filters: [filter] })).toBe(rows)
})

it('combines all filters, order, groups and hidden columns', async () => {
  const [first, second, third] = [filters[1]![0], filters[8]![0], filters[11]![0]]
  await compareWithNodes({ filters: [first, second, third] })
  const sort = [
    { column: 'yes1', direction: 'descending' as const },
    { column: 'num1', direction: 'ascending' as const },
  ]
  expect(await compareWithNodes({ sort, filters: [first], hidden: ['num1', 'day1'] })).toBe(5)
  const groups = {
    by: ['yes1'],
    measures: [
      { function: 'count' as const, column: '' },
      { function: 'mean' as const, column: 'num1' },
      { function: 'count-distinct' as const, column: 'txt1' },
    ],
  }
  expect(await compareWithNodes({ groups, filters: [filters[7]![0]] })).toBe(2)
  expect(await compareWithNodes({ groups, sort: [{ column: 'count', direction: 'descending' }] })).toBe(3)
})
