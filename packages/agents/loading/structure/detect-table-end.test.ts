import { describe, expect, it } from 'vitest'
import {
  countRecordsBeforeNotes,
  detectTableEnd,
  findMainRecords,
  findPageHeaders,
  findWidthChange,
} from './detect-table-end.ts'
import { readRecords } from '../records/read-records.ts'

const read = (text: string) => readRecords(text, { delimiter: ',', quote: '"', escape: '"' })
const rows = (count: number, width = 4) =>
  Array.from({ length: count }, (_, index) => [`n${index}`, ...Array(width - 1).fill(index * 3)].join(',')).join('\n')
const header = ['name', 'a', 'b', 'c']

describe('detectTableEnd', () => {
  const countRecords = (text: string): number => detectTableEnd(read(text), header, 4).recordCount

  it.each([
    ['the end of the file', rows(10), 10],
    ['notes', `${rows(10)}\nSource: us\n* provisional\n`, 10],
    ['notes with trailing delimiters after a blank line', `${rows(10)}\n\nSource: us,,,\n`, 10],
    ['a repeated header', `${rows(10)}\nname,a,b,c\n${rows(4)}\n`, 10],
    ['headers repeated below titles', Array(4).fill(rows(10)).join('\nRun two\nname,a,b,c\n'), 10],
    ['a table of the same form below a title', `${rows(10)}\n\nVelocities\n\n${rows(10)}\n`, 10],
    [
      'titles and pairs above a repeated header',
      `${rows(10)}\n,,,\nSet,May 4,,\nPlace,25-A,,\nUnit,m,,\nType,ab,,\nBy,cd,,\n,,,\nname,a,b,c\n${rows(10)}\n`,
      10,
    ],
    ['another table after a blank line', `${rows(10)}\n\nOther\nwho,when\nAnn,2001\nBob,2002\n`, 10],
  ])('ends before %s', (_, text, count) => {
    expect(countRecords(text)).toBe(count)
  })

  it('continues after a blank line with similar records', () => {
    expect(countRecords(`${rows(10)}\n\n${rows(5)}\n`)).toBe(16)
  })

  it('ends before a short line of words below numbers, even if it contains a number', () => {
    const numbers = Array.from({ length: 9 }, (_, index) => `${index},2.5,${index * 2},7,1.5,4`).join('\n')
    const end = detectTableEnd(read(`${numbers}\n[,reached,limit,12,rows\n`), ['a', 'b', 'c', 'd', 'e', 'f'], 6)
    expect(end.recordCount).toBe(9)
  })

  it('keeps rows with few cells if they are frequent', () => {
    const text = Array.from({ length: 30 }, (_, index) => (index % 2 ? `n${index}` : `n${index},1,2,3`)).join('\n')
    expect(countRecords(text)).toBe(30)
  })
})

describe('findPageHeaders', () => {
  const unquoted = header.map(() => false)
  const findLines = (text: string): number[] => findPageHeaders(read(text), header, unquoted).map(({ line }) => line)
  const other = rows(5).replaceAll('n', 'm')

  it.each([
    ['repeated headers', [rows(5), other, rows(5)].join('\nname,a,b,c\n'), [6, 12]],
    ['repeated headers below blank lines', [rows(5), other, other].join('\n\nname,a,b,c\n'), [7, 14]],
    ['page numbers above them', [rows(5), rows(5)].join('\nPage 2 of 3,,,\nname,a,b,c\n'), [6, 7]],
    ['titles and totals above them', [rows(5), other].join('\nTotal,30,30,30\n\nNorth\nname,a,b,c\n'), [6, 8, 9]],
  ])('finds %s', (_, text, lines) => {
    expect(findLines(text)).toEqual(lines)
  })

  it.each([
    ['the keys start over below a title', [rows(5), rows(5)].join('\nNorth\nname,a,b,c\n')],
    ['the keys start over below a blank line', [rows(5), rows(5)].join('\n\nname,a,b,c\n')],
    ['pairs are above the repeated header', [rows(5), other].join('\n\nSet,May 4,,\nname,a,b,c\n')],
    ['the header is written differently', [rows(5), other].join('\nname,a,"b",c\n')],
    ['the first record repeats it', `name,a,b,c\n${rows(5)}`],
    ['another header follows', [rows(5), other].join('\nname,x,y,z\n')],
  ])('finds nothing if %s', (_, text) => {
    expect(findLines(text)).toEqual([])
  })
})

describe('parts of a file', () => {
  it('countRecordsBeforeNotes counts the records before notes', () => {
    expect(countRecordsBeforeNotes(read(`${rows(5)}\n\nSource: us\n`), read(rows(50)), 4)).toBe(5)
    expect(countRecordsBeforeNotes(read(rows(5)), read(rows(50)), 4)).toBe(5)
  })

  it('findWidthChange finds names above records of a different width', () => {
    expect(findWidthChange(read(`name,a,b,c\n${rows(8)}\nname,a,b\n${rows(8, 3)}\n`))).toBe(9)
    expect(findWidthChange(read(`name,a,b,c\n${rows(8)}\nx,y\n${rows(8)}\n`))).toBeUndefined()
  })

  it('findWidthChange keeps records as wide as the names above records that omit their last cell', () => {
    const words = Array.from({ length: 8 }, (_, index) => `n${index},${index * 3},${index * 3},see n${index}`)
    const text = `name,a,b,alternatives\n${rows(8, 3)}\nambiguous,x,y,n1 n2\n${words.join('\n')}\n`
    expect(findWidthChange(read(text))).toBeUndefined()
  })

  it('findMainRecords returns the first large group of records', () => {
    expect(findMainRecords(read(`Place:,Rome,1,2\n\nname,a,b,c\n${rows(8)}\n`))[0]?.line).toBe(3)
    expect(findMainRecords(read(`name,a,b,c\n${rows(8)}\n\nwho,a,b,c\n${rows(9)}\n`))[0]?.line).toBe(1)
  })
})
