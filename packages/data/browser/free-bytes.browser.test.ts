import { expect } from '@open-wc/testing'
import { createBrowserFile } from './browser-file.ts'
import { freeBytes } from './free-bytes.ts'

describe('free bytes', () => {
  it('frees the memory of bytes', () => {
    const bytes = new ArrayBuffer(8)
    freeBytes(bytes)
    expect(bytes.byteLength).to.equal('transfer' in bytes ? 0 : 8)
  })

  it('reads a file into memory of the caller', async () => {
    const file = createBrowserFile(new File(['0123456789'], 'digits.txt'), 'digits')
    const buffer = new Uint8Array(4)
    const bytes = await file.read(2, 5, buffer)
    expect([...bytes]).to.deep.equal([50, 51, 52])
    expect(bytes.buffer).to.equal(buffer.buffer)
    expect([...(await file.read(0, 6, buffer))]).to.deep.equal([48, 49, 50, 51, 52, 53])
  })
})
