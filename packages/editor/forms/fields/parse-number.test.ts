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

describe('a number as it is written', () => {
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
  ])('%s is %d', (text, value) => expect(read(text)).toBe(value))

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
  ])('tells thousands apart in %s, which is refused, never cut short, and says what to write', (text, plain) => {
    expect(read(text, { kind: 'integer' })).toBe(formStrings.noSeparators(plain))
    if (text !== '10,000') expect(read(text)).toBe(formStrings.noSeparators(plain))
  })

  it('says of what may be a fraction too how both are written', () => {
    expect(read('10,000')).toBe('“10,000” is ambiguous. Enter 10000 or 10.000.')
    expect(read('-1,234')).toBe('“-1,234” is ambiguous. Enter -1234 or -1.234.')
  })

  it.each(['', 'ten', '0x10', '1,2,3', '1e999', 'Infinity', '5 kg', '--1'])('%o is none', (text) =>
    expect(read(text)).toBe(formStrings.notNumber),
  )

  it('takes as whole what is written as whole', () => {
    expect(read('-12', { kind: 'integer' })).toBe(-12)
    for (const text of ['10.000', '2.5', '2,5', '2.']) {
      expect(read(text, { kind: 'integer' }), text).toBe(formStrings.notInteger)
    }
  })

  it('tells a bound that is part of it from one that is not', () => {
    expect(read('0', { minimum: 0 })).toBe(0)
    expect(read('0', { exclusiveMinimum: 0 })).toBe('Enter a number greater than 0.')
    expect(read('0.001', { exclusiveMinimum: 0 })).toBe(0.001)
    expect(read('-1', { minimum: 0 })).toBe('The minimum is 0.')
    expect(read('5', { maximum: 5 })).toBe(5)
    expect(read('5', { exclusiveMaximum: 5 })).toBe('Enter a number less than 5.')
    expect(read('6', { maximum: 5 })).toBe('The maximum is 5.')
  })
})
