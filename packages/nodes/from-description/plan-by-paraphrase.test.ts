import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const toColumns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const columns = toColumns({
  date: 'DATE',
  state: 'VARCHAR',
  series: 'VARCHAR',
  year: 'BIGINT',
  temp_max: 'DOUBLE',
  Total_Receipts: 'DOUBLE',
  home_score: 'BIGINT',
  away_score: 'BIGINT',
  away_team: 'VARCHAR',
  wages: 'DOUBLE',
})
const values = { state: ['DE', 'VT', 'TX'], series: ['Construction', 'Mining', 'Open'] }

const plan = (description: string): { steps: [string, unknown][]; ignored: readonly string[] } => {
  const { nodes, ignored } = planFromDescription({ description, catalog, columns, values, continues: true })
  return { steps: nodes.map(({ type, config }) => [type, config]), ignored }
}
const toFilter = (column: string, is: string, value: unknown): [string, unknown] => [
  'filter',
  { conditions: [{ column, is, value }], match: 'all' },
]

it('omits background, and reports it', () => {
  expect(plan('For the open air cinema programme: average wages per state')).toEqual(
    expect.objectContaining({
      steps: [['aggregate', expect.objectContaining({ groupBy: ['state'] })]],
      ignored: ['For the open air cinema programme'],
    }),
  )
})

it.each([
  [
    'how many rows are there for each category (series)?',
    ['aggregate', expect.objectContaining({ groupBy: ['series'] })],
  ],
  ['rows warmer than 25 degrees (temp_max)', toFilter('temp_max', 'more', 25)],
  ['only the rows from Vermont (VT)', toFilter('state', 'equals', 'VT')],
])('reads names in parentheses instead of the nouns before them: %s', (description, step) => {
  expect(plan(description).steps[0]).toEqual(step)
})

it.each([
  ['rows since the year 2000', toFilter('year', 'at-least', 2000)],
  ['rows with total reciepts over 500', toFilter('Total_Receipts', 'more', 500)],
  ['rows from year 1980 or later', toFilter('year', 'at-least', 1980)],
  ['rows where the wages for Mining are over 20', ['filter', expect.objectContaining({ match: 'all' })]],
])('links limits and misspelled columns: %s', (description, step) => {
  expect(plan(description).steps[0]).toEqual(step)
})

it('reads parts of names beside operators as the numeric columns with these parts', () => {
  expect(plan('add a column goals (home plus away)').steps[0]).toEqual([
    'derive_column',
    { column: 'goals', expression: 'home_score + away_score' },
  ])
})

it('places values side by side, and computes the change between two years', () => {
  expect(plan('average wages per series with 1931 and 1932 in separate columns').steps.at(-1)).toEqual([
    'pivot',
    { rows: ['series'], column: 'year', function: 'mean', value: 'wages' },
  ])
  expect(plan('how much did the wages of each series change between 1931 and 1932').steps).toEqual([
    toFilter('year', 'is-one-of', [1931, 1932]),
    ['pivot', { rows: ['series'], column: 'year', function: 'mean', value: 'wages' }],
    ['derive_column', { column: 'change', expression: '`1932` - `1931`' }],
  ])
})

it('compares the totals of groups', () => {
  const [aggregate, having] = plan('total wages per series, then keep those over 10000').steps
  expect(aggregate![0]).toBe('aggregate')
  expect(having).toEqual(toFilter('sum_wages', 'more', 10_000))
  expect(plan('which series have wages of more than 500 in total').steps.at(-1)).toEqual(
    toFilter('sum_wages', 'more', 500),
  )
})

it('ranks groups by the first measure, and orders periods by time', () => {
  const ranked = plan('average wages and number of rows per series, highest first').steps.at(-1)
  expect(ranked).toEqual(['sort', { by: [{ column: 'mean_wages', direction: 'descending' }] }])
})

it('reports a step that the description requests and the plan lacks', () => {
  expect(plan('keep the rows from Texas with the previous month').ignored.join(' ')).toContain('previous')
})
