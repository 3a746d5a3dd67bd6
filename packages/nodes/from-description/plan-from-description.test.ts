import { describe, expect, it } from 'vitest'
import type { Column } from '@aw-flow/schema'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const orders: Column[] = [
  { name: 'order_id', type: 'BIGINT' },
  { name: 'customer', type: 'VARCHAR' },
  { name: 'country', type: 'VARCHAR' },
  { name: 'status', type: 'VARCHAR' },
  { name: 'amount', type: 'DOUBLE' },
  { name: 'order_date', type: 'DATE' },
]

const plan = (description: string, continues = true) =>
  planFromDescription({ description, catalog, columns: orders, continues })
const steps = (description: string, continues = true): [string, unknown][] =>
  plan(description, continues).nodes.map(({ type, config }) => [type, config])
const where = (...conditions: [string, string, unknown][]) => ({
  conditions: conditions.map(([column, is, value]) => ({ column, is, value })),
  match: 'all',
})
const measure = (fn: string, column: string) => ({
  function: fn,
  column,
  as: column === '' ? fn : `${fn.replace('-', '_')}_${column}`,
})

describe('questions about a table', () => {
  const aggregate = (groupBy: string[], ...measures: object[]) => [['aggregate', { groupBy, measures }]]
  it.each([
    ['average amount by country', aggregate(['country'], measure('mean', 'amount'))],
    ['Durchschnittlicher Betrag je Land', aggregate(['country'], measure('mean', 'amount'))],
    ['What is the total amount per customer?', aggregate(['customer'], measure('sum', 'amount'))],
    ['how many orders are there per status', aggregate(['status'], measure('count', ''))],
    ['Wie viele Bestellungen gibt es je Status?', aggregate(['status'], measure('count', ''))],
    ['number of distinct customers by country', aggregate(['country'], measure('count-distinct', 'customer'))],
    ['highest amount', aggregate([], measure('max', 'amount'))],
    [
      'group by country and compute the average, minimum and maximum amount',
      aggregate(['country'], measure('mean', 'amount'), measure('min', 'amount'), measure('max', 'amount')),
    ],
    [
      'sum and average of amount by country and status',
      aggregate(['country', 'status'], measure('sum', 'amount'), measure('mean', 'amount')),
    ],
    [
      'nach Land und Status gruppieren und den Betrag summieren',
      aggregate(['country', 'status'], measure('sum', 'amount')),
    ],
  ])('%s', (description, expected) => {
    expect(steps(description)).toEqual(expected)
  })

  it.each([
    [
      'minimum and maximum amount of each country',
      aggregate(['country'], measure('min', 'amount'), measure('max', 'amount')),
    ],
    ['count the days by status', aggregate(['status'], measure('count', ''))],
  ])('%s', (description, expected) => {
    expect(steps(description)).toEqual(expected)
  })

  it('measures each column of a list', () => {
    const columns: Column[] = [...orders, { name: 'weight', type: 'DOUBLE' }]
    const { nodes } = planFromDescription({
      description: 'average amount and weight by status',
      catalog,
      columns,
      continues: true,
    })
    expect(nodes[0]?.config).toEqual({
      groupBy: ['status'],
      measures: [measure('mean', 'amount'), measure('mean', 'weight')],
    })
  })

  it('limits the rows before it aggregates, by a year or by a count of groups', () => {
    expect(steps('sum of amount since 2024 per status')).toEqual([
      ['filter', where(['order_date', 'at-least', '2024-01-01'])],
      ['aggregate', { groupBy: ['status'], measures: [measure('sum', 'amount')] }],
    ])
    expect(steps('count orders per customer and only show customers with at least 3 orders')).toEqual([
      ['aggregate', { groupBy: ['customer'], measures: [measure('count', '')] }],
      ['filter', where(['count', 'at-least', 3])],
    ])
  })

  it('groups by month if the table has a date', () => {
    expect(steps('total amount per month')).toEqual([
      ['derive_column', { column: 'month', expression: '$substring($string(order_date), 0, 7)' }],
      ['aggregate', { groupBy: ['month'], measures: [measure('sum', 'amount')] }],
    ])
  })

  it.each(['the three customers with the most orders', 'Die drei Kunden mit den meisten Bestellungen'])(
    '%s',
    (description) => {
      expect(steps(description)).toEqual([
        ['aggregate', { groupBy: ['customer'], measures: [measure('count', '')] }],
        ['sort', { by: [{ column: 'count', direction: 'descending' }] }],
        ['sample', { how: 'first', rows: 3 }],
      ])
    },
  )

  it.each(['top 5 customers by amount', 'Die 5 größten Kunden nach Betrag'])('%s', (description) => {
    expect(steps(description)).toEqual([
      ['aggregate', { groupBy: ['customer'], measures: [measure('sum', 'amount')] }],
      ['sort', { by: [{ column: 'sum_amount', direction: 'descending' }] }],
      ['sample', { how: 'first', rows: 5 }],
    ])
  })

  it('answers which group has the most', () => {
    expect(steps('Which country has the most orders?')).toEqual([
      ['aggregate', { groupBy: ['country'], measures: [measure('count', '')] }],
      ['sort', { by: [{ column: 'count', direction: 'descending' }] }],
      ['sample', { how: 'first', rows: 1 }],
    ])
  })

  it('sorts by the measure', () => {
    expect(steps('total amount by customer, highest first')).toEqual([
      ['aggregate', { groupBy: ['customer'], measures: [measure('sum', 'amount')] }],
      ['sort', { by: [{ column: 'sum_amount', direction: 'descending' }] }],
    ])
  })

  it('filters before it aggregates', () => {
    expect(steps('count the orders by country where status is paid')).toEqual([
      ['filter', where(['status', 'equals', 'paid'])],
      ['aggregate', { groupBy: ['country'], measures: [measure('count', '')] }],
    ])
  })
})

