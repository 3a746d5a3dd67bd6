import type { PlannedColumn } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { rankDateFormats, parseList, changeColumnType, applyAlternative, formatList } from './column-reading.ts'

const text: PlannedColumn = { name: 'a', type: 'VARCHAR', nulls: ['-'] }

describe('a column read as another type', () => {
  it('derives the formats of dates and numbers from its cells', () => {
    expect(changeColumnType(text, 'DATE', ['31.12.2026', '-', ''])).toEqual({
      ...text,
      type: 'DATE',
      format: '%d.%m.%Y',
    })
    expect(changeColumnType(text, 'DATE', ['2026-12-31'])).toEqual({ ...text, type: 'DATE' })
    expect(changeColumnType(text, 'DOUBLE', ['1.204,50', '3,5'])).toEqual({
      ...text,
      type: 'DOUBLE',
      decimal: ',',
      thousands: '.',
    })
    expect(changeColumnType(text, 'DOUBLE', ['1,204', '3.5'])).toEqual({ ...text, type: 'DOUBLE' })
    expect(changeColumnType(text, 'BOOLEAN', ['ja', 'nein', 'ja'])).toEqual({
      ...text,
      type: 'BOOLEAN',
      trueValues: ['ja'],
      falseValues: ['nein'],
    })
  })

  it('drops the options of the old type, and keeps name, source and null values', () => {
    const number: PlannedColumn = { ...text, sourceName: 'A', type: 'DOUBLE', decimal: ',', strip: ['€'] }
    expect(changeColumnType(number, 'VARCHAR', [])).toEqual({ ...text, sourceName: 'A' })
    expect(changeColumnType(number, 'BIGINT', [])).toEqual({ ...number, type: 'BIGINT' })
  })

  it('offers the date formats that fit the cells first', () => {
    expect(rankDateFormats('DATE', ['3/4/2026']).slice(0, 2)).toEqual(['%m/%d/%Y', '%d/%m/%Y'])
    expect(rankDateFormats('TIME', [])).toContain('%I:%M %p')
  })
})

describe('an alternative reading', () => {
  it('is a date format, the other meaning of a decimal mark, or a type', () => {
    const date: PlannedColumn = { name: 'a', type: 'DATE', format: '%d/%m/%Y', nulls: [] }
    expect(applyAlternative(date, '%m/%d/%Y', [])).toEqual({ ...date, format: '%m/%d/%Y' })
    const whole: PlannedColumn = { name: 'a', type: 'BIGINT', thousands: ',', nulls: [] }
    const broken: PlannedColumn = { name: 'a', type: 'DOUBLE', decimal: ',', nulls: [] }
    expect(applyAlternative(whole, 'DOUBLE with "," before the decimals', [])).toEqual(broken)
    expect(applyAlternative(broken, 'BIGINT with thousands set off by ","', [])).toEqual(whole)
    expect(applyAlternative(text, 'BOOLEAN', ['yes', 'no'])?.trueValues).toEqual(['yes'])
    expect(applyAlternative(text, 'a list', [])).toBeUndefined()
  })

  it('keeps trailing minus signs when the number type changes', () => {
    const behind: PlannedColumn = { name: 'a', type: 'DOUBLE', minusBehind: true, nulls: [] }
    expect(changeColumnType(behind, 'BIGINT', [])).toEqual({ ...behind, type: 'BIGINT' })
  })
})

describe('values in a list', () => {
  it('keep commas and spaces', () => {
    for (const values of [['n/a', '-'], [','], ['a b', ' x'], []]) expect(parseList(formatList(values))).toEqual(values)
    expect(parseList('n/a , - ,, x')).toEqual(['n/a', '-', 'x'])
  })
})
