import { describe, expect, it } from 'vitest'
import { createReadAhead } from './read-ahead.ts'

const megabyte = 1 << 20
const content = Uint8Array.from({ length: 3 * megabyte + 5 }, (_, index) => (index * 31) % 251)

function openFile() {
  const reads: [from: number, to: number][] = []
  const read = createReadAhead({
    size: content.length,
    read: async (from, to) => {
      reads.push([from, to])
      return content.slice(from, to)
    },
  })
  return { read, reads }
}

describe('ranges that follow each other', () => {
  it('are read in blocks of a megabyte', async () => {
    const { read, reads } = openFile()
    const step = 1 << 16
    for (let from = 0; from < content.length; from += step)
      expect(Buffer.compare(await read(from, from + step), content.subarray(from, from + step))).toBe(0)
    expect(reads).toEqual([
      [0, step],
      [step, step + megabyte],
      [step + megabyte, step + 2 * megabyte],
      [step + 2 * megabyte, content.length],
    ])
  })

  it('are read alone if they are larger than a block', async () => {
    const { read, reads } = openFile()
    await read(0, 10)
    expect(await read(10, 2 * megabyte + 10)).toHaveLength(2 * megabyte)
    expect(reads[1]).toEqual([10, 2 * megabyte + 10])
  })
})

describe('another range', () => {
  it('is read alone', async () => {
    const { read, reads } = openFile()
    expect([...(await read(500, 530))]).toEqual([...content.subarray(500, 530)])
    expect([...(await read(100, 130))]).toEqual([...content.subarray(100, 130)])
    expect([...(await read(content.length - 4, content.length + 60))]).toEqual([...content.subarray(-4)])
    expect(reads).toEqual([
      [500, 530],
      [100, 130],
      [content.length - 4, content.length],
    ])
  })

  it('is correct while blocks are read for two readers in turn', async () => {
    const { read } = openFile()
    for (let turn = 0; turn < 40; turn++) {
      const [first, second] = [turn * 1000, 2 * megabyte + turn * 1000]
      const [one, other] = await Promise.all([read(first, first + 1000), read(second, second + 1000)])
      expect(Buffer.compare(one, content.subarray(first, first + 1000))).toBe(0)
      expect(Buffer.compare(other, content.subarray(second, second + 1000))).toBe(0)
    }
  })
})
