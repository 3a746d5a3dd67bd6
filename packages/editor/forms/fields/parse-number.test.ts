import { describe, expect, it } from 'vitest'
import { formStrings } from '../form-strings.ts'
import { parseNumber, type NumberConstraints } from './parse-number.ts'

const rule = (some: Partial<NumberConstraints> = {}): NumberConstraints => ({
  kind: 'number',
  minimum: undefined,
  maximum: undefined,
  exclusiveMinimum: undefined,
  exclusiveMaximum: undefined,
  ...some,
})
const read = (text: string, some?: Partial<NumberConstraints>): unknown => {
  const answer = parseNumber(rule(some), text, formStrings)
  return 'value' in answer ? answer.value : answer.reason
}

describe('parseNumber', () => {
  it.each([
    ['2', 2],
    [' -2.5 ', -2.5],
    ['2.', 2],
    ['.5', 0.5],
    ['+1e3', 1000],
    ['12,5', 12.5],
    ['0,125', 0.125],
    ['1,2345', 1.2345],
    ['1.234', 1.234],
  ])('parses %s as %d', (text, value) => expect(read(text)).toBe(value))

  it.each([
    ['10,000', '10000'],
    ['-1,234,567', '-1234567'],
    ['1,234.5', '1234.5'],
    ['1.234,5', '1234.5'],
    ['1.234.567', '1234567'],
    ['10 000', '10000'],
    ['1\u00a0000,5', '1000.5'],
    ['1\u202f000', '1000'],
    ['1’000', '1000'],
  ])('rejects the thousands separators of %s, and suggests the number without them', (text, plain) => {
    expect(read(text, { kind: 'integer' })).toBe(formStrings.noSeparators(plain))
    if (text !== '10,000') expect(read(text)).toBe(formStrings.noSeparators(plain))
  })

  it('names both readings of a number whose separator is ambiguous', () => {
    expect(read('10,000')).toBe('“10,000” is ambiguous. Enter 10000 or 10.000.')
    expect(read('-1,234')).toBe('“-1,234” is ambiguous. Enter -1234 or -1.234.')
  })

  it.each(['', 'ten', '0x10', '1,2,3', '1e999', 'Infinity', '5 kg', '--1'])('rejects %o', (text) =>
    expect(read(text)).toBe(formStrings.notNumber),
  )

  it('accepts only integers without a decimal mark for an integer setting', () => {
    expect(read('-12', { kind: 'integer' })).toBe(-12)
    for (const text of ['10.000', '2.5', '2,5', '2.']) {
      expect(read(text, { kind: 'integer' }), text).toBe(formStrings.notInteger)
    }
  })

  it('distinguishes inclusive from exclusive bounds', () => {
    expect(read('0', { minimum: 0 })).toBe(0)
    expect(read('0', { exclusiveMinimum: 0 })).toBe('Enter a number greater than 0.')
    expect(read('0.001', { exclusiveMinimum: 0 })).toBe(0.001)
    expect(read('-1', { minimum: 0 })).toBe('The minimum is 0.')
    expect(read('5', { maximum: 5 })).toBe(5)
    expect(read('5', { exclusiveMaximum: 5 })).toBe('Enter a number less than 5.')
    expect(read('6', { maximum: 5 })).toBe('The maximum is 5.')
  })
})
