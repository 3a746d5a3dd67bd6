import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashBytes } from './hash-bytes.ts'

const bytes = new Uint8Array(9 * 1024 * 1024 + 17).map((_, index) => (index * 31) % 251)
const file = new Blob([bytes])
const expected = createHash('sha256').update(bytes).digest('hex')

describe('hashBytes', () => {
  it('is the SHA-256 of an empty file', async () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(await hashBytes(new Blob([]))).toBe(empty)
    expect(await hashBytes(new Blob([]), { maxSingleCallBytes: -1 })).toBe(empty)
  })

  it('is the same in chunks as in one call, and reports progress', async () => {
    const seen: number[] = []
    const onProgress = (done: number) => void seen.push(done)
    expect(await hashBytes(file, { onProgress, maxSingleCallBytes: 0 })).toBe(expected)
    expect(seen).toEqual([4 * 1024 * 1024, 8 * 1024 * 1024, bytes.length])
    expect(await hashBytes(file, { onProgress })).toBe(expected)
    expect(seen.at(-1)).toBe(bytes.length)
  })

  it('stops when it is aborted', async () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort(new Error('stopped'))
    const hash = hashBytes(file, { signal: controller.signal, onProgress, maxSingleCallBytes: 0 })
    await expect(hash).rejects.toThrow('stopped')
  })
})
