import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'
import { createColumns } from '../../../test/columns.ts'

const catalog = createBuiltInCatalog()
const orders: Column[] = [
  { name: 'order_id', type: 'BIGINT' },
  { name: 'customer', type: 'VARCHAR' },
  { name: 'region_code', type: 'VARCHAR' },
  { name: 'status', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
  { name: 'quantity', type: 'BIGINT' },
  { name: 'order_date', type: 'DATE' },
]

const plan = (description: string, continues = true) =>
  planFromDescription({ description, catalog, columns: orders, continues })

it('plans the steps of a sentence that names steps and columns', () => {
  const { nodes, edges, ignored } = plan(
    'remove duplicates by order_id, keep rows where price is above 100, then sum price by region_code, sort descending and show a bar chart',
  )
  expect(ignored).toEqual([])
  expect(nodes.map(({ type, config }) => [type, config])).toEqual([
    ['deduplicate', { columns: ['order_id'], keep: 'first' }],
    ['filter', { conditions: [{ column: 'price', is: 'more', value: 100 }], match: 'all' }],
    ['aggregate', { groupBy: ['region_code'], measures: [{ function: 'sum', column: 'price', as: 'sum_price' }] }],
    ['sort', { by: [{ column: 'sum_price', direction: 'descending' }] }],
    ['chart', { mark: 'bar', x: 'region_code', y: 'sum_price', measure: 'sum' }],
  ])
  expect(nodes.flatMap(({ problems }) => problems)).toEqual([])
  expect(edges).toHaveLength(5)
})

it.each([
  ['sort by price and quantity descending', 'sort'],
  ['keep the columns customer and price', 'select'],
  ['drop rows where customer or status is empty', 'filter'],
  ['fill missing price with the median', 'fill'],
  ['rename price to cost and status to state', 'rename_and_cast'],
  ['compute tax as price times 0.19', 'derive_column'],
  ['check that order_id is unique and price is positive', 'validation'],
  ['take the first 10 rows', 'sample'],
  ['line chart of price over order_date', 'chart'],
  ['save it as result.xlsx', 'export'],
  ['Zeilen mit price über 100 behalten', 'filter'],
  ['nach region_code und status gruppieren und price summieren', 'aggregate'],
])('reads a step that is named: %s', (description, type) => {
  const { nodes, ignored } = plan(description)
  expect([nodes.map((node) => node.type), ignored]).toEqual([[type], []])
  expect(nodes[0]!.problems.filter(({ severity }) => severity === 'error')).toEqual([])
})

it.each([
  ['send it to ada@example.org', 'email', { to: 'ada@example.org' }, 'secret'],
  ['pivot region_code status', 'pivot', { rows: ['region_code', 'status'] }, 'column'],
  ['Classify rows status', 'classify_rows', { column: 'status' }, 'labels'],
])('adds a step by its title, and reports which setting it lacks: %s', (description, type, config, setting) => {
  const { nodes, ignored } = plan(description)
  expect([nodes.map((node) => [node.type, node.config]), ignored]).toEqual([[[type, config]], []])
  expect(nodes[0]!.problems[0]!.where).toEqual({ setting })
})

it.each([
  ['which region_code has the most orders', ['aggregate', 'sort', 'sample']],
  ['total price per month', ['sql']],
  ['average price by customer where status is paid', ['filter', 'aggregate']],
  ['bar chart of average price by customer', ['aggregate', 'chart']],
])('answers a single question: %s', (description, types) => {
  const { nodes, ignored } = plan(description)
  expect([nodes.map(({ type }) => type), ignored]).toEqual([types, []])
})

it.each([
  'sort by the weather',
  'keep the expensive orders',
  'price by region_code',
  'keep rows where customer does not contain "x"',
  'sort by price, then dance',
  'remove duplicates by customer in "Berlin"',
  'keep orders without a price',
])('reports what it does not understand: %s', (description) => {
  expect(plan(description).ignored).not.toEqual([])
})

it('lists the parts of a description that are not understood, and plans the others', () => {
  const { nodes, ignored } = plan('Sing a song. Sort by price. Beautify the rows!')
  expect(nodes.map(({ type }) => type)).toEqual(['sort'])
  expect(ignored).toEqual(['Sing a song', 'Beautify the rows'])
})

it('finds values of columns that are written literally', () => {
  const values = { region_code: ['NW', 'SE'], status: ['paid', 'open'] }
  const request = { catalog, columns: orders, values, continues: true }
  const read = (description: string) => planFromDescription({ ...request, description }).nodes[0]?.config
  expect(read('keep rows with NW and paid')).toEqual({
    conditions: [
      { column: 'region_code', is: 'equals', value: 'NW' },
      { column: 'status', is: 'equals', value: 'paid' },
    ],
    match: 'all',
  })
  // All values of the column are known, and "late" is not one of them.
  expect(read('keep rows where status is late')).toBeUndefined()
})

it('loads files, starts with a schedule, joins, and ends with a table', () => {
  const people: Column[] = createColumns('customer VARCHAR, age BIGINT')
  const { nodes, edges, ignored } = planFromDescription({
    description:
      'Every Monday at 8, load orders.csv and people.csv, join them on customer. Average age by region_code.',
    catalog,
    columns: orders,
    others: [people],
  })
  expect(ignored).toEqual([])
  expect(nodes.map(({ type }) => type)).toEqual(['schedule', 'loading', 'loading', 'join', 'aggregate', 'table'])
  expect(nodes[0]!.config).toEqual({ cron: '0 8 * * 1' })
  expect(edges).toHaveLength(4)
})

it('proposes the most similar template if nothing is recognized and no table is connected', () => {
  const description = 'quality check with a nice report'
  const { nodes, edges, ignored, template } = planFromDescription({ description, catalog })
  expect(template).toBe('Data quality check with a report')
  expect(ignored).toEqual([description])
  expect(nodes.map(({ type }) => type)).toContain('validation')
  expect(edges.length).toBeGreaterThan(2)
  expect(plan(description)).toEqual({ nodes: [], edges: [], ignored: [description] })
  expect(planFromDescription({ description: 'Sing a song', catalog }).nodes).toEqual([])
})

it('reads the first 2,000 characters, and returns the others', () => {
  const text = 'sort by price. '.repeat(140)
  const { ignored, nodes } = plan(text)
  expect(ignored.at(-1)).toBe(text.slice(2_000))
  expect(new Set(nodes.map(({ type }) => type))).toEqual(new Set(['sort']))
  expect(plan('')).toEqual({ nodes: [], edges: [], ignored: [] })
})
