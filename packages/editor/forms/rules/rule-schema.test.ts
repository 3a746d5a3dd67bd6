import { describe, expect, it } from 'vitest'
import { listKinds, listAvailableKinds, listSuggestions, parseValues } from './rule-kinds.ts'
import { formatRules, parseRules, setColumnRule, setProperty } from './rule-schema.ts'

describe('a schema as a list of rules', () => {
  it('reads the native format, with columns by name', () => {
    expect(parseRules('{"columns": ["id", {"name": "price", "min": 0}], "minRows": 1}')).toEqual({
      columns: [{ name: 'id' }, { name: 'price', min: 0 }],
      minRows: 1,
    })
    expect(parseRules(' ')).toEqual({ columns: [] })
  })

  it.each([
    'cosmo-ready',
    '{"columns": 3}',
    '{"type": "object", "properties": {"id": {}}}',
    '{"fields": [{"name": "id"}]}',
    '{"any": [{"expression": "price > 0"}]}',
    '{"columns": [{"name": "id", "later": 1}]}',
    '[]',
  ])('leaves %s to the text', (text) => {
    expect(parseRules(text)).toBe(undefined)
  })

  it('writes one column per line, and reads it again', () => {
    const schema = {
      columns: [
        { name: 'id', unique: true },
        { name: 'kind', enum: ['a', 'b'] },
      ],
      keys: [['id', 'kind']],
      minRows: 2,
    }
    const text = formatRules(schema)
    expect(text.split('\n')[2]).toBe('    {"name":"id","unique":true},')
    expect(parseRules(text)).toEqual(schema)
    expect(parseRules(formatRules({ columns: [] }))).toEqual({ columns: [] })
  })

  it('changes, adds and removes the rule of a column', () => {
    const schema = { columns: [{ name: 'a' }, { name: 'b' }], strict: true }
    expect(setColumnRule(schema, 'a', { name: 'a', min: 1 }).columns).toEqual([{ name: 'a', min: 1 }, { name: 'b' }])
    expect(setColumnRule(schema, 'c', { name: 'c' }).columns).toHaveLength(3)
    expect(setColumnRule(schema, 'a', undefined)).toEqual({ columns: [{ name: 'b' }], strict: true })
    expect(setProperty(schema, 'strict', undefined)).toEqual({ columns: schema.columns })
  })
})

describe('the requirements of a rule', () => {
  it('are those that it has, without flags that are the default', () => {
    expect(listKinds({ name: 'a', nullable: true, unique: false, min: 0 })).toEqual(['min'])
    expect(listKinds({ name: 'a', nullable: false, unique: true })).toEqual(['nullable', 'unique'])
  })

  it('are offered by the family of the column', () => {
    expect(listAvailableKinds({ name: 'a', min: 0 }, 'number')).toContain('max')
    expect(listAvailableKinds({ name: 'a', min: 0 }, 'number')).not.toContain('min')
    expect(listAvailableKinds({ name: 'a' }, 'number')).not.toContain('pattern')
    expect(listAvailableKinds({ name: 'a' }, 'text')).not.toContain('min')
    expect(listAvailableKinds({ name: 'a' }, undefined)).toEqual(expect.arrayContaining(['min', 'pattern', 'earliest']))
  })

  it('are suggested if the schema does not have them', () => {
    const suggested = [
      { name: 'a', type: 'integer' as const, nullable: false },
      { name: 'b', type: 'any' as const },
    ]
    expect(listSuggestions(suggested, [{ name: 'a', type: 'number' }])).toEqual([
      { column: 'a', kind: 'nullable', value: false },
    ])
  })

  it('keep numbers as numbers only in a column of numbers', () => {
    expect(parseValues('1\n\n2', 'number')).toEqual([1, 2])
    expect(parseValues('01\nx', 'text')).toEqual(['01', 'x'])
  })
})
