import { describe, expect, it } from 'vitest'
import { mendHeader } from './mend-header.ts'
import { mendRecords } from './mend-records.ts'
import { readRecords } from '../detect/read-records.ts'

const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' } as const
const words = ['red', 'blue', 'dark green', 'white', 'grey']
const whole = Array.from(
  { length: 60 },
  (_, index) => `${1000 + index * 7},${words[index % 5]},"${index}.50 m, about",2021-0${(index % 9) + 1}-11`,
)

/** The mended cells, by line, of a table with these lines put in after the tenth. */
function mended(...damaged: string[]): Record<number, string[]> {
  const text = [...whole.slice(0, 10), ...damaged, ...whole.slice(10), ''].join('\n')
  const mends = mendRecords(readRecords(text, dialect, { width: 4 }), 4, dialect, text)
  return Object.fromEntries(mends.map(({ line, cells }) => [line, cells]))
}

describe('mendRecords', () => {
  it.each<[string, string, string[]]>([
    ['a delimiter too many', '1070,,blue,"3.50 m, about",2021-03-11', ['1070', 'blue', '3.50 m, about', '2021-03-11']],
    [
      'one missing beside a quote',
      '1070,"blue""3.50 m, about",2021-03-11',
      ['1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    [
      'one missing between kinds',
      '1070blue,"3.50 m, about",2021-03-11',
      ['1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    [
      'a quote that opens nothing',
      '"1070,blue,"3.50 m, about",2021-03-11',
      ['"1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    [
      'no quotes around a delimiter',
      '1070,blue,3.50 m, about,2021-03-11',
      ['1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    ['another delimiter', '1070;blue;"3.50 m, about";2021-03-11', ['1070', 'blue', '3.50 m, about', '2021-03-11']],
  ])('mends %s', (_, line, cells) => {
    expect(mended(line)).toEqual({ 11: cells })
  })

  it.each([
    ['a line of text', 'this was written by somebody, and says nothing about any of it'],
    ['a record that was cut off', '1070,bl'],
    ['cells of other kinds', 'a,b,c,d,e,f,g'],
  ])('leaves %s as it is', (_, line) => {
    expect(mended(line)).toEqual({})
  })

  it('leaves all as they are where many records have another number of cells', () => {
    expect(mended(...Array.from({ length: 8 }, () => '1070,,blue,"3.50 m, about",2021-03-11'))).toEqual({})
  })
})

describe('mendHeader', () => {
  const names = (line: string): string[] | undefined => {
    const text = [line, ...whole, ''].join('\n')
    const [first, ...below] = readRecords(text, dialect, { width: 4 })
    return first && mendHeader(first, below, 4, dialect, text)?.names
  }

  it('mends names with a quote, a delimiter too many, or another delimiter', () => {
    expect(names('"id,colour,"size",day')).toEqual(['"id', 'colour', 'size', 'day'])
    expect(names('id,,colour,size,day')).toEqual(['id', 'colour', 'size', 'day'])
    expect(names('id;colour;size;day')).toEqual(['id', 'colour', 'size', 'day'])
    expect(names('id,"colour""size",day')).toEqual(['id', 'colour', 'size', 'day'])
  })

  it('cuts no name in two, and takes no title and no record for names', () => {
    expect(names('idcolour,size,day')).toBeUndefined()
    expect(names('A table of colours')).toBeUndefined()
    expect(names('1070,,blue,"3.50 m, about",2021-03-11')).toBeUndefined()
    expect(names('id,colour,size,day')).toBeUndefined()
  })
})
