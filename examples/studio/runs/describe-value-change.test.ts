import { describe, expect, it } from 'vitest'
import { describeValueChange, formatOnOneLine } from './describe-value-change.ts'

const table = (id: string, rows: number, columns: Record<string, string>) => ({
  kind: 'table',
  table: { id, rows, columns: Object.entries(columns).map(([name, type]) => ({ name, type })) },
})

describe('describeValueChange', () => {
  it('shows the rows and columns of tables, and the columns that differ', () => {
    const a = table('1', 1200, { id: 'BIGINT', price: 'VARCHAR', note: 'VARCHAR' })
    const b = table('2', 1199, { id: 'BIGINT', price: 'DOUBLE', total: 'DOUBLE' })
    expect(describeValueChange({ a, b })).toEqual([
      '1,200 rows, 3 columns → 1,199 rows, 3 columns',
      'added columns: total',
      'removed columns: note',
      'changed types: price: text → decimal number',
    ])
  })

  it('adds the names of the database where the readable names of two types are equal', () => {
    const [a, b] = [table('1', 1, { id: 'INTEGER' }), table('2', 1, { id: 'BIGINT' })]
    expect(describeValueChange({ a, b })).toContain('changed types: id: integer (INTEGER) → integer (BIGINT)')
  })

  it('notes that tables of the same shape may have different values', () => {
    const columns = { id: 'BIGINT' }
    expect(describeValueChange({ a: table('1', 1, columns), b: table('2', 1, columns) })).toEqual([
      '1 row, 1 column in both runs; values may differ',
    ])
  })

  it('lists the first columns of many', () => {
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`c${index}`, 'BIGINT']))
    expect(describeValueChange({ a: table('1', 0, {}), b: table('2', 0, many) })[1]).toBe(
      'added columns: c0, c1, c2, c3, c4, 2 more',
    )
  })

  it('names files, including different files with the same name', () => {
    const file = (dataset: string, name: string) => ({ kind: 'file', dataset, name })
    expect(describeValueChange({ a: file('1', 'a.csv'), b: file('2', 'b.csv') })).toEqual(['a.csv → b.csv'])
    expect(describeValueChange({ a: file('1', 'a.csv'), b: file('2', 'a.csv') })).toEqual([
      'a.csv → a.csv (different file)',
    ])
  })

  it('shows other values, and where a run has none', () => {
    expect(describeValueChange({ a: { kind: 'json', json: { n: 1 } }, b: { kind: 'text', text: 'two' } })).toEqual([
      '{"n":1} → two',
    ])
    const long = { kind: 'json', json: { text: 'x'.repeat(100) } }
    expect(describeValueChange({ a: long, b: { kind: 'json', json: 1 } })).toEqual(['different content'])
    expect(describeValueChange({ a: undefined, b: table('1', 5, { id: 'BIGINT' }) })).toEqual([
      'no value → 5 rows, 1 column',
    ])
  })
})

describe('formatOnOneLine', () => {
  it('shortens values of settings', () => {
    expect([formatOnOneLine(undefined), formatOnOneLine('x'), formatOnOneLine([1])]).toEqual(['default', 'x', '[1]'])
    expect(formatOnOneLine('x'.repeat(61))).toBe(`${'x'.repeat(60)}…`)
  })
})
