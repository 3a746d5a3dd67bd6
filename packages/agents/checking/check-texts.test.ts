import type { Finding } from '@aw-flow/schema/internal'
import { describe, expect, test } from 'vitest'
import { checkCells } from './check-texts.ts'
import { encodeTable } from './encoded-table.ts'

function check(header: string[], rows: string[][]): Finding[] {
  const steps = checkCells(encodeTable(header, rows))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const towns = [
  ['Ulm', '89073', 'Swabia'],
  ['Kempten', '87435', 'Allgäu'],
  ['Lindau', '88131', 'Lake'],
  ['Memmingen', '87700', 'Allgäu'],
]
/** Returns rows whose town, code and region depend on each other; amounts do not. */
const orders = (): string[][] =>
  Array.from({ length: 240 }, (_, row) => [
    String(1000 + row),
    ...(towns[(row * 7) % 4] as string[]),
    String((row * 37) % 101),
  ])
const header = ['order', 'town', 'code', 'region', 'amount']

function checkWith(change: (rows: string[][]) => void): Finding[] {
  const rows = orders()
  change(rows)
  return check(header, rows)
}

describe('finds', () => {
  test('nothing in a clean table', () => {
    expect(check(header, orders())).toEqual([])
  })

  test('a typo, with the value that other columns determine', () => {
    const found = checkWith((rows) => void (rows[12]![1] = 'Ukm'))
    expect(found).toMatchObject([{ row: 13, column: 'town', value: 'Ukm', repair: 'Ulm' }])
    expect(found[0]!.reason).toMatchObject({ code: 'finding.dependency', params: { value: 'Ulm' } })
    expect(found[0]!.confidence).toBeGreaterThan(0.85)
  })

  test('an unusual shape of digits, without guessing them', () => {
    const found = checkWith((rows) => void (rows[12]![2] = '8907x3')).filter(({ column }) => column === 'code')
    expect(found).toMatchObject([{ row: 13, value: '8907x3' }])
    const lengths = Array.from({ length: 200 }, (_, row) => [`${100 + ((row * 7) % 60)}.${10 + ((row * 37) % 89)}`])
    lengths[50] = ['1234.5']
    for (const { value, repair = value } of check(['length'], lengths))
      expect(repair.replaceAll(/\D/g, '')).toBe(value.replaceAll(/\D/g, ''))
  })

  test('relations that few rows show, with less confidence', () => {
    const rows = Array.from({ length: 120 }, (_, row) => [`P${row >> 1}`, `Town ${row >> 1}`, `R${row >> 1}`])
    rows[7]![1] = 'Town 33'
    for (const { confidence } of check(['place', 'town', 'region'], rows)) expect(confidence).toBeLessThan(0.9)
  })

  test('a valid value that other columns of the row contradict', () => {
    const found = checkWith((rows) => void (rows[20]![1] = 'Lindau'))
    expect(found).toMatchObject([
      { row: 21, column: 'town', value: 'Lindau', repair: orders()[20]![1], rule: 'dependency' },
    ])
  })

  test('null values and empty cells, with their repair', () => {
    const found = checkWith((rows) => {
      rows[5]![3] = 'N/A'
      rows[9]![2] = ''
    })
    expect(found).toMatchObject([
      { row: 6, column: 'region', value: 'N/A', repair: orders()[5]![3] },
      { row: 10, column: 'code', value: '', repair: orders()[9]![2] },
    ])
  })

  test('whitespace, quotes and letter case', () => {
    const found = checkWith((rows) => {
      rows[3]![1] += ' '
      rows[8]![1] = rows[8]![1]!.toUpperCase()
      rows[17]![3] = `"${rows[17]![3]}"`
    })
    expect(found.map(({ row, repair }) => [row, repair])).toEqual([
      [4, orders()[3]![1]],
      [9, orders()[8]![1]],
      [18, orders()[17]![3]],
    ])
  })

  test('a placeholder for unreadable characters', () => {
    const rows = Array.from({ length: 4 }, orders).flat()
    const written: string[] = []
    for (let row = 2; row < 900; row += 41) {
      const town = rows[row]![1]!
      const at = row % town.length
      rows[row]![1] = `${town.slice(0, at)}#${town.slice(at + 1)}`
      written.push(town)
    }
    const found = check(
      header.slice(1),
      rows.map((row) => row.slice(1)),
    )
    expect(found.map(({ repair }) => repair)).toEqual(written)
  })
})

/** Returns unique names of two words. */
const people = (): string[][] => {
  const [first, last] = [
    ['Anna', 'Bruno', 'Clara', 'Dario', 'Elena', 'Fritz', 'Greta', 'Hanno', 'Irene', 'Jonas'],
    ['Keller', 'Lorenz', 'Maurer', 'Nagel', 'Ostler', 'Pfaff', 'Quandt', 'Rieger', 'Sailer', 'Thoma'],
  ] as const
  return first.flatMap((name, row) => last.map((family, at) => [`${name} ${family}`, String((row * 7 + at * 3) % 11)]))
}

describe('spelling of words', () => {
  test('accepts inner capitals if several names have one', () => {
    const rows = people().map(([name, group], row) => [row % 9 === 0 ? name!.replace(/ /, ' Mc') : name!, group!])
    expect(check(['name', 'group'], rows)).toEqual([])
  })

  test('accepts a compound name, and codes with leading zeros', () => {
    const rows = people().map(([name], row) => [row === 33 ? 'Dario McOstler' : name!, String(row + 1)])
    for (const code of ['01', '011', '0110']) rows.push([`Karla ${['Unger', 'Vogt', 'Wolf'][code.length - 2]}`, code])
    expect(check(['name', 'code'], rows)).toEqual([])
  })

  test('finds swapped letters although correct names differ by one letter', () => {
    const names = ['Harford', 'Hartford', 'Johnson', 'Johnston', 'Marion', 'Marino', 'Benson', 'Henson', 'Orange']
    const rows = Array.from({ length: 270 }, (_, row) => [names[(row * 5) % 9]!, String((row * 37) % 101)])
    rows[50]![0] = 'Oragne'
    expect(check(['county', 'amount'], rows)).toMatchObject([{ row: 51, value: 'Oragne', repair: 'Orange' }])
  })
})

describe('accepts', () => {
  test('a new record without evidence in other rows', () => {
    expect(checkWith((rows) => rows.push(['1240', 'Wangen', '88239', 'Allgäu', '12']))).toEqual([])
  })

  test('texts that end with a full stop', () => {
    const rows = orders().map((row) => [...row, 'paid', `${row[1]}.`])
    expect(check([...header, 'state', 'note'], rows)).toEqual([])
  })

  test('the tail of a distribution beyond a power of ten', () => {
    const speed = (row: number): string => (0.3 / (((row * 7919) % 997) / 997 + 0.024)).toFixed(1)
    const rows = Array.from({ length: 900 }, (_, row) => [String(row), speed(row)])
    expect(rows.filter(([, written]) => written!.length === 4).length).toBeGreaterThan(3)
    expect(check(['place', 'speed'], rows)).toEqual([])
  })

  test('years with gaps', () => {
    const rows = ['Drought', 'Flood', 'Storm', 'Quake', 'Fire', 'Frost'].flatMap((kind, at) =>
      Array.from({ length: 110 }, (_, year) => year)
        .filter((year) => (year * (at + 3) * 7919) % 13 > 2)
        .map((year) => [kind, String(1900 + year)]),
    )
    expect(check(['kind', 'year'], rows)).toEqual([])
  })

  test('the few different values of almost constant columns', () => {
    const rows = Array.from({ length: 80 }, (_, row) => [
      `N${100 + ((row * 37) % 997)}`,
      ['north', 'south', 'east', 'west'][row % 4]!,
      row === 33 ? '7615.03' : '0',
      row === 50 || row === 61 ? '10672.24' : '0',
    ])
    expect(check(['number', 'part', 'loan', 'transfer'], rows)).toEqual([])
  })

  test.for([
    ['an empty cell', 20, 2, ''],
    ['a code of another pattern', 31, 1, 'LI7'],
    ['a name with a capital inside', 40, 0, 'Elena deVries'],
  ] as const)('a single exception in a small table: %s', ([, row, column, value]) => {
    const rows = people()
      .slice(0, 60)
      .map(([name], at) => [name!, `${['DE', 'AT', 'CH'][at % 3]}-${100 + ((at * 37) % 899)}`, `${(at * 7) % 13}`])
    rows[row]![column] = value
    expect(check(['name', 'code', 'group'], rows)).toEqual([])
  })

  test('rare one-letter codes next to a frequent one', () => {
    const rows = Array.from({ length: 700 }, (_, row) => [
      String((row * 7919) % 10_007),
      row % 90 === 8 ? 'M' : row % 250 === 3 ? 'S' : 'I',
    ])
    expect(check(['number', 'scope'], rows)).toEqual([])
  })

  test('capital letters in a column of a script without case', () => {
    const syllables = ['בא', 'גד', 'הו', 'זח', 'טי', 'כל', 'מנ']
    const rows = Array.from({ length: 340 }, (_, row) => [
      String((row * 7919) % 10_007),
      [0, 1, 2, 3].map((at) => syllables[Math.floor((row * 11 + 5) / 7 ** at) % 7]!).join(''),
    ])
    rows[70]![1] += ' (BARD)'
    expect(check(['number', 'name'], rows)).toEqual([])
  })

  test('a column that is composed of others except in one row in ten', () => {
    const rows = people().map(([name], row) => {
      const [first, last] = name!.split(' ') as [string, string]
      const mail = row % 10 === 4 ? `${last}${(row * 37) % 101}` : `${first}.${last}`
      return [first, last, `${mail}@x.org`]
    })
    expect(check(['first', 'last', 'mail'], rows)).toEqual([])
  })

  test('thousands separators next to small numbers without them', () => {
    const rows = Array.from({ length: 240 }, (_, row) => [
      String(row),
      row % 12 === 5 ? ((row * 48271) % 3_000_000).toLocaleString('en-US') : String((row * 17) % 7),
    ])
    expect(check(['place', 'amount'], rows)).toEqual([])
  })

  test('stars and dashes in a column of single characters', () => {
    const rows = Array.from({ length: 400 }, (_, row) => [String(row), String.fromCodePoint(0x2200 + row)])
    for (const [row, sign] of [...'*-?.'].entries()) rows[row * 80 + 9]![1] = sign
    rows[300]![1] = ''
    expect(check(['place', 'sign'], rows)).toEqual([])
  })

  test('quantities of many orders of magnitude', () => {
    const rows = Array.from({ length: 300 }, (_, row) => [
      `quantity ${row}`,
      ((row % 2 ? -1 : 1) * (1 + ((row * 37) % 89) / 10) * 10 ** (((row * 7919) % 61) - 40)).toPrecision(4),
    ])
    expect(check(['quantity', 'value'], rows)).toEqual([])
  })

  test('texts of several thousand words', () => {
    expect(
      check(
        ['text', 'kind'],
        Array.from({ length: 30 }, (_, row) => [`${'word '.repeat(2000)}${row}`, String(row % 3)]),
      ),
    ).toEqual([])
  })

  test.for([{ rows: [] }, { rows: [['1', '2', '3', '4', '5']] }])('a table of 0 or 1 rows', ({ rows }) => {
    expect(check(header, rows)).toEqual([])
  })
})

test('letters of codes are not words, and ordinary words are not missing values among names', () => {
  const rows = Array.from({ length: 300 }, (_, row) => [
    `GENODEF${1 + (row % 9)}${'ABCDEFGHIJ'[row % 10]}${'KLMNOPQRST'[(row * 7) % 10]}${row % 10}`,
    `${['Deep', 'Pale', 'Light'][row % 3]} ${['Sea', 'Sky', 'Moss', 'Clay'][row % 4]} ${'klmnopqrst'[row % 10]}${'abcdefghij'[(row * 3) % 10]}${'uvwxyz'[row % 6]}`,
  ])
  rows[50] = ['GENODEFF120', 'Void']
  const findings = check(['code', 'name'], rows).filter(({ row }) => row === 51)
  expect(findings.filter(({ column, rule }) => column === 'name' || rule === 'spelling')).toEqual([])
})
