import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { normalizeExclusions } from './rewriting/place-exclusions.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const toColumns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const jobs = toColumns({
  'Job No': 'VARCHAR',
  Client: 'VARCHAR',
  Region: 'VARCHAR',
  Status: 'VARCHAR',
  urgency: 'VARCHAR',
  started_on: 'DATE',
  deadline: 'DATE',
  finished_on: 'DATE',
  paid_on: 'DATE',
  minutes: 'BIGINT',
  planned: 'BIGINT',
  email: 'VARCHAR',
  no_answer: 'BOOLEAN',
})
const values: Record<string, string[]> = {
  Region: ['North', 'South', 'East'],
  Status: ['Cancelled', 'Rejected', 'Accepted'],
  urgency: ['high', 'normal', 'low'],
}

interface Filter {
  readonly conditions: readonly { readonly column: string; readonly is: string; readonly value: unknown }[]
  readonly match: string
  readonly expression?: string
}

const planAll = (description: string) =>
  planFromDescription({ description, catalog, columns: jobs, values, continues: true })

/** Returns the conditions of all filters as short texts. */
const filters = (description: string): string[] =>
  planAll(description)
    .nodes.filter(({ type }) => type === 'filter')
    .flatMap(({ config }) => {
      const { conditions, match, expression } = config as unknown as Filter
      const texts = conditions.map(({ column, is, value }) =>
        value === '' ? `${column} ${is}` : `${column} ${is} ${String(value)}`,
      )
      return expression === undefined ? (match === 'any' ? [texts.join(' | ')] : texts) : [expression]
    })
    .toSorted()

it.each([
  'count the jobs per region, cancelled jobs must not be counted',
  'count the jobs per region. Cancelled ones should be excluded',
  'count the jobs per region, cancelled jobs left out',
  'count the jobs per region where cancelled jobs do not count',
  'count the jobs per region, but the cancelled ones can be ignored',
  'Leave the cancelled jobs aside and count the rest per region',
  "I don't want to see cancelled jobs. Count the jobs per region",
  'Anzahl Jobs je Region, stornierte nicht mitzählen',
  'Anzahl Jobs je Region, stornierte Jobs sollen nicht berücksichtigt werden',
  'Anzahl Jobs je Region, stornierte bleiben außen vor',
])('removes rows, wherever the verb and the negation stand: %s', (description) => {
  expect(filters(description)).toEqual(['Status not-equals Cancelled'])
})

it.each([
  ['do not drop the cancelled jobs, count the jobs per region', ' , count the jobs per region'],
  ['Show jobs that were not removed', 'Show jobs that were not removed'],
  ['please ignore the cancelled jobs', 'please ignore the cancelled jobs'],
  ['jobs that should be repeated', 'jobs that should be repeated'],
  ['The first two rows are useless and should be dropped', 'remove The first two rows'],
  ['Tea, coffee and gifts should not be counted', 'remove Tea, coffee and gifts'],
  ['people who left (they have an end date) are to be ignored', 'remove people who left (they have an end date)'],
])('moves only verbs that remove: %s', (text, expected) => {
  expect(normalizeExclusions(text)).toBe(expected)
})

it('keeps words that are values of the table', () => {
  expect(normalizeExclusions('jobs where the status is removed', (word) => word === 'removed')).toBe(
    'jobs where the status is removed',
  )
})

it.each([
  ['unpaid jobs', 'paid_on is-empty'],
  ['show jobs that have not been paid yet', 'paid_on is-empty'],
  ['Which jobs are still unpaid?', 'paid_on is-empty'],
  ['nur unbezahlte Jobs', 'paid_on is-empty'],
  ['jobs that are already paid', 'paid_on is-not-empty'],
  ['count the jobs that are finished', 'finished_on is-not-empty'],
  ["jobs which aren't finished", 'finished_on is-empty'],
  ['Jobs, die noch nicht bezahlt sind', 'paid_on is-empty'],
  ['remove the jobs without people who paid', 'paid_on is-not-empty'],
])('reads events as conditions on the columns that record them: %s', (description, expected) => {
  expect(filters(description)).toEqual([expected])
})

it.each([
  'high or normal urgency jobs',
  'show all normal and high jobs',
  'jobs with high or normal urgency',
  'only high, normal jobs',
  'nur high oder normal',
])('links frequent words beside a value to values of its column: %s', (description) => {
  const [only, ...others] = filters(description)
  expect(others).toEqual([])
  expect(only?.replace('normal,high', 'high,normal')).toBe('urgency is-one-of high,normal')
})

it.each([
  ['jobs finished after the deadline', 'finished_on > deadline'],
  ['keep jobs that got finished later than the deadline', 'finished_on > deadline'],
  ['jobs where finished_on is before the deadline', 'finished_on < deadline'],
  ['remove jobs finished after the deadline', 'finished_on <= deadline'],
  ['jobs where minutes is not equal to planned', 'minutes != planned'],
  ['jobs with minutes below half of planned', 'minutes < 0.5 * planned'],
  ['jobs with more minutes than planned', 'minutes > planned'],
])('compares columns: %s', (description, expected) => {
  expect(filters(description)).toEqual([expected])
})

it.each([
  ['jobs above two hours', ['minutes more 120']],
  ['jobs longer than half an hour', ['minutes more 30']],
  ['remove jobs shorter than 90 minutes', ['minutes at-least 90']],
  ['jobs with minutes not between 5 and 60', ['minutes less 5 | minutes more 60']],
  ['remove jobs with minutes that are not between 5 and 60', ['minutes at-least 5', 'minutes at-most 60']],
  ['jobs started in March 2025 or later', ['started_on at-least 2025-03-01']],
  ['jobs older than 2024-06-01', ['started_on less 2024-06-01']],
])('reads amounts and periods: %s', (description, expected) => {
  expect(filters(description)).toEqual(expected)
})

it.each([
  ['keep the rows where the email is empty or contains no @', '$not($exists(email)) or $not($contains(email, "@"))'],
  ['jobs whose client contains a slash', 'Client contains /'],
  ['jobs with a hyphen in the client', 'Client contains -'],
  ['who answered', 'no_answer equals false'],
  ['jobs without a client', 'Client is-empty'],
])('reads signs, opposites and absence: %s', (description, expected) => {
  expect(filters(description)).toContain(expected)
})

it.each([
  'clients with more than 3 unpaid jobs',
  'Which clients have more than 3 unpaid jobs?',
  'clients who have more than 3 unpaid jobs',
])('counts only the rows that an adjective before the noun selects: %s', (description) => {
  expect(filters(description)).toEqual(['count more 3', 'paid_on is-empty'])
})

it.each([
  'jobs whose status is anything but cancelled',
  'everything but cancelled jobs',
  'all but the cancelled jobs',
  'show the jobs; nothing that is cancelled',
  'non-cancelled jobs only',
])('keeps all other values: %s', (description) => {
  expect(filters(description)).toEqual(['Status not-equals Cancelled'])
})

it('reads a month of the time column that is named before it', () => {
  expect(filters('jobs paid in May')).toEqual(['$number($substring($string(paid_on), 5, 2)) = 5'])
})

it('reports what it cannot remove', () => {
  expect(planAll('count the jobs per region, remove the purple ones').ignored.join(' ')).toContain('purple')
})
