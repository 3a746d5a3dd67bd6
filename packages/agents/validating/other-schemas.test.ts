import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { ColumnRule, TableSchema } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { makeTable } from '../preparing/test-table.ts'
import { parseTableSchema } from './parse-table-schema.ts'
import { validateTable } from './validate-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const columnOf = (source: unknown, name: string) =>
  (parseTableSchema(source).schema as TableSchema).columns.find(
    (candidate) => (candidate as { name: string }).name === name,
  )
const problemTexts = (source: unknown): string[] =>
  parseTableSchema(source).problems.map((problem) => englishFormatter.renderProblem(problem).message)
const property = (own: unknown) => ({ type: 'object', properties: { a: own }, required: ['a'] })

describe('JSON Schema', () => {
  it('requires the columns in `required`, and accepts that others are missing', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer', maximum: 5 }, c: { type: 'string' } },
      required: ['a'],
    }
    const table = await makeTable(tables, 'some', ['b BIGINT'], [[3], [7]])
    const { rules } = await validateTable({ tables, table, schema: parseTableSchema(schema).schema! })
    expect(rules.filter(({ valid }) => !valid).map(({ code, column, failing }) => [code, column, failing])).toEqual([
      ['column', 'a', 2],
      ['max', 'b', 1],
    ])
    expect(rules.find(({ column }) => column === 'c')).toMatchObject({
      valid: true,
      message: { code: 'validate.column-optional', params: { column: 'c' } },
    })
  })

  it('reads references within the document and combined schemas', () => {
    const schema = {
      $defs: { kind: { enum: ['x', 'y'], title: 'Kind' }, 'a/b': { type: 'integer' } },
      properties: {
        a: { $ref: '#/$defs/kind' },
        b: { anyOf: [{ $ref: '#/$defs/a~1b' }, { type: 'null' }], default: null },
        c: { allOf: [{ $ref: '#/$defs/a~1b' }, { minimum: 3 }], description: 'both' },
      },
      required: ['a', 'b', 'c'],
    }
    expect(problemTexts(schema)).toEqual([])
    expect(columnOf(schema, 'a')).toEqual({ name: 'a', nullable: false, enum: ['x', 'y'] })
    expect(columnOf(schema, 'b')).toEqual({ name: 'b', type: 'integer' })
    expect(columnOf(schema, 'c')).toEqual({ name: 'c', type: 'integer', nullable: false, min: 3 })
    const circle = { $defs: { a: { $ref: '#/$defs/a' } }, properties: { a: { $ref: '#/$defs/a' } } }
    expect(problemTexts(circle)).toEqual([expect.stringContaining('"$ref"')])
    const malformed = { properties: { a: { $ref: '#/%' } } }
    expect(problemTexts(malformed)).toEqual([expect.stringContaining('"$ref"')])
  })

  it.each<[unknown, string]>([
    [{ multipleOf: 3 }, '"multipleOf"'],
    [{ not: { const: 3 } }, '"not"'],
    [{ $ref: 'other.json' }, '"$ref"'],
    [{ allOf: [{ minimum: 1 }, { minimum: 2 }] }, '"allOf"'],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, '"anyOf"'],
    [{ type: ['string', 'integer'] }, 'the type ["string","integer"]'],
    [{ type: 'array', items: {} }, '"items"'],
    [{ type: 'object', properties: {} }, '"properties"'],
    [{ type: 'array' }, 'the type "array"'],
    [{ format: 'ipv6' }, 'the format "ipv6"'],
    [{ minimum: 'x' }, '"minimum": "x"'],
    [{ maxLength: '3' }, '"maxLength": "3"'],
    [{ pattern: 3 }, '"pattern": 3'],
    [{ enum: ['x', { a: 1 }] }, 'the allowed value {"a":1}'],
    [{ contentEncoding: 'base64' }, '"contentEncoding"'],
    [false, 'the schema false'],
  ])('reports unsupported keywords of a property: %j', (own, what) => {
    expect(problemTexts(property(own)).join(' ')).toContain(`\`a\`: ${what} is not supported`)
  })

  it.each<[unknown, string]>([
    [{ properties: { a: {} }, patternProperties: { '^x': {} } }, 'Row: "patternProperties" is not supported'],
    [{ properties: { a: {} }, minProperties: 2 }, 'Row: "minProperties" is not supported'],
    [{ properties: { a: {} }, minItems: 2 }, 'Row: "minItems" is not supported'],
    [
      { properties: { a: {} }, additionalProperties: { type: 'string' } },
      'Row: a schema in "additionalProperties" is not supported',
    ],
    [
      { type: 'array', items: { properties: { a: {} } }, uniqueItems: true },
      'List of rows: "uniqueItems" is not supported',
    ],
    [{ type: 'array', items: { properties: { a: {} } }, contains: {} }, 'List of rows: "contains" is not supported'],
  ])('reports unsupported keywords of rows and lists: %j', (schema, what) => {
    expect(problemTexts(schema).join(' ')).toContain(what)
  })

  it('accepts only nulls if null is the only allowed value', async () => {
    const schema = parseTableSchema(property({ const: null })).schema!
    const table = await makeTable(tables, 'nulls', ['a VARCHAR'], [[null], ['x']])
    const { rules } = await validateTable({ tables, table, schema })
    expect(rules.filter(({ valid }) => !valid).map(({ code, failing }) => [code, failing])).toContainEqual(['enum', 1])
  })
})