describe('conditions', () => {
  it.each<[string, [string, string, unknown][]]>([
    ['keep rows where amount is greater than 100', [['amount', 'more', 100]]],
    ['only orders over 100', [['amount', 'more', 100]]],
    ['filter amount >= 1,000', [['amount', 'at-least', 1000]]],
    ['behalte Zeilen mit Betrag über 1.000,50', [['amount', 'more', 1000.5]]],
    [
      'keep amount between 10 and 20',
      [
        ['amount', 'at-least', 10],
        ['amount', 'at-most', 20],
      ],
    ],
    [
      'keep rows with status paid and amount of at least 5',
      [
        ['status', 'equals', 'paid'],
        ['amount', 'at-least', 5],
      ],
    ],
    ['keep rows where country is Germany or France', [['country', 'is-one-of', ['Germany', 'France']]]],
    ['remove rows where customer is empty', [['customer', 'is-not-empty', '']]],
    ['Zeilen mit leerem Betrag entfernen', [['amount', 'is-not-empty', '']]],
    ['remove rows with a missing amount', [['amount', 'is-not-empty', '']]],
    ['delete rows where status is not paid', [['status', 'equals', 'paid']]],
    ['keep rows where customer contains "GmbH"', [['customer', 'contains', 'GmbH']]],
    ['nur Zeilen, bei denen der Status gleich bezahlt ist', [['status', 'equals', 'bezahlt']]],
    ['keep orders after 2024-01-31', [['order_date', 'more', '2024-01-31']]],
  ])('%s', (description, conditions) => {
    expect(steps(description)).toEqual([['filter', where(...conditions)]])
  })
})

it.each<[string, unknown]>([
  ['keep the countries France and Spain', where(['country', 'is-one-of', ['France', 'Spain']])],
  ['keep rows where status is paid, open and cancelled', where(['status', 'is-one-of', ['paid', 'open', 'cancelled']])],
  ['filter amount from 10 to 20', where(['amount', 'at-least', 10], ['amount', 'at-most', 20])],
  ['Zeilen entfernen, in denen status gleich "offen" ist', where(['status', 'not-equals', 'offen'])],
  ['throw out rows without a customer', where(['customer', 'is-not-empty', ''])],
])('reads lists, ranges and relative clauses: %s', (description, expected) => {
  expect(steps(description)).toEqual([['filter', expected]])
})

