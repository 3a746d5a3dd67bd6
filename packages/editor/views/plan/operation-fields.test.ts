import { operationNames, operationSchema, listOperationSettings } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { testedOperations } from '../../../agents/preparing/operations/test-operations.ts'
import { toFields, createFields, applyFields } from './operation-fields.ts'

it('read and write every kind of operation without loss', () => {
  expect(new Set(testedOperations.map(({ op }) => op))).toEqual(new Set(operationNames))
  for (const operation of testedOperations)
    expect(applyFields({ op: operation.op }, toFields(operation))).toEqual({ operation })
})

it('distinguish texts from numbers and booleans', () => {
  for (const value of ['unknown', '12', 12, 'true', true, '"', ''])
    expect(
      applyFields({ op: 'fill' }, toFields({ op: 'fill', column: 'a', how: 'constant', reason: '', value })).operation,
    ).toMatchObject(value === '' ? {} : { value })
})

it('keep the digits of integers', () => {
  const typed = createFields('fill', '').map((field) =>
    field.key === 'value' ? { ...field, value: '8202522731445525542' } : field,
  )
  expect(applyFields({ op: 'fill' }, typed).operation).toMatchObject({ value: '8202522731445525542' })
})

it('omit empty optional values, and name invalid ones', () => {
  const fields = createFields('fill', 'by hand').map((field) =>
    field.key === 'column' ? { ...field, value: 'city' } : field,
  )
  const { operation } = applyFields({ op: 'fill' }, fields)
  expect(operationSchema.parse(operation)).toEqual({ op: 'fill', column: 'city', how: 'constant', reason: 'by hand' })
  expect(applyFields({ op: 'scale' }, createFields('scale', ''))).toEqual({ invalidKey: 'offset' })
})

it('have a type for every setting', () => {
  const kinds = Object.fromEntries(
    listOperationSettings('fill').map(({ key, kind, isRequired }) => [key, [kind, isRequired]]),
  )
  expect(kinds).toEqual({
    column: ['text', true],
    how: ['choice', true],
    value: ['scalar', false],
    within: ['list', false],
    reason: ['text', true],
  })
})
