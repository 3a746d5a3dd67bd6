import { describe, expect, it } from 'vitest'
import { detectPreamble } from './detect-preamble.ts'
import { readRecords } from '../detect/read-records.ts'

const find = (text: string, width: number) =>
  detectPreamble(readRecords(text, { delimiter: ',', quote: '"', escape: '"' }), width)

describe('detectPreamble', () => {
  it.each<[string, string, number, number]>([
    ['nothing', 'a,b,c\n1,2,3\n4,5,6\n', 3, 0],
    ['blank lines', '\n\na,b,c\n1,2,3\n', 3, 2],
    ['a title and a blank line', 'Report\n\na,b,c\n1,2,3\n4,5,6\n', 3, 2],
    ['a title with trailing delimiters', 'Report,,\na,b,c\n1,2,3\n4,5,6\n', 3, 1],
    ['notes with a delimiter in them', 'Made in Rome, Italy\nfor you\na,b,c,d\n1,2,3,4\n5,6,7,8\n', 4, 2],
    ['comments', '# made by a tool\n# on a day\na,b,c\n1,2,3\n4,5,6\n', 3, 2],
    ['a header that is one cell short', 'a,b\nx,1,2\ny,3,4\n', 3, 0],
  ])('skips %s', (_, text, width, skipped) => {
    expect(find(text, width).skippedLines).toBe(skipped)
  })

  it('keeps lines that begin with # where many do', () => {
    expect(find('#1,a\n#2,b\n#3,c\n', 2).skippedLines).toBe(0)
  })

  it('takes names from a comment right above the data', () => {
    expect(find('# id,lat,lon\n1,50.1,8.6\n2,48.1,11.5\n', 3)).toMatchObject({
      skippedLines: 1,
      commentedHeader: { names: ['id', 'lat', 'lon'], line: 1 },
    })
  })

  it('takes everything for the table where nothing has its width', () => {
    expect(find('only\nlines\n', 5).records).toHaveLength(2)
  })
})
