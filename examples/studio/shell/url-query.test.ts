import { describe, expect, it } from 'vitest'
import { parseQuery, renameFields, serializeQuery, type QueryState } from './url-query.ts'

const defaults: QueryState = { search: '', sort: 'edited', tags: [], table: undefined, at: undefined }
const fields = { search: 'typed', sort: ['edited', 'name'], tags: 'any', table: 'any', at: 'slider' } as const

describe('the query of a URL', () => {
  it('is read with the former names of its fields', () => {
    const formerNames = { data: 'table', look: 'sort' }
    expect(renameFields('?data=t-1&look=name&search=ü', formerNames)).toBe('?table=t-1&sort=name&search=%C3%BC')
    expect(renameFields('', formerNames)).toBe('')
  })

  it.each([
    ['', defaults],
    ['?search=a+b%26c', { ...defaults, search: 'a b&c' }],
    ['?sort=name&tags=x&tags=y%2Cz', { ...defaults, sort: 'name', tags: ['x', 'y,z'] }],
    ['?search=%C3%BC&table=t-1', { ...defaults, search: 'ü', table: 't-1' }],
    ['?at=0', { ...defaults, at: 0 }],
    ['?at=17', { ...defaults, at: 17 }],
  ])('reads and writes %s', (query, state) => {
    expect(parseQuery(query, fields, defaults)).toEqual(state)
    expect(serializeQuery(state, defaults)).toBe(query)
  })

  it.each([['?sort=size'], ['?sort='], ['?other=1'], ['?%'], ['?sort=edited'], ['?at=-1'], ['?at=end']])(
    'ignores %s',
    (query) => {
      expect(parseQuery(query, fields, defaults)).toEqual(defaults)
      expect(serializeQuery(parseQuery(query, fields, defaults), defaults)).toBe('')
    },
  )
})
