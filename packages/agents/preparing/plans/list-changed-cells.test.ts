import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { Operation } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { listChangedCells } from './list-changed-cells.ts'
import { makeTable } from '../test-table.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

it('lists the changed cells of a prepared table with their original values and reasons', async () => {
  const rows = [
    [' a ', 1],
    ['gone', null],
    ['b', 2],
    [' c', 3],
  ] as const
  const table = await makeTable(tables, 'in', ['txt1 VARCHAR', 'num1 DOUBLE'], rows)
  const operations: Operation[] = [
    { op: 'copy', reason: 'An id.', column: 'txt1', to: 'id', type: 'VARCHAR' },
    { op: 'trim', reason: 'Blanks.', column: 'txt1' },
    { op: 'drop-null-rows', reason: 'No number.', columns: ['num1'] },
    { op: 'rename', reason: 'Its name.', column: 'txt1', to: 'word' },
    { op: 'scale', reason: 'Halves.', column: 'num1', offset: 0, divisor: 2 },
    { op: 'number-rows', reason: 'Places.', to: 'index' },
    { op: 'case', reason: 'Loud.', column: 'word', to: 'upper', state: 'rejected' },
  ]
  const found = await listChangedCells({ tables, table, operations })
  expect(found.map(({ row, column, before }) => [row, column, before])).toEqual([
    [0, 'word', ' a '],
    [0, 'num1', '1.0'],
    [1, 'num1', '2.0'],
    [2, 'word', ' c'],
    [2, 'num1', '3.0'],
  ])
  const reasons = found.map(({ reason }) => englishFormatter.format(reason))
  expect(reasons[0]).toBe('Trim whitespace in `txt1`. Blanks.')
  expect(reasons[1]).toContain('Halves.')
  const [withoutReason] = await listChangedCells({ tables, table, operations, includeReasons: false })
  expect(englishFormatter.format(withoutReason!.reason)).toBe('Trim whitespace in `txt1`.')
  expect(await listChangedCells({ tables, table, operations: [] })).toEqual([])
})
