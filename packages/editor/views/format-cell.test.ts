import {
  bool,
  columnFromArray,
  dateDay,
  decimal,
  float32,
  float64,
  int64,
  list,
  struct,
  timestamp,
  utf8,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  type DataType,
} from '@uwdata/flechette'
import { describe, expect, it } from 'vitest'
import { formatCell, type ArrowType } from './format-cell.ts'

/** A value after a round trip through an Arrow stream. */
function shown(value: unknown, type: DataType): string | undefined {
  const bytes = tableToIPC(tableFromColumns({ a: columnFromArray([value], type) }), { format: 'stream' })
  if (!bytes) throw new Error('Nothing was encoded.')
  const column = tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true }).getChildAt(0)
  return formatCell(column?.at(0), column?.type as ArrowType)
}

describe('cells as text', () => {
  it('keeps every digit of integers and decimals', () => {
    expect(shown(9_007_199_254_740_993n, int64())).toBe('9007199254740993')
    expect(shown(-12.5, decimal(18, 3))).toBe('-12.500')
    expect(formatCell(-5n, { typeId: 7, scale: 3 })).toBe('-0.005')
    expect(formatCell(123_456_789_012_345_678_901_234n, { typeId: 7, scale: 4 })).toBe('12345678901234567890.1234')
  })

  it('shows single-precision numbers by the fewest digits that are the same number', () => {
    expect(shown(0.1, float32())).toBe('0.1')
    expect(shown(-2.7, float32())).toBe('-2.7')
    expect(shown(-0, float32())).toBe('-0')
    expect(shown(Number.NaN, float32())).toBe('NaN')
  })

  it('shows doubles by their shortest text, also NaN and infinities', () => {
    expect(shown(0.1, float64())).toBe('0.1')
    expect(shown(Number.NaN, float64())).toBe('NaN')
    expect(shown(-Infinity, float64())).toBe('-Infinity')
    expect(shown(-0, float64())).toBe('-0')
    expect(shown(1e21, float64())).toBe('1e+21')
  })

  it('shows dates and times in ISO format, with their precision', () => {
    expect(shown(new Date('2026-11-20'), dateDay())).toBe('2026-11-20')
    expect(shown(new Date('0099-01-02'), dateDay())).toBe('0099-01-02')
    expect(shown(new Date('2026-11-20T08:09:10Z'), timestamp(2))).toBe('2026-11-20 08:09:10')
    expect(shown(new Date('2026-11-20T08:09:10.250Z'), timestamp(2))).toBe('2026-11-20 08:09:10.25')
    expect(shown(new Date('1969-12-31T23:59:59.5Z'), timestamp(2))).toBe('1969-12-31 23:59:59.5')
    expect(formatCell(3_723_000_001n, { typeId: 9, unit: 2 })).toBe('01:02:03.000001')
  })

  it('shows text, booleans, nested values and bytes', () => {
    expect(shown('ä "x"', utf8())).toBe('ä "x"')
    expect(shown(true, bool())).toBe('true')
    expect(shown([1n, null], list(int64()))).toBe('[1,null]')
    expect(shown({ a: 'x', b: 9_007_199_254_740_993n }, struct({ a: utf8(), b: int64() }))).toBe(
      '{"a":"x","b":"9007199254740993"}',
    )
    expect(formatCell(new Uint8Array([0, 255]), { typeId: 4 })).toBe('0x00ff')
  })

  it('distinguishes null from text', () => {
    expect(shown(null, utf8())).toBe(undefined)
    expect(shown('', utf8())).toBe('')
  })
})
