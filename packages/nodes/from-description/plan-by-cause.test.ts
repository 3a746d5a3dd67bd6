import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const toColumns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const sales = toColumns({
  'Order ID': 'VARCHAR',
  'Order Date': 'DATE',
  'Ship Date': 'DATE',
  'Customer ID': 'VARCHAR',
  'Customer Name': 'VARCHAR',
  Segment: 'VARCHAR',
  Country: 'VARCHAR',
  Sales: 'DOUBLE',
  Profit: 'DOUBLE',
  Discount: 'DOUBLE',
  'Weight (g)': 'BIGINT',
  Overdue: 'BOOLEAN',
})
const values: Record<string, string[]> = { Segment: ['Consumer', 'Corporate', 'Tables'], Country: ['DE', 'FR', 'IN'] }

/** Returns the steps as short texts: the type, and the settings that matter. */
const plan = (description: string, columns = sales, others: Column[][] = []): [string, unknown][] =>
  planFromDescription({ description, catalog, columns, others, values, continues: others.length === 0 })
    .nodes.filter(({ type }) => type !== 'loading' && type !== 'table')
    .map(({ type, config }) => [type, config])
const filter = (...conditions: [string, string, unknown][]): [string, unknown] => [
  'filter',
  { conditions: conditions.map(([column, is, value]) => ({ column, is, value })), match: 'all' },
]

it.each([
  ['overdue orders', filter(['Overdue', 'equals', true])],
  ['orders that are not overdue', filter(['Overdue', 'equals', false])],
  ['keep the orders from Germany', filter(['Country', 'equals', 'DE'])],
  ['nur Bestellungen aus Frankreich', filter(['Country', 'equals', 'FR'])],
  ['orders heavier than 5 kg', filter(['Weight (g)', 'more', 5000])],
  ['show orders with a discount', filter(['Discount', 'more', 0])],
  ['keep orders with a profit below one million', filter(['Profit', 'less', 1_000_000])],
  ['only the orders from 2016', filter(['Order Date', 'at-least', '2016-01-01'], ['Order Date', 'less', '2017-01-01'])],
  [
    'keep orders from 2016 and 2017',
    filter(['Order Date', 'at-least', '2016-01-01'], ['Order Date', 'less', '2018-01-01']),
  ],
  ['orders in the 1990s', filter(['Order Date', 'at-least', '1990-01-01'], ['Order Date', 'less', '2000-01-01'])],
])('filters: %s', (description, expected) => {
  expect(plan(description)[0]).toEqual(expected)
})

it('removes each of the things that are listed, and rows that have neither of two values', () => {
  expect(plan('remove all Consumer orders and everything without a profit')).toEqual([
    filter(['Segment', 'not-equals', 'Consumer']),
    filter(['Profit', 'is-not-empty', '']),
  ])
  const [[, { conditions, match }]] = plan('drop orders that have neither a country nor a segment') as [
    [string, { conditions: { column: string; is: string }[]; match: string }],
  ]
  expect([match, ...conditions.map(({ column, is }) => `${column} ${is}`)]).toEqual([
    'any',
    'Country is-not-empty',
    'Segment is-not-empty',
  ])
})

it('takes the name for a noun, and the identifier to count it', () => {
  expect(plan('top 3 customers by sales')[0]).toEqual([
    'aggregate',
    { groupBy: ['Customer Name'], measures: [{ function: 'sum', column: 'Sales', as: 'sum_Sales' }] },
  ])
  expect(plan('number of unique customers per segment')[0]).toEqual([
    'aggregate',
    {
      groupBy: ['Segment'],
      measures: [{ function: 'count-distinct', column: 'Customer ID', as: 'count_distinct_Customer ID' }],
    },
  ])
})

it.each([
  ['Which countries have more than 5 orders?', 'Country', 'more', 5],
  ['find customers who ordered more than once', 'Customer Name', 'more', 1],
])('counts the rows of a group that is asked for: %s', (description, group, is, value) => {
  expect(plan(description)).toEqual([
    ['aggregate', { groupBy: [group], measures: [{ function: 'count', column: '', as: 'count' }] }],
    filter(['count', is, value]),
  ])
})

