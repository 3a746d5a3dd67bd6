import { describe, expect, it } from 'vitest'
import { joinSplitCells } from './join-split-cells.ts'
import { readRecords } from '../records/read-records.ts'

const read = (text: string): string[][] =>
  joinSplitCells(readRecords(text, { delimiter: ' ', quote: '"', escape: '"' }), ' ').map(({ cells }) => cells)

describe('joinSplitCells', () => {
  it('joins the words of the only column without a fixed format', () => {
    const rows = ['Red', 'Dark blue', 'Very light green', 'Grey', 'Off white'].map(
      (name, at) => `2024-01-0${at + 1} ${name} ${at * 3} "a b"`,
    )
    expect(read(`day colour count note\n${rows.join('\n')}\n`).slice(2, 4)).toEqual([
      ['2024-01-02', 'Dark blue', '3', 'a b'],
      ['2024-01-03', 'Very light green', '6', 'a b'],
    ])
  })

  it('does not change sentences or files with two columns of words', () => {
    const prose =
      'it was late and we\nwalked home along the river bank\nwhere no one was to be seen\nand so on for long\nuntil the day came back again\nand again\n'
    expect(read(prose)[1]).toHaveLength(6)
    const pairs = [
      'Ann Lee New York 1',
      'Ben Fox Old Town 2',
      'Cid Orr Rome 3',
      'Dan Poe Los Angeles 4',
      'Eve Roe Oslo 5',
    ]
    expect(read(`name city count\n${pairs.join('\n')}\n`)[1]).toHaveLength(5)
  })
})
