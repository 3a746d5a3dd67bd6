import { expect, it } from 'vitest'
import { findSchemaError } from './find-schema-error.ts'

it.each([
  [{ type: 'objekt' }, '/type is "objekt"'],
  [{ type: [] }, '/type is []'],
  [{ properties: { a: { items: { type: 'text' } } } }, '/properties/a/items/type is "text"'],
  [{ properties: [] }, '/properties is []'],
  [{ properties: { a: 'string' } }, '/properties/a is "string"'],
  [{ required: 'a' }, '/required is "a"'],
  [{ properties: { a: { required: true } } }, '/properties/a/required is true'],
  [{ anyOf: { type: 'string' } }, '/anyOf is {"type":"string"}'],
  [{ oneOf: [{}, { $defs: { b: { minLength: -1 } } }] }, '/oneOf/1/$defs/b/minLength is -1'],
  [{ items: [{ type: 'text' }] }, '/items/0/type is "text"'],
  [{ minimum: '1' }, '/minimum is "1"'],
  [{ enum: 'a' }, '/enum is "a"'],
])('finds the error in %j', (schema, schemaError) => {
  expect(findSchemaError(schema as never)).toBe(schemaError)
})

it.each([
  {},
  true,
  { type: ['string', 'null'], minLength: 1, enum: [{ type: 'any' }], const: { type: 'any' }, default: { type: 7 } },
  { properties: { type: { type: 'string' }, required: { type: 'boolean' } }, required: ['type'] },
  { items: [{ type: 'string' }, false], additionalProperties: false, exclusiveMinimum: true, title: 5 },
])('finds no error in %j', (schema) => {
  expect(findSchemaError(schema as never)).toBeUndefined()
})
