import { describe, expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { checkDigitSchemes } from './check-digits.ts'
import { findRuleViolations } from './find-rule-violations.ts'
import type { CellViolation } from './violation.ts'

function violationsIn(header: string[], rows: string[][]): CellViolation[] {
  const steps = findRuleViolations(encodeTable(header, rows))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Rows, kinds and repairs of the violations. */
const brief = (violations: readonly CellViolation[]): [number, string, string | undefined][] =>
  violations.map(({ row, kind, replacement: value }) => [row, kind, value])

const list = <Value>(count: number, of: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => of(index))

const isValid = (name: string, code: string): boolean | undefined =>
  checkDigitSchemes.find((code) => code.name === name)?.isValid(code)

describe('check digits', () => {
  it.each([
    ['IBAN', 'DE89370400440532013000', 'DE89370400440532013001'],
    ['ISIN', 'US0378331005', 'US0378331006'],
    ['LEI', '529900T8BM49AURSDO55', '529900T8BM49AURSDO56'],
    ['VIN', '1M8GDM9AXKP042788', '1M8GDM9A1KP042788'],
    ['ISBN-13', '9780306406157', '9780306406158'],
    ['ISBN-10', '080442957X', '0804429571'],
    ['ISSN', '03785955', '03785956'],
    ['ORCID', '0000000218250097', '0000000218250098'],
    ['NPI', '1234567893', '1234567894'],
    ['NHS', '9434765919', '9434765918'],
    ['ABA', '021000021', '021000022'],
    ['CUSIP', '037833100', '037833101'],
    ['SEDOL', '0263494', '0263495'],
    ['IMO', '9074729', '9074728'],
    ['GTIN', '4006381333931', '4006381333932'],
    ['GTIN', '036000291452', '036000291453'],
    ['Luhn', '4111111111111111', '4111111111111112'],
  ])('validates %s', (name, valid, invalid) => {
    expect(isValid(name, valid)).toBe(true)
    expect(isValid(name, invalid)).toBe(false)
  })

  /** Creates book numbers with a correct check digit. */
  const isbn = (index: number): string => {
    const digits = `978030${640000 + index * 7}`
    const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
    return `${digits}${(10 - (sum % 10)) % 10}`
  }

  it('finds codes with a wrong check digit if almost all others are valid', () => {
    const rows = list(60, (index) => [isbn(index)])
    rows[7] = ['9780306406158']
    expect(brief(violationsIn(['book'], rows))).toEqual([[7, 'check-digit', undefined]])
  })

  it('repairs a code that is one typo away from one other code', () => {
    const rows = list(60, (index) => [isbn(index * 13)])
    rows[7] = [`${isbn(130).slice(0, 11)}${isbn(130)[12]}${isbn(130)[11]}`]
    expect(brief(violationsIn(['book'], rows))).toEqual([[7, 'check-digit', isbn(130)]])
  })

  it('finds nothing in numbers of the same form without check digits', () => {
    expect(
      violationsIn(
        ['number'],
        list(80, (index) => [String(9_780_306_000_000 + index * 31)]),
      ),
    ).toEqual([])
  })
})

describe('impossible values', () => {
  it('finds dates that do not exist', () => {
    const rows = list(40, (index) => [`2023-0${1 + (index % 9)}-${10 + (index % 18)}`])
    rows[4] = ['2023-02-30']
    expect(brief(violationsIn(['on'], rows))).toEqual([[4, 'impossible-value', undefined]])
  })

  it('finds numbers outside the range of their quantity', () => {
    const rows = list(60, (index) => [String(20 + index), String(index), String(100 + index)])
    rows[3] = ['230', '180', '260']
    expect(brief(violationsIn(['age', 'lat', 'weight'], rows))).toEqual([
      [3, 'impossible-value', undefined],
      [3, 'impossible-value', undefined],
    ])
  })

  it('ignores a column in which many values are outside the range', () => {
    expect(
      violationsIn(
        ['percent'],
        list(60, (index) => [String(index * 10)]),
      ),
    ).toEqual([])
  })

  it('finds country and currency codes that are not assigned', () => {
    const countries = ['DE', 'FR', 'IT', 'US', 'GB', 'CH', 'ES', 'PL']
    const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'SEK', 'PLN']
    const rows = list(80, (index) => [countries[index % 8] as string, currencies[index % 7] as string])
    rows[9] = ['QQ', 'EUX']
    expect(brief(violationsIn(['country', 'currency'], rows))).toEqual([
      [9, 'impossible-value', undefined],
      [9, 'impossible-value', undefined],
    ])
  })
})

describe('rules of several columns', () => {
  it('finds weekdays that contradict the date, in any language', () => {
    const days = ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa']
    const rows = list(60, (index) => {
      const date = new Date(Date.UTC(2024, 0, 1 + index))
      return [date.toISOString().slice(0, 10), days[date.getUTCDay()] as string]
    })
    rows[8] = [rows[8]![0] as string, 'Fr']
    expect(brief(violationsIn(['date', 'day'], rows))).toEqual([[8, 'date-part', 'Di']])
  })

  it('finds exchanged coordinates', () => {
    const rows = list(60, (index) => [(46 + index / 30).toFixed(4), (7 + index / 25).toFixed(4)])
    rows[5] = [rows[5]![1] as string, rows[5]![0] as string]
    expect(brief(violationsIn(['lat', 'lon'], rows))).toEqual([
      [5, 'swapped-values', '46.1667'],
      [5, 'swapped-values', '7.2000'],
    ])
  })

  it('finds a total row', () => {
    const rows = list(20, (index) => [`town ${index}`, String(100 + index * 3)])
    rows.push(['Total', String(rows.reduce((sum, row) => sum + Number(row[1]), 0))])
    expect(brief(violationsIn(['town', 'people'], rows))).toEqual([[20, 'total-row', undefined]])
  })

  it('finds postal codes with the pattern of a different country', () => {
    const rows = list(90, (index) =>
      index % 3 === 0
        ? ['Canada', `K1A ${index % 9}B${index % 7}`]
        : index % 3 === 1
          ? ['Germany', String(10_000 + index * 37)]
          : ['Austria', String(1000 + index * 11)],
    )
    rows[4] = ['Germany', '1010']
    expect(brief(violationsIn(['country', 'code'], rows))).toEqual([[4, 'group-pattern', undefined]])
  })
})
