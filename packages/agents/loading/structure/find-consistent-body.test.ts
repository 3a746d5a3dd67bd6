import { describe, expect, it } from 'vitest'
import { findConsistentBody } from './find-consistent-body.ts'
import { isBlank, readRecords } from '../records/read-records.ts'

const found = (text: string, width: number) => {
  const records = readRecords(text, { delimiter: ',', quote: '"', escape: '"' }).filter((record) => !isBlank(record))
  return findConsistentBody(records, records, width)
}
const rows = Array.from({ length: 10 }, (_, i) => `2019-03-${10 + i},${i * 3},n${i}`).join('\n')

describe('findConsistentBody', () => {
  it.each([
    ['the column names', `Day,Rain,Remark\n${rows}`, { start: 0, hasHeader: true }],
    [
      'column names below key-value lines',
      `Site,North\nCode,17\nBy,K. Lee\nDay,Rain,Remark\n${rows}`,
      { start: 3, hasHeader: true },
    ],
    ['group names above column names', `Report\n,2019,\nDay,Rain,Remark\n${rows}`, { start: 1, hasHeader: true }],
    [
      'the first record below four key-value lines',
      `Site,North\nCode,A\nBy,K. Lee\nKind,daily\n${rows}`,
      { start: 4, hasHeader: false },
    ],
  ])('starts at %s', (_, text, expected) => expect(found(text, 3)).toEqual(expected))

  it.each([
    [
      'if two leading lines could be damaged records',
      `x,y,z\na,b,c\n${rows}\n`.replace('x,y,z\na,b,c', '2019-03-01,n/a*,r\n2019-03-02,lost,r'),
    ],
    [
      'if a column of numbers contains codes',
      Array.from({ length: 12 }, (_, i) => `${(0x200c + i).toString(16).toUpperCase()},${i},x`).join('\n'),
    ],
    ['for too few consecutive records', 'a,b,c\n1,2,x\n2,3,x\n3,4,x'],
  ])('finds nothing %s', (_, text) => expect(found(text, 3)?.start ?? 0).toBe(0))
})
