import type { Json } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { parseColumnRows, formatColumnRows } from './column-rows.ts'
import { readSchemaRows, writeSchemaRows } from './schema-rows.ts'
import { readToolRows, writeToolRows } from './tool-rows.ts'
import { createColumns } from '../../../../test/columns.ts'

describe('a JSON Schema as rows', () => {
  const schema: Json = {
    type: 'object',
    description: 'A city.',
    properties: {
      name: { type: 'string', description: 'Its name.' },
      size: { type: 'integer' },
      kind: { type: 'string', enum: ['town', 'city'] },
      founded: { format: 'date', type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      rest: {},
    },
    required: ['name'],
    additionalProperties: false,
  }

  it('is written as it was read', () => {
    const rows = readSchemaRows(schema)
    expect(rows?.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['name', 'string', true],
      ['size', 'integer', undefined],
      ['kind', 'choice', undefined],
      ['founded', 'date', undefined],
      ['tags', 'strings', undefined],
      ['rest', 'any', undefined],
    ])
    expect(writeSchemaRows(rows!, schema)).toEqual(schema)
    expect(readSchemaRows({ type: 'object' })).toEqual([])
    expect(readSchemaRows({})).toEqual([])
    expect(readSchemaRows(undefined)).toEqual([])
  })

  it.each([
    { type: 'array', items: {} },
    { type: 'object', properties: { a: { type: 'object', properties: {} } } },
    { type: 'object', properties: { a: { type: 'string', minLength: 1 } } },
    { type: 'object', properties: { a: {} }, required: ['b'] },
    { type: 'object', patternProperties: {} },
    true,
  ] satisfies Json[])('has none for what rows cannot express: %j', (other) => {
    expect(readSchemaRows(other)).toBeUndefined()
  })

  it('omits rows without a name, and later ones with the same name', () => {
    const rows = [
      { name: '', type: 'string' },
      { name: 'a', type: 'number', required: true },
      { name: 'a', type: 'string' },
    ]
    expect(writeSchemaRows(rows, {})).toEqual({
      type: 'object',
      properties: { a: { type: 'number' } },
      required: ['a'],
    })
  })
})

describe('tools as rows', () => {
  const tools: Json = [
    { name: 'query', kind: 'sql', description: 'Queries the orders.' },
    { name: 'remind', kind: 'node', use: 'email', config: { to: 'a@example.com' }, approval: 'ask' },
    { name: 'look_up', kind: 'mcp', use: 'crm', config: { tool: 'find' }, repeatable: true },
    { name: 'price', kind: 'function', use: 'price', parameters: { type: 'object' } },
    { name: 'part', kind: 'workflow', use: 'Part' },
  ]

  it('are written as they were read', () => {
    const rows = readToolRows(tools)
    expect(rows?.[1]).toMatchObject({ nodeType: 'email', settings: { to: 'a@example.com' } })
    expect(rows?.[2]).toMatchObject({ server: 'crm', mcpTool: 'find' })
    expect(writeToolRows(rows!)).toEqual(tools)
    expect(readToolRows(undefined)).toEqual([])
  })

  it('are named after the selected node type, but not again when a name is removed', () => {
    const added = { kind: 'node', name: '' }
    const [named] = writeToolRows([{ ...added, nodeType: 'http_request' }], [added])
    expect(named).toMatchObject({ name: 'http_request', use: 'http_request' })
    const unnamed = { ...added, nodeType: 'http_request' }
    expect(writeToolRows([unnamed], [{ ...unnamed, name: 'x' }])).toMatchObject([{ name: '' }])
  })

  it('lose the settings of another kind when the kind changes', () => {
    const [, remind] = readToolRows(tools)!
    expect(writeToolRows([{ ...remind!, kind: 'sql' }])).toEqual([{ name: 'remind', kind: 'sql', approval: 'ask' }])
  })

  it.each([
    { name: 'a', kind: 'workflow', config: { nodes: [] } },
    { name: 'a', kind: 'unknown' },
    { name: 'a', other: 1 },
    'a',
  ] satisfies Json[])('have none for a tool that a form cannot express: %j', (tool) => {
    expect(readToolRows([tool])).toBeUndefined()
  })
})

describe('declared columns as rows', () => {
  it('are written as they were read', () => {
    const rows = parseColumnRows('id bigint\n\n  first name   VARCHAR\n')
    expect(rows).toEqual(createColumns('id BIGINT, first name VARCHAR'))
    expect(formatColumnRows([...rows!, { name: ' ' }, { name: 'day', type: 'DATE' }])).toBe(
      'id BIGINT\nfirst name VARCHAR\nday DATE',
    )
  })

  it.each(['price DECIMAL(10, 2)', 'id'])('have none for other lines: %s', (text) => {
    expect(parseColumnRows(text)).toBeUndefined()
  })
})
