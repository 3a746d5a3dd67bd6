import { sql } from '@aw-flow/engine'
import type { DataAnswer } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { askData } from './ask-data.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import cases from './ask-data.cases.json' with { type: 'json' }

const tables = await openTestTables()
const table = await tables.create(
  sql`SELECT * FROM (VALUES
      ('Oslo', 'open', 10.5, 2, DATE '2024-01-05', 1),
      ('Oslo', 'paid', 20, 3, DATE '2024-02-05', 2),
      ('Bergen', 'paid', 5, 1, DATE '2024-02-06', 3),
      (NULL, 'paid', 7, 1, DATE '2025-01-06', 4)
    ) AS t(city, status, price, quantity, sold_at, sale_id)`,
  { id: 'sales' },
)

const ask = (question: string, chosen: Record<string, string> = {}): Promise<DataAnswer> =>
  askData({ table, question, chosen }, { tables })

/** Returns the statement of a question, in one line. */
async function write(question: string, chosen?: Record<string, string>): Promise<string> {
  const { statement, ...missing } = await ask(question, chosen)
  if (statement === undefined) throw new Error(JSON.stringify(missing))
  return statement.replaceAll('\n', ' ')
}

describe('statements of common forms', () => {
  it.each(cases.questions as [string, string, Record<string, string>?][])(
    '%s',
    async (question, expected, chosen = {}) => {
      const answer = await ask(question, chosen)
      const statement = answer.statement?.replaceAll('\n', ' ') ?? JSON.stringify(answer)
      expect(statement).toContain(expected)
      const { table: rows } = await tables.query(answer.statement ?? '', {
        inputs: { input: table },
        id: question,
        timeoutMs: 10_000,
      })
      expect(rows.rows).toBeGreaterThan(0)
      await tables.drop(rows.id)
    },
  )
})

it('writes statements that only read the table', async () => {
  expect(await tables.check(await write('total price by city'), { inputs: { input: table.columns } })).toBeUndefined()
})

it('quotes names and values', async () => {
  const quoted = await tables.create(sql`SELECT 'O''Hara' AS ${sql`"na""me"`}, 1 AS x`, { id: 'quoted' })
  const { statement } = await askData(
    { table: quoted, question: `number of rows with "O'Hara"`, chosen: {} },
    { tables },
  )
  expect(statement).toContain(`'O''Hara'`)
})

it('asks whether a word before a noun restricts the rows', async () => {
  const { statement, choices } = await ask('How many flying fish?')
  expect(statement).toBeUndefined()
  expect(choices).toEqual([{ key: 'column flying fish', kind: 'column', words: 'flying fish', options: [''] }])
})

it('asks whether a column of counts or the rows are counted', async () => {
  const counted = await tables.create(sql`SELECT 'A' AS origin, 'B' AS destination, 5 AS "count"`, { id: 'counted' })
  const question = 'Which destination gets the most flights?'
  const [choice] = (await askData({ table: counted, question, chosen: {} }, { tables })).choices
  expect(choice?.options).toEqual(['', 'count'])
  const { statement } = await askData({ table: counted, question, chosen: { [choice!.key]: 'count' } }, { tables })
  expect(statement).toContain('sum("count")')
})

it('asks for the calculation of a column, and uses the chosen one', async () => {
  const answer = await ask('price by city')
  expect(answer.statement).toBeUndefined()
  const [choice] = answer.choices
  expect(choice).toMatchObject({ kind: 'calculation' })
  expect(await write('price by city', { [choice!.key]: 'mean' })).toContain('avg("price")')
})

it('names words that it does not understand, or that it cannot compute', async () => {
  expect((await ask('number of rows by colour')).unknown).toEqual(['by', 'colour'])
  const forecast = await ask('forecast of price')
  expect([...forecast.unknown, ...forecast.unsupported]).not.toEqual([])
  expect(forecast.statement).toBeUndefined()
})

it('suggests a chart for groups', async () => {
  expect((await ask('total price by city')).chart).toMatchObject({ mark: 'bar', x: 'city', y: 'sum_price' })
  expect((await ask('line chart of total price by month')).wantsChart).toBe(true)
})

it('stops if the request is canceled', async () => {
  const signal = AbortSignal.abort(new Error('canceled'))
  await expect(askData({ table, question: 'total price by city', chosen: {} }, { tables, signal })).rejects.toThrow()
})

it('finds values by their plural, and says which noun stands for the rows', async () => {
  const genres = await tables.create(sql`SELECT * FROM (VALUES ('Comedy', 90), ('Drama', 120)) AS t(genre, minutes)`, {
    id: 'genres',
  })
  const askGenres = (question: string): Promise<DataAnswer> =>
    askData({ table: genres, question, chosen: {} }, { tables })
  expect((await askGenres('median minutes of comedies and dramas')).statement).toContain(
    `WHERE "genre" IN ('Comedy', 'Drama')`,
  )
  expect((await askGenres('How many comedies are there?')).statement).toContain(`WHERE "genre" = 'Comedy'`)
  expect(await askGenres('How many thrillers are there?')).toMatchObject({ rowNoun: 'thrillers' })
  // A group without a calculation would have no effect.
  expect(await askGenres('top 1 comedies by genre')).toMatchObject({ unknown: ['genre'] })
})
