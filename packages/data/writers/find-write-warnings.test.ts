import { expect, it } from 'vitest'
import { findWriteWarnings } from './find-write-warnings.ts'

it('reports that bytes are written as text, with the columns', () => {
  const columns = [
    { name: 'id', type: 'BIGINT', nullable: true },
    { name: 'photo', type: 'BLOB', nullable: true },
    { name: 'parts', type: 'BLOB[]', nullable: true },
  ]
  expect(findWriteWarnings(columns, 'csv')).toMatchObject([{ code: 'out.bytes-as-text', severity: 'info' }])
  expect(findWriteWarnings(columns, 'parquet')[0]?.params).toEqual({
    count: 2,
    columns: ['photo', 'parts'],
    format: 'parquet',
  })
  expect(findWriteWarnings(columns.slice(0, 1), 'csv')).toEqual([])
})
