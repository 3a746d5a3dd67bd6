import { describeWithPostgres, openTestPostgres } from '../../server/testing/test-postgres.ts'
import { testSeeds } from './test-seeds.ts'

describeWithPostgres('with PostgreSQL', () => {
  const postgres = openTestPostgres()
  testSeeds(() => postgres.createDatabase())
})
