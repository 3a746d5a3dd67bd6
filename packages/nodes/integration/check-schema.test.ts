import { getProblem, getValue, type Json } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { compileSchema } from './check-schema.ts'

const compile = (schema: object) => compileSchema(JSON.stringify(schema), 'schema')
const listViolations = (schema: object, value: Json): string[] | undefined => getValue(compile(schema))?.(value)

/** Definitions `d0` to `dN`, each of which refers to the next one as `refer` says. */
const chain = (count: number, refer: (next: object) => object): object =>
  Object.fromEntries(
    Array.from({ length: count + 1 }, (_, level) => [
      `d${level}`,
      level === count ? {} : refer({ $ref: `#/$defs/d${level + 1}` }),
    ]),
  )
const tooComplex = ['/: The schema is too complex to check this value.']

describe('a schema of others', () => {
  it('is refused if its parts double with each level', () => {
    const $defs = chain(40, (next) => ({ allOf: [next, next] }))
    expect(getProblem(compile({ $defs, $ref: '#/$defs/d0' }))?.code).toBe('tool.schema')
  })

  it('ends at its limit of time for a value in which its parts multiply with each level', () => {
    const properties = { a: { $ref: '#/$defs/part' } }
    const $defs = { part: { allOf: Array.from({ length: 10 }, () => ({ properties })) } }
    const value = JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`) as Json
    expect(listViolations({ $defs, $ref: '#/$defs/part' }, value)).toEqual(tooComplex)
  })

  it.each(['{"$ref": "#"}', '{"allOf": [{"$ref": "#"}]}', `${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}`])(
    'is refused if it refers to itself without end, or is nested without end (%#)',
    (text) => expect(getProblem(compileSchema(text, 'schema'))?.code).toMatch(/^(tool|json)\./),
  )

  it('may limit numbers to those of 64 bits', () => {
    const schema = '{"properties": {"n": {"type": "integer", "maximum": 9223372036854775807}}}'
    expect(getValue(compileSchema(schema, 'schema'))?.({ n: 1 })).toEqual([])
  })

  it('that refers to itself only for some values is a violation of these', () => {
    const schema = { if: { type: 'null' }, else: { $ref: '#' } }
    expect([listViolations(schema, null), listViolations(schema, 1)]).toEqual([[], tooComplex])
  })

  it('compares the items of short lists only', () => {
    const schema = { uniqueItems: true }
    expect(listViolations(schema, [1, 2, 1])).toEqual(['/: Duplicate items at indexes 0 and 2.'])
    const items = Array.from({ length: 1_000_000 }, (_, index) => index)
    expect(listViolations(schema, items)).toEqual([
      '/: A list of 1000000 items is too long for "uniqueItems" in the schema.',
    ])
  })

  it('with many patterns for names checks few names', () => {
    const patternProperties = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`^x${index}$`, {}]))
    const value = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`y${index}`, 1]))
    expect(listViolations({ patternProperties }, value)).toEqual([
      '/: 1001 properties are too many for the property patterns in the schema.',
    ])
    expect(listViolations({ patternProperties }, { x1: 1 })).toEqual([])
  })

  it('has no format whose check takes exponential time', () => {
    const formats =
      'date time date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer'
    const texts = ['', 'http://', 'http://a.', '"', '{', '/', '#/', 'a@', 'P'].flatMap((start) =>
      ['a', '1', 'a.', 'a-', '%20', ':', '~0', '{a}', '\\a'].map((piece) => `${start}${piece.repeat(5_000)}!`),
    )
    for (const name of formats.split(' ')) {
      const violations = texts.flatMap((text) => listViolations({ format: name }, text) ?? ['refused'])
      expect([name, violations.some((violation) => !violation.includes('does not match format'))]).toEqual([
        name,
        false,
      ])
    }
    expect(listViolations({ format: 'url' }, 'https://example.com/a?b')).toEqual([])
  })

  it('is checked with names that are not valid Unicode', () => {
    expect(listViolations({ additionalProperties: { type: 'string' } }, { '\ud800': 1 })).toEqual(tooComplex)
  })

  it('applies to values of ordinary size, with references to itself', () => {
    const schema = { type: 'object', properties: { items: { type: 'array', items: { $ref: '#' } } }, required: ['id'] }
    const items = Array.from({ length: 5_000 }, (_, id) => ({ id, items: [] }))
    expect(listViolations(schema, { id: 'a', items })).toEqual([])
    expect(listViolations(schema, { id: 'a', items: [...items, {}] })).toContain(
      'items/5000: Instance does not have required property "id".',
    )
  })
})