describe('words that no step uses', () => {
  it.each([
    ['average amount of Italian orders by status', ['Italian']],
    ['sum of amount of comedies and dramas', ['comedies', 'dramas']],
    ['sort by amount, 7 times', ['7']],
    ['remove duplicates by customer in "Berlin"', ['"Berlin"']],
  ])('are reported: %s', (description, words) => {
    expect(plan(description).ignored).toEqual(words)
  })

  it.each([
    'Count the remaining orders per status, please',
    'Then show all customers sorted by amount descending',
    'Split the orders into 70% training and 30% test data',
    'Create a column tax that is amount times 0.19',
    'Zeige mir bitte die durchschnittlichen Beträge aller Kunden je Land',
  ])('are only those with a meaning: %s', (description) => {
    expect(plan(description)).toMatchObject({ ignored: [] })
    expect(plan(description).nodes).not.toEqual([])
  })
})

it('does not guess conditions without a column', () => {
  for (const description of [
    'show paid orders only',
    'keep only orders from Germany',
    'behalte nur bezahlte Bestellungen',
  ])
    expect(plan(description)).toMatchObject({ nodes: [], ignored: [description] })
})

it('removes each of several values', () => {
  const conditions = ['cancelled', 'refunded'].map((value) => ({ column: 'status', is: 'not-equals', value }))
  expect(steps('drop rows where the status is cancelled or refunded')).toEqual([
    ['filter', { conditions, match: 'all' }],
  ])
})

describe('steps on tables', () => {
  it.each<[string, [string, object][]]>([
    ['sort by amount descending', [['sort', { by: [{ column: 'amount', direction: 'descending' }] }]]],
    ['nach Datum sortieren', [['sort', { by: [{ column: 'order_date', direction: 'ascending' }] }]]],
    ['remove duplicates by customer', [['deduplicate', { columns: ['customer'], keep: 'first' }]]],
    ['doppelte Zeilen entfernen', [['deduplicate', { columns: [], keep: 'first' }]]],
    ['fill missing amount with the average', [['fill', { columns: ['amount'], how: 'mean' }]]],
    ['fill empty amount with 0', [['fill', { columns: ['amount'], how: 'constant', value: 0 }]]],
    ['rename amount to total', [['rename_and_cast', { columns: [{ column: 'amount', name: 'total' }] }]]],
    ['drop the columns status and country', [['select', { columns: ['status', 'country'], how: 'drop' }]]],
    ['keep only the columns customer and amount', [['select', { columns: ['customer', 'amount'], how: 'keep' }]]],
    ['compute tax as amount times 0.19', [['derive_column', { column: 'tax', expression: 'amount * 0.19' }]]],
    ['convert customer to uppercase', [['derive_column', { column: 'customer', expression: '$uppercase(customer)' }]]],
    ['take the first 10 rows', [['sample', { how: 'first', rows: 10 }]]],
    ['check that amount is greater than 0', [['validation', { schema: '', expression: 'amount > 0' }]]],
    ['bar chart of amount by country', [['chart', { mark: 'bar', x: 'country', y: 'amount', measure: 'sum' }]]],
    ['sort by order date, newest first', [['sort', { by: [{ column: 'order_date', direction: 'descending' }] }]]],
    [
      'round the amount to 2 digits',
      [['sql', { statement: 'SELECT * REPLACE (round("amount", 2) AS "amount") FROM input' }]],
    ],
    ['make sure order_id is unique', [['validation', { schema: '{"columns":[{"name":"order_id","unique":true}]}' }]]],
    ['check that every order has a customer', [['validation', { schema: '', expression: '$exists(customer)' }]]],
    ['bar chart of orders per status', [['chart', { mark: 'bar', x: 'status', y: '', measure: 'count' }]]],
    ['plot the number of orders over time', [['chart', { mark: 'line', x: 'order_date', y: '', measure: 'count' }]]],
    ['turn the columns amount and order_id into rows', [['unpivot', { columns: ['amount', 'order_id'] }]]],
    [
      'one row per country and one column per status with the total amount',
      [['pivot', { rows: ['country'], column: 'status', function: 'sum', value: 'amount' }]],
    ],
    ['split the rows into 80 % training and 20 % test', [['split', { how: 'share', share: 0.8 }]]],
    [
      'rename amount to total and status to state',
      [
        [
          'rename_and_cast',
          {
            columns: [
              { column: 'amount', name: 'total' },
              { column: 'status', name: 'state' },
            ],
          },
        ],
      ],
    ],
    [
      'check that order_id is unique and amount is positive',
      [['validation', { schema: '{"columns":[{"name":"order_id","unique":true}]}', expression: 'amount > 0' }]],
    ],
    ['sort by amount, largest amount first', [['sort', { by: [{ column: 'amount', direction: 'descending' }] }]]],
    ['save it as result.xlsx', [['export', { name: 'result', format: 'xlsx' }]]],
  ])('%s', (description, expected) => {
    expect(steps(description)).toEqual(expected)
  })
})

