import { describe, expect, test } from 'vitest'
import { diffApproval } from './diff-approval.ts'

describe('diffApproval', () => {
  test('lists changed, added and removed paths of a JSON value', () => {
    const value = { kind: 'json', json: { total: 3, items: [{ price: 1 }, { price: 2 }], note: 'old' } }
    const edited = { total: 3, items: [{ price: 1 }, { price: 2.5 }, { price: 4 }], by: 'Ada' }
    expect(diffApproval({ value }, edited)).toEqual([
      { path: 'items.1.price', before: 2, after: 2.5 },
      { path: 'items.2', after: { price: 4 } },
      { path: 'note', before: 'old' },
      { path: 'by', after: 'Ada' },
    ])
    expect(diffApproval({ value }, structuredClone(value.json))).toEqual([])
  })

  test('lists changed cells of a table, with their old values if those were shown', () => {
    const shown = { value: { kind: 'table', table: {}, sample: [{ name: 'Alpha' }, { name: null }] } }
    const cell = (row: number, value: string) => ({ row, column: 'name', value })
    expect(diffApproval(shown, [cell(1, 'Omega'), cell(2, 'Beta'), cell(1, 'Alpha'), cell(30, 'Far')])).toEqual([
      { path: 'name', row: 1, before: 'Alpha', after: 'Omega' },
      { path: 'name', row: 2, before: null, after: 'Beta' },
      { path: 'name', row: 30, after: 'Far' },
    ])
    for (const wrong of [null, 'text', [1, {}, { row: 'one' }]]) expect(diffApproval(shown, wrong)).toEqual([])
  })

  test('treats a text as one path, and stops after a maximum', () => {
    expect(diffApproval({ value: { kind: 'text', text: 'a' } }, 'b')).toEqual([{ path: '', before: 'a', after: 'b' }])
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at]))
    expect(diffApproval({ value: { kind: 'json', json: {} } }, many)).toHaveLength(100)
  })
})
