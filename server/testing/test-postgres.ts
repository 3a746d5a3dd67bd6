import { afterAll, beforeAll, describe } from 'vitest'
import { findPostgres } from './find-postgres.ts'
import { openPrivatePostgres, type PrivatePostgres, type PrivatePostgresOptions } from './private-postgres.ts'

/** `describe` for tests with PostgreSQL. They are skipped with a message if it is not installed. */
export const describeWithPostgres: typeof describe.skip = (() => {
  const { missing } = findPostgres()
  if (missing !== undefined) console.warn(missing)
  return missing === undefined ? describe : describe.skip
})() as typeof describe.skip

/** Starts a PostgreSQL for the tests of a block, started before the first test and stopped after the last. */
export function openTestPostgres(options?: PrivatePostgresOptions): PrivatePostgres {
  let postgres: PrivatePostgres | undefined
  beforeAll(async () => {
    postgres = await openPrivatePostgres(options)
  }, 120_000)
  afterAll(() => postgres?.close())
  return new Proxy({} as PrivatePostgres, { get: (_, key: keyof PrivatePostgres) => postgres![key] })
}
