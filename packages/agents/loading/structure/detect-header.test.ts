import { describe, expect, it } from 'vitest'
import { detectHeader } from './detect-header.ts'
import cases from './detect-header.cases.json' with { type: 'json' }

const rows = (text: string): string[][] => text.split('\n').map((line) => line.split(','))
const header = (text: string): number => {
  const all = rows(text)
  return detectHeader(all, Math.max(...all.map((row) => row.length))).rowCount
}

/** Returns a header above copies of a record with letters in place of `@`, and digits in place of `#`. */
const createRows = (names: string, record: string, count: number): string => {
  const letters = (index: number): string =>
    String.fromCharCode(65 + (index % 26)) + 'xyz'[index % 3] + 'e'.repeat(index % 5)
  const records = Array.from({ length: count }, (_, index) =>
    record.replaceAll('#', `${index}`).replaceAll('@', letters(index)),
  )
  return [names, ...records.map((text, index) => (index === 0 ? text : text.split('\n')[0]))].join('\n')
}

const abbreviations =
  'AAS,Absorption\nAOAC,Chemists\nBMR,Basal rate\nBV,Biological Value\nCal,Calories\nCBC,Binding capacity\nCF,Crude fibre\n' +
  'CFTRI,Institute\nCHO,Carbohydrate\nDF,Dietary fibre\nGC,Gas chromatography\nIP-6,Inositol'

describe('detectHeader', () => {
  it.each([
    ['names above numbers', 'id,name,value\n1,Ann,2.5\n2,Bob,3.5\n3,Cid,1.5'],
    ['names above dates', 'day,n\n2024-01-01,3\n2024-01-02,4'],
    ['unique texts above repeated texts', 'city,colour\nRome,red\nOslo,blue\nRome,blue\nOslo,red'],
    ['common names above texts', 'name,city\nAnn,Rome\nBob,Oslo'],
    ['snake case above texts', 'first_name,last_name\nAnn,Smith\nBob,Jones\nCid,Brown'],
    ['long names above codes', 'country,currency\nDE,EUR\nUS,USD\nCH,CHF\nGB,GBP'],
    ['years above numbers', 'region,2019,2020,2021\nnorth,12.5,13.1,14\nsouth,9.5,9.9,10.2'],
    ['an empty name', ',value\na,1\nb,2\nc,3'],
    ['names without records', 'id,name,value'],
    ['a name above null values', 'n,m\nNA,1\nNA,2\n3,4'],
    ['lower-case words above other words', `abbr,full\n${abbreviations}`],
    ['a name that is once a value of a list of names', createRows('name,about', 'field@,The @ of it\nname,A name', 40)],
    [
      'ascending integers above decimals',
      createRows('code,substance,200,250,300,400', '6-@,Tin @,1.5,2.25,3.1,4.2', 6),
    ],
  ])('detects a header: %s', (_, text) => {
    expect(header(text)).toBe(1)
  })

  it.each(cases.headers)('detects no header: %s', (_, text) => {
    expect(header(text)).toBe(0)
  })

  it('detects quoted numbers above numbers as names, even if the column of row names has none', () => {
    const cells = [['1001', '1002', '1003'], ...Array.from({ length: 8 }, (_, index) => [`${index}`, '4', '0', '7'])]
    const quoted = cells.map((row, index) => row.map((_, column) => index === 0 || column === 0))
    expect(detectHeader(cells, 4, quoted)).toMatchObject({ rowCount: 1, names: ['', '1001', '1002', '1003'] })
  })

  it('does not align names that are one short by the case of the values', () => {
    const [given, family, town] = [
      ['Ana', 'Emil', 'Hana'],
      ['Novak', 'Silva'],
      ['Lund', 'Porto', 'Graz', 'Turku'],
    ]
    const records = Array.from({ length: 40 }, (_, index) => [
      `${5000 + index}`,
      given[index % 3] ?? '',
      family[index % 2] ?? '',
      `2001-02-${10 + (index % 18)}`,
      town[index % 4] ?? '',
    ])
    const { names } = detectHeader([['id_given', 'family', 'born', 'town'], ...records], 5)
    expect(names).toEqual(['id_given', 'family', 'born', 'town', ''])
  })

  it('joins a row of units to the names', () => {
    const found = detectHeader(rows('depth,speed\n(m),(km/h)\n1.5,20\n2.5,30\n3.5,40'), 2)
    expect(found).toMatchObject({ rowCount: 2, names: ['depth (m)', 'speed (km/h)'] })
  })

  it('joins a row that fills the gaps of the names', () => {
    const found = detectHeader(rows('name,2023,\n,spring,autumn\nAnn,1,2\nBob,3,4\nCid,5,6'), 3)
    expect(found.rowCount).toBeGreaterThan(0)
  })

  it('detects a leading column without a name, as written by R', () => {
    const found = detectHeader(
      [
        ['mpg', 'cyl'],
        ['Mazda', '21', '6'],
        ['Datsun', '22.8', '4'],
        ['Fiat', '32.4', '4'],
      ],
      3,
    )
    expect(found).toMatchObject({ rowCount: 1, names: ['', 'mpg', 'cyl'] })
  })

  it('detects names by quotes that only they have', () => {
    const cells = rows('1,2\n3,4\n5,6')
    const none = cells.map((row) => row.map(() => false))
    expect(detectHeader(cells, 2, none).rowCount).toBe(0)
    expect(detectHeader(cells, 2, [[true, true], ...none.slice(1)]).rowCount).toBe(1)
  })

  it('returns evidence', () => {
    expect(detectHeader(rows('1,2\n3,4\n5,6'), 2).evidence).toMatchObject({
      decision: 'header',
      value: { code: 'loading.none' },
      reason: { code: 'loading.header-alike' },
    })
    expect(detectHeader([], 0).rowCount).toBe(0)
  })
})
