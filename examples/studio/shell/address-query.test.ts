import { describe, expect, it } from 'vitest'
import { readQuery, writeQuery, type QueryState } from './address-query.ts'

const plain: QueryState = { search: '', sort: 'edited', tags: [], table: undefined, at: undefined }
const fields = { search: 'typed', sort: ['edited', 'name'], tags: 'any', table: 'any', at: 'slid' } as const

describe('the query of an address', () => {
  it.each([
    ['', plain],
    ['?search=a+b%26c', { ...plain, search: 'a b&c' }],
    ['?sort=name&tags=x&tags=y%2Cz', { ...plain, sort: 'name', tags: ['x', 'y,z'] }],
    ['?search=%C3%BC&table=t-1', { ...plain, search: 'ü', table: 't-1' }],
    ['?at=0', { ...plain, at: 0 }],
    ['?at=17', { ...plain, at: 17 }],
  ])('%s is read and written', (query, state) => {
    expect(readQuery(query, fields, plain)).toEqual(state)
    expect(writeQuery(state, plain)).toBe(query)
  })

  it.each([['?sort=size'], ['?sort='], ['?other=1'], ['?%'], ['?sort=edited'], ['?at=-1'], ['?at=end']])(
    '%s means nothing else',
    (query) => {
      expect(readQuery(query, fields, plain)).toEqual(plain)
      expect(writeQuery(readQuery(query, fields, plain), plain)).toBe('')
    },
  )
})