it('compares the number of rows, although a sum is computed', () => {
  const [, having] = plan('total sales per country, only those with more than 10 orders')
  expect(having).toEqual(filter(['count', 'more', 10]))
})

it('refers to the noun before "for each"', () => {
  expect(plan('show all segments and the number of orders for each')[0]).toEqual([
    'aggregate',
    { groupBy: ['Segment'], measures: [{ function: 'count', column: '', as: 'count' }] },
  ])
})

it.each([
  ['add a column net that is sales minus profit divided by 2', 'net', '(Sales - Profit) / 2'],
  ['Berechne Netto als Umsatz mal 1,19', 'Netto', 'Sales * 1.19'],
])('computes from left to right: %s', (description, column, expression) => {
  expect(plan(description)).toEqual([['derive_column', { column, expression }]])
})

it('computes a ratio of groups from their sums', () => {
  const [, derived] = plan('margin per segment (profit divided by sales)')
  expect(derived).toEqual(['derive_column', { column: 'margin', expression: 'sum_Profit / sum_Sales' }])
})

it('computes the time between two dates', () => {
  expect(plan('add the number of days between order date and ship date')).toEqual([
    ['sql', { statement: `SELECT *, date_diff('day', "Order Date", "Ship Date") AS "days" FROM input` }],
  ])
})

it('reads classes with their limits', () => {
  const [[, { expression }]] = plan(
    'put them into sales groups: "small" under 100, "middle" from 100 to 499 and "large" from 500 on',
  ) as [[string, { expression: string }]]
  expect(expression).toBe('Sales < 100 ? "small" : Sales >= 100 and Sales <= 499 ? "middle" : Sales >= 500 ? "large"')
})

it('joins on the column whose values are the keys of the other table', () => {
  const countries = toColumns({ code: 'VARCHAR', name: 'VARCHAR', Segment: 'VARCHAR' })
  const join = planFromDescription({
    description: 'Match the orders with the countries and count them per country name',
    catalog,
    columns: [...sales, { name: 'name', type: 'VARCHAR' }],
    others: [countries],
    values: { ...values, code: ['DE', 'FR', 'IN', 'US'] },
  }).nodes.find(({ type }) => type === 'join')
  expect(join?.config).toEqual({ kind: 'inner', suffix: '_country', keys: [{ left: 'Country', right: 'code' }] })
})

it('keeps the rows that have none in the other table', () => {
  const customers = toColumns({ CustomerId: 'BIGINT', LastName: 'VARCHAR' })
  const invoices = toColumns({ InvoiceId: 'BIGINT', CustomerId: 'BIGINT', InvoiceDate: 'DATE', Total: 'DOUBLE' })
  expect(plan('Show customers that have no invoice above 20', customers, [invoices])).toEqual([
    filter(['Total', 'more', 20]),
    ['join', { kind: 'anti', keys: [{ left: 'CustomerId', right: 'CustomerId' }] }],
  ])
})

it('reports an order by something that is not named, instead of choosing a column', () => {
  const { ignored } = planFromDescription({
    description: 'the 5 best orders',
    catalog,
    columns: sales,
    continues: true,
  })
  expect(ignored).not.toEqual([])
})

it('ranks the rows of each group, and the groups themselves', () => {
  const each = `SELECT * FROM input QUALIFY row_number() OVER (PARTITION BY "Country" ORDER BY "Sales" DESC NULLS LAST) <= 3`
  expect(plan('the 3 orders with the highest sales of each country')).toEqual([['sql', { statement: each }]])
  expect(plan('sales per country, top 3').map(([type]) => type)).toEqual(['aggregate', 'sort', 'sample'])
})

it('replaces values of a column that is found by them', () => {
  expect(plan('replace Corporate with Business')).toEqual([
    ['derive_column', { column: 'Segment', expression: 'Segment = "Corporate" ? "Business" : Segment' }],
  ])
})