describe('workflows', () => {
  it('are chains from a file to an output', () => {
    const { nodes, edges, ignored } = plan(
      'Every Monday at 8, load orders.csv, remove duplicates, keep rows where amount is over 100, sum the amount by country, sort by the sum descending, show a bar chart and export as Excel.',
      false,
    )
    expect(nodes.map(({ type }) => type)).toEqual(
      'schedule loading deduplicate filter aggregate sort chart export'.split(' '),
    )
    expect(nodes[0]?.config).toEqual({ cron: '0 8 * * 1' })
    expect(nodes.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error'))).toEqual([])
    expect(edges).toHaveLength(6)
    expect(ignored).toEqual([])
  })

  it('can be described in German', () => {
    const { nodes, ignored } = plan(
      'Lade bestellungen.csv, entferne Duplikate, behalte nur Zeilen mit Betrag über 100, summiere den Betrag je Land und exportiere das Ergebnis als CSV.',
      false,
    )
    expect(nodes.map(({ type }) => type)).toEqual('loading deduplicate filter aggregate export'.split(' '))
    expect(ignored).toEqual([])
  })

  it('join two files by keys with different names', () => {
    const { nodes } = plan('Load orders.csv and people.csv, join them where customer equals person', false)
    expect(nodes[2]?.config).toMatchObject({ keys: [{ left: 'customer', right: 'person' }] })
  })

  it('join two files', () => {
    const { nodes, edges } = plan(
      'Load orders.csv and customers.csv, join them on customer, then show the table',
      false,
    )
    expect(nodes.map(({ type }) => type)).toEqual(['loading', 'loading', 'join', 'table'])
    expect(nodes[2]?.config).toMatchObject({ keys: [{ left: 'customer', right: 'customer' }] })
    expect(edges.map(({ targetHandle }) => targetHandle)).toEqual(['left', 'right', 'table'])
  })

  it('begin with a file and end with a table', () => {
    expect(steps('remove duplicates', false).map(([type]) => type)).toEqual(['loading', 'deduplicate', 'table'])
  })

  it('report parts that do not name a step', () => {
    expect(plan('Sing a song. Sort by amount.')).toMatchObject({ ignored: ['Sing a song'] })
    expect(plan('')).toEqual({ nodes: [], edges: [], ignored: [] })
  })
})

it('ignores what follows the first 2,000 characters of a description', () => {
  const read = 'sort by amount. '.repeat(125)
  const { ignored, nodes } = plan(`${read}limit to 5 rows`)
  expect(ignored.at(-1)).toBe('limit to 5 rows')
  expect(new Set(nodes.map(({ type }) => type))).toEqual(new Set(['sort']))
})

it('counts the first 2,000 characters before it removes list marks and examples', () => {
  const text = `${'- sort by amount\n'.repeat(120)}limit to 5 rows`
  const { ignored, nodes } = plan(text)
  expect(ignored.at(-1)).toBe(text.slice(2_000))
  expect(nodes.map(({ type }) => type)).not.toContain('limit')
})

describe('values of columns', () => {
  const values = { country: ['Germany', 'France', 'New York'], status: ['paid', 'open'], customer: ['Ada', 'AB'] }
  const read = (description: string): [string, unknown][] =>
    planFromDescription({ description, catalog, columns: orders, values, continues: true }).nodes.map(
      ({ type, config }) => [type, config],
    )
  it.each([
    ['just the paid orders', [['status', 'equals', 'paid']]],
    ['only orders from New York', [['country', 'equals', 'New York']]],
    ['German orders only', [['country', 'equals', 'Germany']]],
    ['everything except open orders', [['status', 'not-equals', 'open']]],
    ['only France and Germany', [['country', 'is-one-of', ['France', 'Germany']]]],
    [
      'only orders of AB since May 2024',
      [
        ['customer', 'equals', 'AB'],
        ['order_date', 'at-least', '2024-05-01'],
      ],
    ],
  ] as [string, [string, string, unknown][]][])('are conditions: %s', (description, conditions) => {
    const [[type, config] = ['', {}]] = read(description)
    expect(type).toBe('filter')
    expect((config as { conditions: unknown }).conditions).toEqual(
      conditions.map(([column, is, value]) => ({ column, is, value })),
    )
  })

  it('filter the rows before they are counted', () => {
    expect(read('How many paid orders are there per country?').map(([type]) => type)).toEqual(['filter', 'aggregate'])
  })

  it('are not guessed from two-letter words', () => {
    expect(read('sort by ab').map(([type]) => type)).not.toContain('filter')
  })
})

describe('columns', () => {
  it.each([
    [
      'I only need the customer, the country and the amount.',
      [['select', { columns: ['customer', 'country', 'amount'], how: 'keep' }]],
    ],
    ['customer and amount are enough', [['select', { columns: ['customer', 'amount'], how: 'keep' }]]],
    ["I don't need the status", [['select', { columns: ['status'], how: 'drop' }]]],
    ['cost per nation', [['aggregate', { groupBy: ['country'], measures: [measure('sum', 'amount')] }]]],
    ['orders per status', [['aggregate', { groupBy: ['status'], measures: [measure('count', '')] }]]],
    [
      'join customer and country together into label',
      [['derive_column', { column: 'label', expression: 'customer & " " & country' }]],
    ],
    ['in chronological order', [['sort', { by: [{ column: 'order_date', direction: 'ascending' }] }]]],
    [
      'in March 2024',
      [['filter', where(['order_date', 'at-least', '2024-03-01'], ['order_date', 'less', '2024-04-01'])]],
    ],
    ['amount over 2 million', [['filter', where(['amount', 'more', 2_000_000])]]],
  ] as [string, unknown][])('are read: %s', (description, expected) => {
    expect(steps(description)).toEqual(expected)
  })
})

it('joins two files on the columns that share values, and names the time first', () => {
  const people: Column[] = [
    { name: 'person', type: 'VARCHAR' },
    { name: 'age', type: 'BIGINT' },
  ]
  const { nodes, edges } = planFromDescription({
    description: 'Average age per country. Run this every Monday at 7.',
    catalog,
    columns: orders,
    others: [people],
    values: { customer: ['Ada', 'Bo', 'Cy'], person: ['Ada', 'Bo', 'Di'] },
  })
  expect(nodes.map(({ type }) => type)).toEqual(['schedule', 'loading', 'loading', 'join', 'aggregate', 'table'])
  expect(nodes[3]!.config).toEqual({ kind: 'inner', keys: [{ left: 'customer', right: 'person' }] })
  expect(edges.filter(({ target }) => target === nodes[3]!.id)).toHaveLength(2)
})

describe('sentences of several parts', () => {
  const trips: Column[] = [
    { name: 'driver', type: 'VARCHAR' },
    { name: 'city', type: 'VARCHAR' },
    { name: 'started_at', type: 'TIMESTAMP' },
    { name: 'temp_min', type: 'DOUBLE' },
    { name: 'temp_max', type: 'DOUBLE' },
    { name: 'distance', type: 'DOUBLE' },
    { name: 'price', type: 'DOUBLE' },
  ]
  const values = { city: ['Oslo', 'Rome'], driver: ['Ada', 'Bo', 'Cy'] }
  const read = (description: string) =>
    planFromDescription({ description, catalog, columns: trips, values, continues: true })
  const aggregate = (groupBy: string[], ...measures: object[]) => ({ groupBy, measures })
  const by = (column: string, direction = 'descending') => ({ by: [{ column, direction }] })

  it.each<[string, [string, unknown][]]>([
    [
      'Average price and longest distance per city, only cities with an average over 20, highest average first, top 3',
      [
        ['aggregate', aggregate(['city'], measure('max', 'distance'), measure('mean', 'price'))],
        ['filter', where(['mean_price', 'more', 20])],
        ['sort', by('mean_price')],
        ['sample', { how: 'first', rows: 3 }],
      ],
    ],
    [
      'For each city: minimum and maximum of the price. Ignore trips by Bo.',
      [
        ['filter', where(['driver', 'not-equals', 'Bo'])],
        ['aggregate', aggregate(['city'], measure('min', 'price'), measure('max', 'price'))],
      ],
    ],
    [
      'the 5 most expensive trips with driver, city and price',
      [
        ['sort', by('price')],
        ['sample', { how: 'first', rows: 5 }],
        ['select', { columns: ['driver', 'city', 'price'], how: 'keep' }],
      ],
    ],
    [
      'Compute the range (temp_max minus temp_min) and show the 5 trips with the biggest range',
      [
        ['derive_column', { column: 'range', expression: 'temp_max - temp_min' }],
        ['sort', by('range')],
        ['sample', { how: 'first', rows: 5 }],
      ],
    ],
    [
      'trips where temp_max is below price, cheapest first',
      [
        ['filter', { conditions: [], match: 'all', expression: 'temp_max < price' }],
        ['sort', by('price', 'ascending')],
      ],
    ],
    [
      'Add a column size: long if the distance is over 100, otherwise short. How many are in each of the two?',
      [
        ['derive_column', { column: 'size', expression: 'distance > 100 ? "long" : "short"' }],
        ['aggregate', aggregate(['size'], measure('count', ''))],
      ],
    ],
    [
      'Durchschnittliche Höchsttemperatur je Stadt für Ada, auf eine Stelle gerundet',
      [
        ['filter', where(['driver', 'equals', 'Ada'])],
        ['aggregate', aggregate(['city'], measure('mean', 'temp_max'))],
        ['sql', { statement: 'SELECT * REPLACE (round("mean_temp_max", 1) AS "mean_temp_max") FROM input' }],
      ],
    ],
  ])('are one query: %s', (description, expected) => {
    expect(read(description).nodes.map(({ type, config }) => [type, config])).toEqual(expected)
  })

  it.each([
    ['share of each city in percent', /100\.0 \* "count" \/ sum\("count"\) OVER/],
    ['the 3 longest trips by distance of each city', /PARTITION BY "city" ORDER BY "distance" DESC/],
    ['total price per month and the change from the previous month', /lag\("sum_price"\) OVER \(ORDER BY "month"\)/],
    ['running total of the price', /sum\("price"\) OVER \(ORDER BY "started_at"\)/],
    ['trips with above-average price', /"price" > \(SELECT avg\("price"\)/],
  ])('use SQL for what no other node computes: %s', (description, statement) => {
    const found = read(description).nodes.find(({ type }) => type === 'sql')
    expect(found?.config.statement).toMatch(statement)
    expect(found?.problems).toEqual([])
  })

  it('report what has no column, and do not count instead', () => {
    const plan = read('median of the humidity by city')
    expect(plan.nodes.map(({ type }) => type)).not.toContain('aggregate')
    expect(plan.ignored).toContain('median')
  })

  it('keep all columns if an item of a list is not understood', () => {
    const plan = read('I only need the driver, the horoscope and the city')
    expect(plan.nodes.map(({ type }) => type)).not.toContain('select')
    expect(plan.ignored.join(' ')).toContain('horoscope')
  })
})
