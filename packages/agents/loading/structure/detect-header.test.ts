import { describe, expect, it } from 'vitest'
import { detectHeader } from './detect-header.ts'

const rows = (text: string): string[][] => text.split('\n').map((line) => line.split(','))
const header = (text: string): number => {
  const all = rows(text)
  return detectHeader(all, Math.max(...all.map((row) => row.length))).rows
}

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
  ])('detects a header: %s', (_, text) => {
    expect(header(text)).toBe(1)
  })

  it.each([
    ['numbers above numbers', '1,2,3\n4,5,6\n7,8,9'],
    ['a row like the others', '1,Ann,2.5\n2,Bob,3.5\n3,Cid,1.5'],
    ['dates above dates', '2024-01-01,3\n2024-01-02,4\n2024-01-03,5'],
    ['texts that occur again below', 'red,round\nblue,square\nred,square\nblue,round\nred,round'],
    [
      'a code like all the others',
      'AC,Ascension Island\nAD,Andorra\nAE,United Arab Emirates\nAF,Afghanistan\nAG,Antigua',
    ],
    ['a ranking', '1,google.example\n2,yahoo.example\n3,live.example\n4,baidu.example'],
    ['a single row of data', '17,Ann,2024-01-31'],
    ['email addresses', 'ann@a.example,3\nbob@b.example,4\ncid@c.example,5'],
  ])('detects no header: %s', (_, text) => {
    expect(header(text)).toBe(0)
  })

  it('joins a row of units to the names', () => {
    const found = detectHeader(rows('depth,speed\n(m),(km/h)\n1.5,20\n2.5,30\n3.5,40'), 2)
    expect(found).toMatchObject({ rows: 2, names: ['depth (m)', 'speed (km/h)'] })
  })

  it('joins a row that fills the gaps of the names', () => {
    const found = detectHeader(rows('name,2023,\n,spring,autumn\nAnn,1,2\nBob,3,4\nCid,5,6'), 3)
    expect(found.rows).toBeGreaterThan(0)
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
    expect(found).toMatchObject({ rows: 1, names: ['', 'mpg', 'cyl'] })
  })

  it('detects names by quotes that only they have', () => {
    const cells = rows('1,2\n3,4\n5,6')
    const none = cells.map((row) => row.map(() => false))
    expect(detectHeader(cells, 2, none).rows).toBe(0)
    expect(detectHeader(cells, 2, [[true, true], ...none.slice(1)]).rows).toBe(1)
  })

  it('returns evidence', () => {
    expect(detectHeader(rows('1,2\n3,4\n5,6'), 2).evidence).toMatchObject({
      decision: 'header',
      value: { code: 'loading.none' },
      reason: { code: 'loading.header-alike' },
    })
    expect(detectHeader([], 0).rows).toBe(0)
  })
})
