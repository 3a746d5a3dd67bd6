import { describe, expect, it } from 'vitest'
import { searchNodeTypes } from './search-node-types.ts'
import { testCatalogue } from './test-catalogue.ts'

const search = (text: string): string[] => searchNodeTypes(testCatalogue, text).map((type) => type.type)

describe('searching node types', () => {
  it('answers all in their own order for no search', () => {
    expect(search('  ')).toEqual(testCatalogue.map((type) => type.type))
  })

  it('puts titles that begin so first, then words, names and descriptions', () => {
    expect(search('table')[0]).toBe('table')
    expect(search('table').length).toBeGreaterThan(3)
    expect(search('rows')[0]).toBe('filter')
    expect(search('LLM')).toEqual(['llm_agent'])
  })

  it('asks for every word', () => {
    expect(search('load file')).toEqual(['loading'])
    expect(search('load zebra')).toEqual([])
  })
})