describe('Frictionless Table Schema', () => {
  const field = (own: object, more: object = {}) => ({ fields: [{ name: 'a', ...own }], ...more })

  it.each<[unknown, string]>([
    [field({ type: 'date', format: 'fmt:DD' }), '`a`: the format "fmt:DD" is not supported'],
    [
      field({ type: 'string', constraints: { required: 'yes' } }),
      '`a`: the constraint "required": "yes" is not supported',
    ],
    [
      field({ type: 'string', constraints: { minLength: 'x' } }),
      '`a`: the constraint "minLength": "x" is not supported',
    ],
    [field({ type: 'string', constraints: { jsonSchema: {} } }), '`a`: the constraint "jsonSchema" is not supported'],
    [field({ type: 'geopoint' }), '`a`: the type "geopoint" is not supported'],
    [field({}, { foreignKeys: [{ fields: 'a' }] }), 'Schema: the foreign key'],
    [field({}, { license: 'x' }), 'Schema: "license" is not supported'],
    [{ fields: [{ type: 'string' }] }, 'Schema: the field {"type":"string"} without a name is not supported'],
  ])('reports unsupported properties: %j', (schema, what) => {
    expect(problemTexts(schema).join(' ')).toContain(what)
  })

  it('reads `fieldsMatch` and categories', () => {
    expect(parseTableSchema(field({}, { fieldsMatch: ['superset'] })).schema).toEqual({
      columns: [{ name: 'a', optional: true, reading: { nulls: [''] } }],
      strict: true,
    })
    expect(parseTableSchema(field({}, { fieldsMatch: ['subset'] })).schema).toEqual({
      columns: [{ name: 'a', reading: { nulls: [''] } }],
    })
    expect(columnOf(field({ type: 'string', categories: ['x', { value: 'y', label: 'Y' }] }), 'a')).toEqual({
      name: 'a',
      type: 'text',
      enum: ['x', 'y'],
      reading: { nulls: [''] },
    })
  })

  it('reads how the cells of a field are written', () => {
    const readingOf = (own: object, more?: object) => (columnOf(field(own, more), 'a') as ColumnRule).reading
    expect(readingOf({ type: 'boolean', trueValues: ['ja'] })).toEqual({
      nulls: [''],
      trueValues: ['ja'],
      falseValues: ['false', 'False', 'FALSE', '0'],
    })
    const number = { type: 'number', decimalChar: ',', groupChar: '.', bareNumber: false }
    expect(readingOf(number, { missingValues: ['', '-'] })).toEqual({ nulls: ['', '-'], decimal: ',', thousands: '.' })
    const coded = { type: 'date', format: '%d/%m/%Y', missingValues: [{ value: '-99', label: 'unknown' }] }
    expect(readingOf(coded, { missingValues: [''] })).toEqual({ nulls: ['-99'], format: '%d/%m/%Y' })
    expect(problemTexts(field(number, { missingValues: ['NA'] }))).toEqual([])
  })
})

describe('values of rules', () => {
  it.each<[object, string]>([
    [{ earliest: 'soon' }, 'schema.invalid-date'],
    [{ latest: '2024-13-01' }, 'schema.invalid-date'],
    [{ latest: '2023-02-30' }, 'schema.invalid-date'],
    [{ earliest: '25:00' }, 'schema.invalid-date'],
    [{ pattern: '(?=a)' }, 'schema.pattern'],
    [{ pattern: '(' }, 'schema.pattern'],
    [{ minLength: -1 }, 'schema.length'],
  ])('are rejected if they are not valid: %j', (rule, code) => {
    const { schema, problems } = parseTableSchema({ columns: [{ name: 'a', ...rule }] })
    expect(schema).toBeUndefined()
    expect(problems).toMatchObject([{ code, severity: 'error', where: { column: 'a' } }])
  })

  it('cause a warning if no value matches them', () => {
    const problems = (rule: object) => parseTableSchema({ columns: [{ name: 'a', ...rule }] }).problems
    expect(problems({ min: 5, max: 2 })).toMatchObject([{ code: 'schema.empty-range', severity: 'warning' }])
    expect(problems({ min: 5, lessThan: 5 })).toHaveLength(1)
    expect(problems({ earliest: '2025-01-01', latest: '2024-01-01' })).toHaveLength(1)
    expect(problems({ min: 5, max: 5, earliest: '2024-02-29', latest: '2024-02-29T12:30:00.5' })).toEqual([])
    expect(problems({ type: 'time', earliest: '08:00', latest: '09:00:30', pattern: '(?i)a\\d+' })).toEqual([])
  })
})
