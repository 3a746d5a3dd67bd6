import { operationNames, operationSchema, operationSettings } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { testedOperations } from '../../../agents/preparing/operations/test-operations.ts'
import { fieldsOf, newFields, withFields } from './operation-fields.ts'

it('read and write every kind of operation without loss', () => {
  expect(new Set(testedOperations.map(({ op }) => op))).toEqual(new Set(operationNames))
  for (const operation of testedOperations)
    expect(withFields({ op: operation.op }, fieldsOf(operation))).toEqual({ operation })
})

it('distinguish texts from numbers and booleans', () => {
  for (const value of ['unknown', '12', 12, 'true', true, '"', ''])
    expect(
      withFields({ op: 'fill' }, fieldsOf({ op: 'fill', column: 'a', how: 'constant', reason: '', value })).operation,
    ).toMatchObject(value === '' ? {} : { value })
})

it('omit empty optional values, and name invalid ones', () => {
  const fields = newFields('fill', 'by hand').map((field) =>
    field.key === 'column' ? { ...field, value: 'city' } : field,
  )
  const { operation } = withFields({ op: 'fill' }, fields)
  expect(operationSchema.parse(operation)).toEqual({ op: 'fill', column: 'city', how: 'constant', reason: 'by hand' })
  expect(withFields({ op: 'scale' }, newFields('scale', ''))).toEqual({ unread: 'offset' })
})

it('have a type for every setting', () => {
  const kinds = Object.fromEntries(
    operationSettings('fill').map(({ key, kind, isRequired }) => [key, [kind, isRequired]]),
  )
  expect(kinds).toEqual({
    column: ['text', true],
    how: ['choice', true],
    value: ['scalar', false],
    within: ['list', false],
    reason: ['text', true],
  })
})
