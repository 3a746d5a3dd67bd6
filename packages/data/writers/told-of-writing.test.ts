import { expect, it } from 'vitest'
import { toldOfWriting } from './told-of-writing.ts'

it('tells that bytes are written as text, and of which columns', () => {
  const columns = [
    { name: 'id', type: 'BIGINT', nullable: true },
    { name: 'photo', type: 'BLOB', nullable: true },
    { name: 'parts', type: 'BLOB[]', nullable: true },
  ]
  expect(toldOfWriting(columns, 'csv')).toMatchObject([{ code: 'out.bytes-as-text', severity: 'info' }])
  expect(toldOfWriting(columns, 'parquet')[0]?.params).toEqual({
    count: 2,
    columns: ['photo', 'parts'],
    format: 'parquet',
  })
  expect(toldOfWriting(columns.slice(0, 1), 'csv')).toEqual([])
})
