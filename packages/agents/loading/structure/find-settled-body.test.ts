import { describe, expect, it } from 'vitest'
import { findSettledBody } from './find-settled-body.ts'
import { isBlank, readRecords } from '../detect/read-records.ts'

const found = (text: string, width: number) => {
  const records = readRecords(text, { delimiter: ',', quote: '"', escape: '"' }).filter((record) => !isBlank(record))
  return findSettledBody(records, records, width)
}
const rows = Array.from({ length: 10 }, (_, i) => `2019-03-${10 + i},${i * 3},n${i}`).join('\n')

describe('a table seen from its body', () => {
  it.each([
    ['its names', `Day,Rain,Remark\n${rows}`, { start: 0, named: true }],
    [
      'names below words with values',
      `Site,North\nCode,17\nBy,K. Lee\nDay,Rain,Remark\n${rows}`,
      { start: 3, named: true },
    ],
    ['names of groups over names', `Report\n,2019,\nDay,Rain,Remark\n${rows}`, { start: 1, named: true }],
    [
      'no names below four lines of words',
      `Site,North\nCode,A\nBy,K. Lee\nKind,daily\n${rows}`,
      { start: 4, named: false },
    ],
  ])('begins at %s', (_, text, expected) => expect(found(text, 3)).toEqual(expected))

  it.each([
    [
      'two odd lines at the top could be damaged records',
      `x,y,z\na,b,c\n${rows}\n`.replace('x,y,z\na,b,c', '2019-03-01,n/a*,r\n2019-03-02,lost,r'),
    ],
    [
      'codes stand among the numbers of one column',
      Array.from({ length: 12 }, (_, i) => `${(0x200c + i).toString(16).toUpperCase()},${i},x`).join('\n'),
    ],
    ['too few records follow each other', 'a,b,c\n1,2,x\n2,3,x\n3,4,x'],
  ])('is not told where %s', (_, text) => expect(found(text, 3)?.start ?? 0).toBe(0))
})
