import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const toColumns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const staff = toColumns({ Department: 'VARCHAR', Salary: 'BIGINT', Hired: 'DATE', Left: 'DATE' })
const campaigns = toColumns({
  campaign: 'VARCHAR',
  channel: 'VARCHAR',
  start_date: 'DATE',
  end_date: 'DATE',
  spend: 'DOUBLE',
  clicks: 'BIGINT',
  conversions: 'BIGINT',
  revenue: 'DOUBLE',
})
const invoices = toColumns({
  customer: 'VARCHAR',
  invoice_date: 'DATE',
  due_date: 'DATE',
  paid_on: 'DATE',
  net: 'DOUBLE',
  vat_rate: 'BIGINT',
  discount_pct: 'BIGINT',
})
const sales = toColumns({ date: 'DATE', store: 'VARCHAR', product: 'VARCHAR', quantity: 'BIGINT', amount: 'DOUBLE' })

/** Returns the settings of the nodes of a type. */
const read = (description: string, columns: Column[], type: string): unknown[] =>
  planFromDescription({ description, catalog, columns, continues: true })
    .nodes.filter((node) => node.type === type)
    .map(({ config }) => config)
const expression = (description: string, columns: Column[]): unknown =>
  (read(description, columns, 'derive_column')[0] as { expression?: string } | undefined)?.expression
const statement = (description: string, columns: Column[]): unknown =>
  (read(description, columns, 'sql').at(-1) as { statement?: string } | undefined)?.statement

const salaryClasses = 'Salary < 40000 ? "low" : Salary >= 40000 and Salary <= 65000 ? "medium" : "high"'

it.each([
  ['Put salaries in bands: under 40000 is low, 40000 up to 65000 is medium, above that high. Count staff per band.'],
  ['Classify by salary: low below 40k, medium 40k to 65k, high otherwise, and count them per class'],
  ['new column level: salary less than 40000 = low, 40000-65000 = medium, the rest high'],
  ['Mark people as low (salary < 40000), medium (from 40000 to 65000) or high (everything above)'],
  ['Gehaltsklasse: Salary unter 40000 low, 40000 bis 65000 medium, darüber high. Anzahl je Klasse'],
])('reads classes with their labels: %s', (description) => {
  expect(expression(description, staff)).toBe(salaryClasses)
  expect(read(description, staff, 'filter')).toEqual([])
})

it('groups by the classes, and reports classes of an unknown number', () => {
  expect(read('people per band: salary up to 20000 small, over 20000 large', staff, 'aggregate')).toEqual([
    { groupBy: ['Salary_group'], measures: [{ function: 'count', column: '', as: 'count' }] },
  ])
  const { ignored } = planFromDescription({
    description: 'small jobs are below 10, big ones 10 or more; sum of spend per channel',
    catalog,
    columns: campaigns,
    continues: true,
  })
  expect(ignored.join(' ')).toContain('small')
})

it.each([
  ['total is net minus the discount percentage', 'net * (1 - discount_pct / 100)'],
  ['gross = net plus VAT', 'net * (1 + vat_rate / 100)'],
  ['gross = net * (1 + vat rate / 100)', 'net * (1 + vat_rate / 100)'],
  ['add a column tax = net * vat rate / 100', 'net * vat_rate / 100'],
  ['compute net minus discount pct, call it payable', 'net * (1 - discount_pct / 100)'],
])('calculates with percentages and parentheses: %s', (description, expected) => {
  expect(expression(description, invoices)).toBe(expected)
})

