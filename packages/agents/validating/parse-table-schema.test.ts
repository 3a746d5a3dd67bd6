import { createMessageFormatter, englishFormatter } from '@aw-flow/messages/catalogs'
import { messages as germanMessages } from '@aw-flow/messages/de'
import { describe, expect, it } from 'vitest'
import { parseTableSchema } from './parse-table-schema.ts'

describe('parseTableSchema', () => {
  it('reads plain names as required columns', () => {
    expect(parseTableSchema('{"columns": ["id", {"name": "price", "min": 0}]}').schema).toEqual({
      columns: [{ name: 'id' }, { name: 'price', min: 0 }],
    })
    expect(parseTableSchema({ minRows: 1 }).schema).toEqual({ columns: [], minRows: 1 })
  })

  it.each<[string, unknown, string]>([
    ['an empty text', ' ', 'schema.empty'],
    ['invalid JSON', '{columns: []}', 'schema.not-json'],
    ['a list', '["id"]', 'schema.not-an-object'],
    ['an unknown rule', '{"columns": [{"name": "a", "minimum": 1}]}', 'schema.invalid'],
    ['a wrong type', { columns: [{ name: 'a', type: 'money' }] }, 'schema.invalid'],
  ])('rejects %s with a hint', (_, source, code) => {
    const { schema, problems } = parseTableSchema(source)
    expect(schema).toBeUndefined()
    expect(problems[0]).toMatchObject({ code, severity: 'error', where: { setting: 'schema' } })
    expect(englishFormatter.renderProblem(problems[0]!).hint).toContain('{"columns"')
  })

  it('names the location of a problem', () => {
    const message = (source: unknown) => englishFormatter.renderProblem(parseTableSchema(source).problems[0]!).message
    expect(message({ columns: [{ name: 'a', min: 'x' }] })).toContain('`columns.0.min`')
    expect(message({ columns: [{ name: 'a', minimum: 1 }] })).toContain('minimum')
    expect(message({ columns: [7] })).toContain('use a name')
  })

  it('describes a problem in the language of the reader', () => {
    const german = createMessageFormatter('de', germanMessages)
    const message = (source: unknown) => german.renderProblem(parseTableSchema(source).problems[0]!).message
    expect(message({ columns: [{ name: 'a', pattern: 3 }] })).toBe(
      '`columns.0.pattern` im Schema ist nicht gültig: erwartet wird Text, gefunden ist 3.',
    )
    expect(message({ columns: [{ name: 'a', minimum: 1 }] })).toBe(
      '`columns.0` im Schema ist nicht gültig: unbekannte Eigenschaft „minimum“.',
    )
    expect(message({ minRows: 'x' })).toBe(
      '`minRows` im Schema ist nicht gültig: erwartet wird eine Zahl, gefunden ist "x".',
    )
  })
})
