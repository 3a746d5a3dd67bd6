import { describe, expect, test } from 'vitest'
import { approvalDifference } from './approval-difference.ts'

describe('approvalDifference', () => {
  test('names each place of a JSON value that is another, is new or is gone', () => {
    const value = { kind: 'json', json: { total: 3, items: [{ price: 1 }, { price: 2 }], note: 'old' } }
    const edited = { total: 3, items: [{ price: 1 }, { price: 2.5 }, { price: 4 }], by: 'Ada' }
    expect(approvalDifference({ value }, edited)).toEqual([
      { place: 'items.1.price', before: 2, after: 2.5 },
      { place: 'items.2', after: { price: 4 } },
      { place: 'note', before: 'old' },
      { place: 'by', after: 'Ada' },
    ])
    expect(approvalDifference({ value }, structuredClone(value.json))).toEqual([])
  })

  test('names the cells of a table that are changed, with what they held where that was shown', () => {
    const shown = { value: { kind: 'table', table: {}, sample: [{ name: 'Alpha' }, { name: null }] } }
    const cell = (row: number, value: string) => ({ row, column: 'name', value })
    expect(approvalDifference(shown, [cell(1, 'Omega'), cell(2, 'Beta'), cell(1, 'Alpha'), cell(30, 'Far')])).toEqual([
      { place: 'name', row: 1, before: 'Alpha', after: 'Omega' },
      { place: 'name', row: 2, before: null, after: 'Beta' },
      { place: 'name', row: 30, after: 'Far' },
    ])
    for (const wrong of [null, 'text', [1, {}, { row: 'one' }]]) expect(approvalDifference(shown, wrong)).toEqual([])
  })

  test('takes a whole text for one place, and stops where there are too many', () => {
    expect(approvalDifference({ value: { kind: 'text', text: 'a' } }, 'b')).toEqual([
      { place: '', before: 'a', after: 'b' },
    ])
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at]))
    expect(approvalDifference({ value: { kind: 'json', json: {} } }, many)).toHaveLength(100)
  })
})
