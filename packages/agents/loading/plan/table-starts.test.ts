import { describe, expect, it } from 'vitest'
import { delimiterWeights, TableStartFinder } from './table-starts.ts'

/** Returns the lines, from 1, on which tables start. */
function findStarts(...lines: string[]): number[] {
  const starts = new TableStartFinder()
  const texts = lines.map((line) => new TextEncoder().encode(`${line}\n`))
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`)
  const offsets = texts.map((_, index) => texts.slice(0, index).reduce((sum, text) => sum + text.length, 0))
  return texts.flatMap((text, index) => {
    const from = offsets[index] as number
    const packedCounts = text.reduce((sum, byte) => sum + delimiterWeights[byte]!, 0)
    const table = starts.addLine(bytes, from, from + text.length, from, packedCounts)
    return table ? [offsets.indexOf(table.start) + 1] : []
  })
}

const table = ['a,b,c', '1,2,3', '4,5,6', '7,8,9']

describe('the start of a table', () => {
  it.each<[string, string[], number[]]>([
    ['names above more cells', [...table, 'd,e,f,g', '1,2,3,4', '5,6,7,8'], [5]],
    ['names above fewer cells', [...table, 'd,e', '1,2', '5,6'], [5]],
    ['a repeated header', [...table, 'a,b,c', '1,2,3'], [5]],
    ['names below a title', [...table, 'Table 2', 'd,e', '1,2', '5,6'], [6]],
    ['names outside ASCII', [...table, 'ä,é', '1,2', '5,6'], [5]],
  ])('is %s', (_, lines, starts) => {
    expect(findStarts(...lines)).toEqual(starts)
  })

  it.each<[string, string[]]>([
    ['a record with more cells', [...table, '1,2,3,4', '1,2,3']],
    ['numbers with a different number of cells', [...table, '1,2,3,4', '1,2,3,4', '1,2,3,4']],
    ['records without names', ['1,2', '3,4', '5,6', '7,8']],
    ['text without delimiters', [...table, 'Source', 'Note', 'End']],
  ])('is not %s', (_, lines) => {
    expect(findStarts(...lines)).toEqual([])
  })
})
