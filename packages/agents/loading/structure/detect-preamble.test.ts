import { describe, expect, it } from 'vitest'
import { detectPreamble } from './detect-preamble.ts'
import { readRecords } from '../records/read-records.ts'

const find = (text: string, width: number) =>
  detectPreamble(readRecords(text, { delimiter: ',', quote: '"', escape: '"' }), width)

describe('detectPreamble', () => {
  it.each<[string, string, number, number]>([
    ['no lines', 'a,b,c\n1,2,3\n4,5,6\n', 3, 0],
    ['blank lines', '\n\na,b,c\n1,2,3\n', 3, 2],
    ['a title and a blank line', 'Report\n\na,b,c\n1,2,3\n4,5,6\n', 3, 2],
    ['a title with trailing delimiters', 'Report,,\na,b,c\n1,2,3\n4,5,6\n', 3, 1],
    ['notes that contain a delimiter', 'Made in Rome, Italy\nfor you\na,b,c,d\n1,2,3,4\n5,6,7,8\n', 4, 2],
    ['comments', '# made by a tool\n# on a day\na,b,c\n1,2,3\n4,5,6\n', 3, 2],
    ['no header that is one cell short', 'a,b\nx,1,2\ny,3,4\n', 3, 0],
  ])('skips %s', (_, text, width, skipped) => {
    expect(find(text, width).skippedLines).toBe(skipped)
  })

  it.each<[string, string, number, number]>([
    ['a quoted name above row names and values', '"x"\n"a",1.5\n"b",2.5\n"c",3.5\n', 0, 4],
    ['a quoted title above pairs of words', '"x"\n"a","b"\n"c","d"\n"e","f"\n', 1, 3],
    ['a quoted title above repeated keys', '"x"\n"a",1.5\n"a",2.5\n"c",3.5\n', 1, 3],
    ['names with @ above numbers', '@time,@value\n3600,0\n3800,0.5\n4000,0.7\n', 0, 4],
  ])('finds %s', (_, text, skipped, records) => {
    expect(find(text, 2)).toMatchObject({ skippedLines: skipped, records: { length: records } })
  })

  it.each<[string, string, number]>([
    ['the size of a table above names and codes', '3 6\nalpha 110110\nbeta 110000\ngamma 100110\n', 1],
    ['no numbers that are not the size', '4 6\nalpha 110110\nbeta 110000\ngamma 100110\n', 0],
    ['no size above records of numbers', '3 6\n17 110110\n18 110000\n19 100110\n', 0],
  ])('skips %s', (_, text, skipped) => {
    const records = readRecords(text, { delimiter: ' ', quote: '', escape: '', repeated: true })
    expect(detectPreamble(records, 2, { isSpaceDelimited: true }).skippedLines).toBe(skipped)
  })

  it('keeps lines that start with # if many do', () => {
    expect(find('#1,a\n#2,b\n#3,c\n', 2).skippedLines).toBe(0)
  })

  it('reads names from a comment directly above the data', () => {
    expect(find('# id,lat,lon\n1,50.1,8.6\n2,48.1,11.5\n', 3)).toMatchObject({
      skippedLines: 1,
      headerInComment: { names: ['id', 'lat', 'lon'], line: 1 },
    })
  })

  it('keeps all lines if none has the width of the table', () => {
    expect(find('only\nlines\n', 5).records).toHaveLength(2)
  })
})
