import { type Scalar } from '@aw-flow/engine'
import { createColumn, createCsvPlan, assertEqual, type TestPlatform, type TestApi } from './test-case.ts'
import { createLoadHelpers } from './test-loading.ts'

/** Defines the conformance suite for converting cells to their column's type. */
export function describeTyping({ describe, it }: TestApi, platform: TestPlatform): void {
  const { load, readRows } = createLoadHelpers(platform)

  describe('typing cells', () => {
    /** Checks values, nulls and invalid cells of one column. */
    const expectTyping = async (
      type: string,
      options: object,
      cells: Record<string, Scalar>,
      badCells: string[] = [],
    ) => {
      const inputs = [...Object.keys(cells), ...badCells]
      const content = inputs.map((text) => `"${text.replaceAll('"', '""')}"\n`).join('')
      const loaded = await load(content, createCsvPlan([createColumn(`a ${type}`, options)]))
      const values = (await readRows(loaded)).map(([value]) => value)
      assertEqual(
        inputs.map((text, index) => [text, values[index]]),
        inputs.map((text) => [text, cells[text] ?? null]),
      )
      const nulls = Object.values(cells).filter((value) => value === null).length
      const [loadedColumn] = loaded.columns
      assertEqual([loadedColumn?.nulls, loadedColumn?.badCells], [nulls + badCells.length, badCells.length])
      assertEqual(
        loadedColumn?.badExamples,
        badCells.slice(0, 5).map((text) => ({ row: inputs.indexOf(text) + 1, text })),
      )
    }

    it('accepts only integers as integers', async () => {
      const large = { '9007199254740993': 9007199254740993n, '-9223372036854775808': -9223372036854775808n }
      await expectTyping(
        'BIGINT',
        {},
        { '1': 1, ' 2 ': 2, '+3': 3, '-4': -4, '007': 7, '': null, ' ': null, ...large },
        ['1.5', '1.0', '1e3', '0x1F', '1_000', '9223372036854775808', 'x'],
      )
    })

    it('accepts decimals without rounding', async () => {
      const cells = { '1': '1.00', '1.2': '1.20', '-.5': '-0.50', '1.2300': '1.23' }
      await expectTyping('DECIMAL(9,2)', {}, cells, ['1.239', '1e2', '12345678.00'])
    })

    it('accepts doubles in every notation', async () => {
      const cells = { '1': 1, '1.5': 1.5, '-2e-3': -0.002, '.5': 0.5, inf: Infinity, '1e400x': null }
      await expectTyping('DOUBLE', { nulls: ['1e400x'] }, cells, ['1,5', 'x', '1.5.5'])
    })

    it('removes symbols around numbers and separators between digits', async () => {
      const money = { strip: ['$', ' ', 'USD'], thousands: ',' }
      const cells = { '$1,234.50': 1234.5, '1234 USD': 1234, '-$ 5': -5, '12,34,567': 1234567 }
      await expectTyping('DOUBLE', money, cells, ['1,23', '$1,2345', '$'])
      const german = { decimal: ',', thousands: '.' }
      await expectTyping('DOUBLE', german, { '1.234,5': 1234.5, '0,25': 0.25 }, ['1.23,5'])
      await expectTyping('BIGINT', { thousands: ' ' }, { '1 234': 1234 }, ['12 34', '1.5'])
      const trailingMinus = { '1.234,5-': -1234.5, '0,25 -': -0.25, '3,5': 3.5, '-2,5': -2.5 }
      await expectTyping('DOUBLE', { ...german, minusBehind: true }, trailingMinus, ['-1,5-', '1,5--', '+1,5-', '-'])
      const brackets = { '($1,250.50)': -1250.5, '$(12.34)': -12.34, ' ( 5 ) ': -5, '- $3': -3, '$+4': 4, '$.05': 0.05 }
      const dollars = { thousands: ',', strip: ['$', ' '], minusBrackets: true }
      await expectTyping('DOUBLE', dollars, brackets, ['(-5)', '-(5)', '((5))', '(5', '()'])
    })

    it('unwraps formulas that return a string and keeps all other formulas', async () => {
      const formulas = { '="01067"': '01067', ' ="a ""b"""': 'a "b"', '=""': '', '-': null, '="-"': null }
      const otherCells = Object.fromEntries(['=A1', '="a"&"b"', '="a', 'x'].map((text) => [text, text]))
      await expectTyping('VARCHAR', { formulaText: true, nulls: ['-'] }, { ...formulas, ...otherCells })
      await expectTyping('VARCHAR', {}, { '="01067"': '="01067"' })
    })

    it('reads configured words for null, and for true and false in any letter case', async () => {
      const vocabulary = { trueValues: ['Yes'], falseValues: ['No'], nulls: ['n/a'] }
      await expectTyping('BOOLEAN', vocabulary, { Yes: true, no: false, 'n/a': null }, ['true', 'N/A'])
      await expectTyping('BOOLEAN', {}, { true: true, FALSE: false }, ['maybe'])
      await expectTyping('VARCHAR', { nulls: ['-'] }, { '-': null, ' - ': null, '--': '--' })
    })

    it('reads dates and times by their format without losing information', async () => {
      await expectTyping(
        'DATE',
        {},
        { '2024-05-01': '2024-05-01', '2024-5-1': '2024-05-01', '2024/05/01': '2024-05-01' },
        ['2024-02-30', '2024-05-01 10:00:00', 'epoch', 'infinity'],
      )
      await expectTyping('DATE', { format: '%d.%m.%Y' }, { '01.05.2024': '2024-05-01', ' 1.5.2024 ': '2024-05-01' }, [
        '31.02.2024',
        '2024-05-01',
      ])
      await expectTyping('TIME', {}, { '10:30': '10:30:00', '23:59:59.5': '23:59:59.5' }, ['25:00', '10'])
      await expectTyping(
        'TIMESTAMP',
        { format: '%m/%d/%Y %I:%M %p' },
        { '05/01/2024 1:05 PM': '2024-05-01 13:05:00' },
        ['x'],
      )
    })

    it('reads month names in any language, and ordinal suffixes of days', async () => {
      const french = { janv: 1, janvier: 1, mars: 3, août: 8, déc: 12 }
      await expectTyping(
        'DATE',
        { format: '%d %m %Y', months: french },
        {
          '3 janv. 2021': '2021-01-03',
          '17 Mars 2021': '2021-03-17',
          '31 août 2020': '2020-08-31',
          '1 janvier 2021': '2021-01-01',
          '02 DÉC 2021': '2021-12-02',
        },
        ['3 brumaire 2021', '31 févr. 2021', '3 janv. 2021 x'],
      )
      await expectTyping(
        'DATE',
        { format: '%d %B %Y', strip: ['st', 'nd', 'rd', 'th'] },
        {
          '1st August 2021': '2021-08-01',
          '22nd May 2021': '2021-05-22',
          '13 March 2021': '2021-03-13',
        },
        ['1st Augu 2021'],
      )
      await expectTyping('DATE', { format: '%Y年%m月%d日' }, { '2019年9月16日': '2019-09-16' }, ['2019年9月'])
      await expectTyping('DATE', { format: '%Y%m%d' }, { '20240131': '2024-01-31' }, ['20240231', '2024-01-31'])
    })

    it('reads intervals longer than a day, and in ISO 8601', async () => {
      await expectTyping(
        'INTERVAL',
        {},
        {
          '24:08:00': '24:08:00',
          '0:00:01.5': '00:00:01.5',
          '1250:00:00': '1250:00:00',
          PT1H30M: '01:30:00',
          P1DT2H: '1 day 02:00:00',
          P1Y2M: '1 year 2 months',
          'PT0.25S': '00:00:00.25',
          '-PT15M': '-00:15:00',
        },
        ['P', 'PT', '1:30', '24:61:00', '3 hours'],
      )
    })

    it('reads Unicode minus signs, spaces and apostrophes between digits, and high-precision decimals', async () => {
      const swedish = { decimal: ',', thousands: ' \u00a0', minus: '\u2212' }
      await expectTyping('DOUBLE', swedish, { '\u22121\u00a0234,5': -1234.5, '12 345': 12345, '-3': -3 }, [
        '\u2212\u22123',
      ])
      await expectTyping('DOUBLE', { strip: ['%'], decimal: ',' }, { '%57,5': 57.5, '12 %': 12 }, ['57.5%'])
      await expectTyping('BIGINT', { thousands: "'’" }, { "1'234": 1234, '1’234’567': 1234567 }, ["1'23"])
      await expectTyping('DECIMAL(38,6)', {}, { '12345678901234.567891': '12345678901234.567891' }, ['1.2345678'])
      const id = '8c7d1a52-0b1e-4f7e-9d7c-1f2e3d4c5b6a'
      await expectTyping('UUID', {}, { [id]: id }, ['8c7d1a52'])
    })

    it('converts times with an offset to UTC', async () => {
      const cells = {
        '2024-05-01': '2024-05-01 00:00:00',
        '2024-05-01T10:00': '2024-05-01 10:00:00',
        '2024-05-01T10:00:00Z': '2024-05-01 10:00:00',
        '2024-05-01 10:00:00+02': '2024-05-01 08:00:00',
        '2024-05-01T10:00:00.25-03:30': '2024-05-01 13:30:00.25',
      }
      await expectTyping('TIMESTAMP', {}, cells, ['2024-05-01 10:00:00 America/New_York', 'now'])
      const format = '%d/%b/%Y:%H:%M:%S %z'
      await expectTyping('TIMESTAMP', { format }, { '01/May/2024:10:00:00 +0200': '2024-05-01 08:00:00' }, [
        '01/May/2024',
      ])
    })
  })
}
