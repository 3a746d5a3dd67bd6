import { describe, expect, it } from 'vitest'
import { readQuery, writeQuery } from './address-query.ts'

const plain: { search: string; sort: string; tags: readonly string[]; table: string | undefined } = {
  search: '',
  sort: 'edited',
  tags: [],
  table: undefined,
}
const fields = { search: 'typed', sort: ['edited', 'name'], tags: 'any', table: 'any' } as const

describe('the query of an address', () => {
  it.each([
    ['', plain],
    ['?search=a+b%26c', { ...plain, search: 'a b&c' }],
    ['?sort=name&tags=x&tags=y%2Cz', { ...plain, sort: 'name', tags: ['x', 'y,z'] }],
    ['?search=%C3%BC&table=t-1', { ...plain, search: 'ü', table: 't-1' }],
  ])('%s is read and written', (query, state) => {
    expect(readQuery(query, fields, plain)).toEqual(state)
    expect(writeQuery(state, plain)).toBe(query)
  })

  it.each([['?sort=size'], ['?sort='], ['?other=1'], ['?%'], ['?sort=edited']])('%s means nothing else', (query) => {
    expect(readQuery(query, fields, plain)).toEqual(plain)
    expect(writeQuery(readQuery(query, fields, plain), plain)).toBe('')
  })
})