it.each([
  ['add status: not paid yet', undefined],
  [
    'Add a status column: nothing in paid on means open, paid on after due date means late, otherwise on time',
    '$not($exists(paid_on)) ? "open" : paid_on > due_date ? "late" : "on time"',
  ],
  [
    'new column state: if paid_on is empty then open, if paid_on is after due_date then late, else ok',
    '$not($exists(paid_on)) ? "open" : paid_on > due_date ? "late" : "ok"',
  ],
  [
    'add a column size: big if net is over 1000, mid if net is at least 100, otherwise small',
    'net > 1000 ? "big" : net >= 100 ? "mid" : "small"',
  ],
  [
    'neue Spalte Status: wenn paid_on leer ist dann offen, sonst bezahlt',
    '$not($exists(paid_on)) ? "offen" : "bezahlt"',
  ],
])('labels rows by conditions: %s', (description, expected) => {
  expect(expression(description, invoices)).toBe(expected)
})

it.each([
  ['Total spend and conversions by channel, then cost per conversion from those totals', 'sum_spend / sum_conversions'],
  ['cost per click for each channel', 'sum_spend / sum_clicks'],
  ['For each channel the cost per click (spend / clicks)', 'sum_spend / sum_clicks'],
  ['spend per conversion by channel', 'sum_spend / sum_conversions'],
  ['revenue per click and channel, for every channel', 'sum_revenue / sum_clicks'],
])('divides sums: %s', (description, expected) => {
  expect(expression(description, campaigns)).toBe(expected)
})

it.each([
  ['how many days did the campaigns run', campaigns, `date_diff('day', "start_date", "end_date")`],
  ['average duration in weeks per channel', campaigns, `date_diff('week', "start_date", "end_date")`],
  ['how many days late were invoices paid on average', invoices, `date_diff('day', "due_date", "paid_on")`],
  ['Wie lange dauerte jede Kampagne in Tagen', campaigns, `date_diff('day', "start_date", "end_date")`],
  ['days from start to end, longest first', campaigns, `date_diff('day', "start_date", "end_date")`],
])('finds both dates of a duration: %s', (description, columns, expected) => {
  expect(statement(description, columns)).toContain(expected)
})

it.each([
  ['total amount per store and product, with the products as columns'],
  ['crosstab of store and product with the total amount'],
  ['products across, stores down, sum of amount'],
  ['amount with stores in the rows and products in the columns'],
  ['Summe amount je store und product, product als Spalten'],
])('reads the axes of a crosstab: %s', (description) => {
  expect(read(description, sales, 'pivot')).toEqual([
    { rows: ['store'], column: 'product', function: 'sum', value: 'amount' },
  ])
})

it.each([
  ['amount per day and the change versus the previous day'],
  ['sum of amount by date plus the difference to the day before'],
  ['total amount per day, and how much it changed from the day before'],
  ['amount per day with the increase compared with the previous one'],
  ['Summe amount pro Tag und die Veränderung zum Vortag'],
])('compares with the previous row: %s', (description) => {
  expect(statement(description, sales)).toContain('lag("sum_amount")')
})

it.each([
  ['rank the products within each store by amount and keep the best two of every store'],
  ['rank products by amount within their store, show only ranks 1 to 2'],
  ['add a rank by amount per store and only keep the top 2'],
])('keeps the first ranks: %s', (description) => {
  expect(statement(description, sales)).toContain('PARTITION BY "store" ORDER BY "amount" DESC')
  expect(read(description, sales, 'filter')).toEqual([
    { conditions: [{ column: 'rank', is: 'at-most', value: 2 }], match: 'all' },
  ])
})

it('reads amounts beside a count, and the range of columns', () => {
  expect(read('count the sales and quantity per store', sales, 'aggregate')).toEqual([
    {
      groupBy: ['store'],
      measures: [
        { function: 'count', column: '', as: 'count' },
        { function: 'sum', column: 'quantity', as: 'sum_quantity' },
      ],
    },
  ])
  const survey = toColumns({ team: 'VARCHAR', q1_pay: 'BIGINT', q2_tools: 'BIGINT', q3_room: 'BIGINT' })
  const [{ measures }] = read('average of q1 to q3 per team', survey, 'aggregate') as [
    { measures: { column: string }[] },
  ]
  expect(measures.map(({ column }) => column)).toEqual(['q1_pay', 'q2_tools', 'q3_room'])
})
