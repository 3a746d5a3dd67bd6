import { expect, it } from 'vitest'
import {
  checkbox,
  checkboxes,
  isObject,
  json,
  list,
  number,
  omitEmpty,
  optionalNumber,
  orderedSelection,
  text,
  type Field,
} from './fields.ts'

const read = <Value>(field: Field<Value>, ...values: string[]): Value => {
  const data = new FormData()
  for (const value of values) data.append('field', value)
  return field.read(data, 'field')
}

it('trims texts, and reads a missing field as an empty text', () => {
  expect(read(text(''), '  Orders ')).toBe('Orders')
  expect(read(text(''))).toBe('')
})

it.each([
  ['', []],
  [' , ', []],
  ['order.paid', ['order.paid']],
  [' order.paid,stock.* ,', ['order.paid', 'stock.*']],
])('reads the list %j', (source, names) => {
  expect(read(list(''), source)).toEqual(names)
})

it('splits a list at other separators', () => {
  const source = '192.0.2.0/24, 198.51.100.7;2001:db8::1\n203.0.113.9'
  expect(read(list('', { separator: /[\s,;]+/ }), source)).toEqual([
    '192.0.2.0/24',
    '198.51.100.7',
    '2001:db8::1',
    '203.0.113.9',
  ])
})

it('reads numbers, and an empty optional number as undefined', () => {
  expect(read(number('', { min: 0 }), '60')).toBe(60)
  expect(read(optionalNumber('', { min: 0 }), ' 1.5')).toBe(1.5)
  expect(read(optionalNumber('', { min: 0 }), '')).toBeUndefined()
})

it('reads check boxes', () => {
  expect(read(checkbox('', false), 'on')).toBe(true)
  expect(read(checkbox('', true))).toBe(false)
  expect(read(checkboxes('', []), 'a', 'b')).toEqual(['a', 'b'])
})

it('reads an ordered selection without empty and repeated values', () => {
  expect(read(orderedSelection('', [], { none: '' }), 'small', '', 'large', 'small')).toEqual(['small', 'large'])
})

it.each([
  ['{"amount": 1}', { amount: 1 }, undefined],
  ['  \n', {}, undefined],
  ['[1]', [1], 'Enter an object'],
  ['{"amount"', undefined, 'Enter an object'],
])('reads the JSON %j', (source, value, problem) => {
  const field = json('', { empty: {}, isValid: isObject, invalid: 'Enter an object' })
  expect(read(field, source)).toEqual(value)
  expect(field.findProblem?.(read(field, source), {})).toBe(problem)
})

it('omits empty texts and undefined', () => {
  expect(omitEmpty({ a: '', b: undefined, c: 0, d: 'x', e: null })).toEqual({ c: 0, d: 'x', e: null })
})
