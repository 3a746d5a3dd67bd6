import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashBytes } from './hash-bytes.ts'

describe('hashBytes', () => {
  it('is the SHA-256 of an empty file', async () => {
    expect(await hashBytes(new Blob([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('is the same in pieces as in one, and tells how far it is', async () => {
    const bytes = new Uint8Array(9 * 1024 * 1024 + 17).map((_, index) => (index * 31) % 251)
    const seen: number[] = []
    const hash = await hashBytes(new Blob([bytes]), (done) => void seen.push(done))
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(seen).toEqual([4 * 1024 * 1024, 8 * 1024 * 1024, bytes.length])
  })
})
