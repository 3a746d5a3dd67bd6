import { expect, it } from 'vitest'
import { toTablesError } from './duckdb-problem.ts'

it.each([
  'IO Error: Could not write all bytes to file "/tmp/duckdb_temp_storage_DEFAULT-0.tmp": wanted=262144 wrote=0: No space left on device',
  'IO Error: Could not write file "out.parquet": Disk quota exceeded',
  'IO Error: Could not write file "out.parquet": There is not enough space on the disk.',
])('names a full disk: %s', (text) => {
  expect(toTablesError(new Error(text)).problem.code).toBe('tables.disk-full')
})
