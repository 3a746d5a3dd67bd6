import { describe, expect, it } from 'vitest'
import { createExcelDamageWarning } from './excel-damage.ts'

describe('createExcelDamageWarning', () => {
  it.each<[string, string, string[], string, string[]]>([
    [
      'ranges that became dates',
      'age',
      ['0-4', '9-May', '14-Oct', '15-19', '20-24', '25-29'],
      'dates',
      ['9-May', '14-Oct'],
    ],
    [
      'genes that became dates',
      'gene',
      ['TP53', 'BRCA1', 'MYC', '1-Mar', 'EGFR', '2-Sep'],
      'dates',
      ['1-Mar', '2-Sep'],
    ],
    [
      'long numbers shortened to a few digits',
      'ean',
      ['4006381333931', '4.00638E+12', '4006381333948'],
      'digits',
      ['4.00638E+12'],
    ],
    [
      'a column of shortened codes',
      'barcode',
      ['4.00638E+12', '5.01234E+12'],
      'digits',
      ['4.00638E+12', '5.01234E+12'],
    ],
    ['formula errors', 'total', ['1', '#REF!', '3'], 'formulas', ['#REF!']],
  ])('reports %s', (_, name, cells, damage, examples) => {
    expect(createExcelDamageWarning(name, cells)).toMatchObject({
      code: 'load.spreadsheet-damage',
      params: { column: name, cells: examples.length, damage, examples },
      where: { column: name },
    })
  })

  it.each<[string, (string | null)[]]>([
    ['dates', ['1-Mar', '2-Mar', '3-Mar']],
    ['dates among words', ['1-Mar', 'soon', 'later this year', null]],
    ['numbers in scientific notation', ['1.2E+05', '3.4E+11', '5.0E+02']],
    ['ranges', ['0-4', '5-9', '10-14']],
  ])('reports nothing for %s', (_, cells) => {
    expect(createExcelDamageWarning('value', cells)).toBeUndefined()
  })
})
