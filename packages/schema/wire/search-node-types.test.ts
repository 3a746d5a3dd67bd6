import { describe, expect, it } from 'vitest'
import { searchNodeTypes } from './search-node-types.ts'
import type { NodeType } from './node-type.ts'

const createType = (type: string, title: string, description: string): NodeType => ({
  type,
  version: 1,
  family: 'tables',
  title,
  description,
  icon: 'table',
  inputs: [],
  outputs: [],
  settings: {},
  defaults: {},
})
const testCatalog = [
  createType('filter', 'Filter rows', 'Keeps the rows of a table that match conditions.'),
  createType('loading', 'Load', 'Loads a file into a table.'),
  createType('llm_agent', 'Agent', 'Answers with a language model.'),
  createType('sort', 'Sort', 'Orders the rows of a table.'),
  createType('table', 'Table', 'Shows rows.'),
]

const search = (text: string): string[] => searchNodeTypes(testCatalog, text).map((type) => type.type)

describe('searching node types', () => {
  it('returns all types in their order without a query', () => {
    expect(search('  ')).toEqual(testCatalog.map((type) => type.type))
  })

  it('ranks titles that start with the query first, then words, names and descriptions', () => {
    expect(search('table')[0]).toBe('table')
    expect(search('table').length).toBeGreaterThan(3)
    expect(search('rows')[0]).toBe('filter')
    expect(search('LLM')).toEqual(['llm_agent'])
  })

  it('requires every word', () => {
    expect(search('load file')).toEqual(['loading'])
    expect(search('load zebra')).toEqual([])
  })
})
