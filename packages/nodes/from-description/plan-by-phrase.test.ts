import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const columns: Column[] = Object.entries({
  order_id: 'BIGINT',
  sku: 'VARCHAR',
  region: 'VARCHAR',
  product: 'VARCHAR',
  status: 'VARCHAR',
  quantity: 'BIGINT',
  cost: 'DOUBLE',
  order_date: 'DATE',
}).map(([name, type]) => ({ name, type }))
const values = { region: ['North', 'South'], status: ['open', 'returned', 'shipped'], product: ['Desk', 'Lamp'] }

const plan = (description: string): [string, unknown][] =>
  planFromDescription({ description, catalog, columns, values, continues: true }).nodes.map(({ type, config }) => [
    type,
    config,
  ])
const filter = (...conditions: [string, string, unknown][]): [string, unknown] => [
  'filter',
  { conditions: conditions.map(([column, is, value]) => ({ column, is, value })), match: 'all' },
]

it.each([
  ['Toss everything that was returned.', filter(['status', 'not-equals', 'returned'])],
  ['Leave only orders with a quantity in excess of 5', filter(['quantity', 'more', 5])],
  ['orders with a quantity of 5 and up', filter(['quantity', 'at-least', 5])],
  ['orders placed prior to 2023', filter(['order_date', 'less', '2023-01-01'])],
  [
    'orders in the second quarter of 2023',
    filter(['order_date', 'at-least', '2023-04-01'], ['order_date', 'less', '2023-07-01']),
  ],
] as const)('reads other phrases for the same operation: %s', (description, expected) => {
  expect(plan(description)[0]).toEqual(expected)
})

it('keeps the rows before a verb that removes, and removes those after it', () => {
  expect(plan('orders from the North excluding the returned ones')).toEqual([
    filter(['region', 'equals', 'North']),
    filter(['status', 'not-equals', 'returned']),
  ])
})

it('reads "or" as an alternative to the condition before it only', () => {
  expect(plan('show orders from the North or the South with a quantity over 5')[0]).toEqual(
    filter(['region', 'is-one-of', ['North', 'South']], ['quantity', 'more', 5]),
  )
})

it('groups by a part of a text, and by the weekday', () => {
  const [derive, aggregate] = plan('number of orders per first letter of the sku')
  expect(derive).toEqual(['derive_column', { column: 'sku_prefix', expression: '$substring(sku, 0, 1)' }])
  expect(aggregate![1]).toMatchObject({ groupBy: ['sku_prefix'] })
  expect(plan('count orders per weekday')[0]).toEqual([
    'sql',
    { statement: 'SELECT *, dayname("order_date") AS "weekday" FROM input' },
  ])
})

it('counts rows with different conditions side by side', () => {
  const nodes = plan('number of orders and number of returned orders per region')
  expect(nodes.at(-1)![1]).toEqual({
    groupBy: ['region'],
    measures: [
      { function: 'count', column: '', as: 'count' },
      { function: 'sum', column: 'is_returned', as: 'count_returned' },
    ],
  })
})

it('ranks groups within groups, and the rows of each group', () => {
  expect(plan('Top 2 products by quantity sold within each region').at(-1)).toEqual([
    'sql',
    {
      statement:
        'SELECT * FROM input QUALIFY row_number() OVER (PARTITION BY "region" ORDER BY "sum_quantity" DESC NULLS LAST) <= 2',
    },
  ])
})

it('labels rows, with the label before or after the condition', () => {
  expect(
    plan('Flag every order exceeding a quantity of 10 with the word "big"; the rest should say "small".')[0]![1],
  ).toMatchObject({
    expression: 'quantity > 10 ? "big" : "small"',
  })
})

it('corrects the spelling of words of operations, and reports a chart that does not exist', () => {
  expect(plan('avarage cost per region')[0]![1]).toMatchObject({ measures: [{ function: 'mean', column: 'cost' }] })
  const { ignored } = planFromDescription({
    description: 'pie chart of orders per region',
    catalog,
    columns,
    values,
    continues: true,
  })
  expect(ignored.join(' ')).toContain('pie')
})
