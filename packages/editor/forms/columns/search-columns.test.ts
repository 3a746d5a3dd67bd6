import { describe, expect, it } from 'vitest'
import { searchColumns } from './search-columns.ts'

const columns = ['unit price', 'Price', 'prices', 'Größe', 'order id', '', '日付'].map((name) => ({
  name,
  type: 'VARCHAR',
}))
const names = (search: string): string[] => searchColumns(columns, search).map(({ name }) => name)

describe('searching columns', () => {
  it('ranks exact matches first, then prefixes, then words, then other substrings', () => {
    expect(names('price')).toEqual(['Price', 'prices', 'unit price'])
    expect(names('rice')).toEqual(['unit price', 'Price', 'prices'])
    expect(names('id order')).toEqual(['order id'])
  })

  it('ignores case and accents, and keeps the order of the table without a query', () => {
    expect(names('GROSSE')).toEqual([])
    expect(names('größe')).toEqual(['Größe'])
    expect(names('grö')).toEqual(names('gro'))
    expect(names('日')).toEqual(['日付'])
    expect(names(' ')).toEqual(columns.map(({ name }) => name))
  })
})
