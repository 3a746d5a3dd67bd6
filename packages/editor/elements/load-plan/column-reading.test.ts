import type { PlannedColumn } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { dateFormats, listedWords, readAs, readAsConsidered, wordList } from './column-reading.ts'

const text: PlannedColumn = { name: 'a', type: 'VARCHAR', nulls: ['-'] }

describe('a column read as another type', () => {
  it('takes from its cells how dates and numbers are written', () => {
    expect(readAs(text, 'DATE', ['31.12.2026', '-', ''])).toEqual({ ...text, type: 'DATE', format: '%d.%m.%Y' })
    expect(readAs(text, 'DATE', ['2026-12-31'])).toEqual({ ...text, type: 'DATE' })
    expect(readAs(text, 'DOUBLE', ['1.204,50', '3,5'])).toEqual({
      ...text,
      type: 'DOUBLE',
      decimal: ',',
      thousands: '.',
    })
    expect(readAs(text, 'DOUBLE', ['1,204', '3.5'])).toEqual({ ...text, type: 'DOUBLE' })
    expect(readAs(text, 'BOOLEAN', ['ja', 'nein', 'ja'])).toEqual({
      ...text,
      type: 'BOOLEAN',
      trueValues: ['ja'],
      falseValues: ['nein'],
    })
  })

  it('drops what only the old type needs, and keeps its name, its source and its words for no value', () => {
    const number: PlannedColumn = { ...text, sourceName: 'A', type: 'DOUBLE', decimal: ',', strip: ['€'] }
    expect(readAs(number, 'VARCHAR', [])).toEqual({ ...text, sourceName: 'A' })
    expect(readAs(number, 'BIGINT', [])).toEqual({ ...number, type: 'BIGINT' })
  })

  it('offers the date formats that fit the cells first', () => {
    expect(dateFormats('DATE', ['3/4/2026']).slice(0, 2)).toEqual(['%m/%d/%Y', '%d/%m/%Y'])
    expect(dateFormats('TIME', [])).toContain('%I:%M %p')
  })
})

describe('a reading that was considered', () => {
  it('is a date format, the other meaning of a mark, or a type', () => {
    const date: PlannedColumn = { name: 'a', type: 'DATE', format: '%d/%m/%Y', nulls: [] }
    expect(readAsConsidered(date, '%m/%d/%Y', [])).toEqual({ ...date, format: '%m/%d/%Y' })
    const whole: PlannedColumn = { name: 'a', type: 'BIGINT', thousands: ',', nulls: [] }
    const broken: PlannedColumn = { name: 'a', type: 'DOUBLE', decimal: ',', nulls: [] }
    expect(readAsConsidered(whole, 'DOUBLE with "," before the decimals', [])).toEqual(broken)
    expect(readAsConsidered(broken, 'BIGINT with thousands set off by ","', [])).toEqual(whole)
    expect(readAsConsidered(text, 'BOOLEAN', ['yes', 'no'])?.trueValues).toEqual(['yes'])
    expect(readAsConsidered(text, 'a list', [])).toBeUndefined()
  })

  it('keeps a minus sign behind the digits when one number becomes another', () => {
    const behind: PlannedColumn = { name: 'a', type: 'DOUBLE', minusBehind: true, nulls: [] }
    expect(readAs(behind, 'BIGINT', [])).toEqual({ ...behind, type: 'BIGINT' })
  })
})

describe('words in a list', () => {
  it('are what was written, commas and blanks too', () => {
    for (const words of [['n/a', '-'], [','], ['a b', ' x'], []]) expect(listedWords(wordList(words))).toEqual(words)
    expect(listedWords('n/a , - ,, x')).toEqual(['n/a', '-', 'x'])
  })
})
