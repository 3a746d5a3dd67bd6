import { tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { describe, expect, it } from 'vitest'
import { copyCells } from './copy-cells.ts'

/** A source of one column whose cells are texts of this length. */
const createSource = (rows: number, length: number) => {
  const requests: number[] = []
  const page = (offset: number, limit: number): Promise<Uint8Array> => {
    requests.push(limit)
    const text = Array.from({ length: limit }, (_, row) => String(offset + row).padEnd(length, 'x'))
    return Promise.resolve(tableToIPC(tableFromArrays({ text }), { format: 'stream' })!)
  }
  return { rows, page, requests }
}
const displayed = { columns: [{ name: 'text', type: 'VARCHAR' }], toSourceColumn: (column: number) => column }
const copyRows = (source: ReturnType<typeof createSource>, maxCharacters?: number) =>
  copyCells(
    source,
    { firstRow: 0, lastRow: source.rows - 1, firstColumn: 0, lastColumn: 0 },
    displayed,
    undefined,
    maxCharacters,
  )

describe('copied cells', () => {
  it('are read in few pages if they are short', async () => {
    const source = createSource(12_000, 8)
    const copied = await copyRows(source)
    expect('text' in copied && copied.text.split('\n')).toHaveLength(12_000)
    expect(source.requests).toEqual([20, 5000, 5000, 1980])
  })

  it('are limited to a number of characters, and long ones are read a few at a time', async () => {
    const source = createSource(100, 300_000)
    expect(await copyRows(source, 15_000_000)).toEqual({ maxCells: 50 })
    expect(source.requests).toEqual([20, 26, 26])
  })

  it('are read alone if a page contains only their start, and not copied if they are truncated even then', async () => {
    const createLongSource = (maxRows: number) => {
      const requests: number[] = []
      const page = async (offset: number, limit: number): Promise<Uint8Array> => {
        requests.push(limit)
        const isTruncated = limit > maxRows
        const text = Array.from({ length: limit }, (_, row) => `${offset + row}${isTruncated ? '…' : ' whole'}`)
        const columns = isTruncated ? { text, 'aw:lengths': text.map(() => '[7]') } : { text }
        return tableToIPC(tableFromArrays(columns), { format: 'stream' })!
      }
      return { rows: 3, page, requests }
    }
    const source = createLongSource(2)
    expect(await copyRows(source)).toEqual({ text: '0 whole\n1 whole\n2 whole' })
    expect(source.requests[0]).toBe(3)
    expect(await copyRows(createLongSource(0))).toEqual({ maxCells: 0 })
  })
})
