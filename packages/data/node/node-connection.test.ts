import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { openNodeConnection } from './node-connection.ts'

let connection: DuckDbConnection

beforeAll(async () => {
  connection = await openNodeConnection()
})

afterAll(() => connection.close())

/** More than are opened beforehand, all under way at once. */
const many = 12

it('has the same time zone for all statements that run side by side, whatever the machine has', async () => {
  const settings = `SELECT '.' || current_setting('TimeZone'), current_setting('threads')`
  const found = await Promise.all(Array.from({ length: many }, () => connection.rows(settings)))

  expect(found).toEqual(Array.from({ length: many }, () => [['UTC', BigInt(availableParallelism())]]))
})

it('lets none of them change a setting', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: many }, () => connection.run(`SET TimeZone = 'Asia/Tokyo'`)),
  )

  expect(results.map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 'rejected'))
})
