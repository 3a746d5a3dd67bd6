import { describe, expect, it } from 'vitest'
import { cleanDialect } from './clean-csv.ts'
import { cleanDelimitedText } from './read-delimited.ts'

describe('short records', () => {
  it('of a wide table are passed on in parts', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('1\n'.repeat(50_000))
    }
    const options = { dialect: cleanDialect, columnCount: 4000, skippedLines: 0, padShortRecords: true }
    let maxBytes = 0
    let bytes = 0
    for await (const chunk of cleanDelimitedText(chunks(), options).chunks) {
      maxBytes = Math.max(maxBytes, chunk.buffer.byteLength)
      bytes += chunk.length
      if (bytes > 100_000_000) break
    }
    expect(bytes).toBeGreaterThan(100_000_000)
    expect(maxBytes).toBeLessThan(50_000_000)
  })
})
