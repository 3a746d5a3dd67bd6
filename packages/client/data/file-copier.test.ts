import { describe, expect, it } from 'vitest'
import { createFileCopier } from './file-copier.ts'

describe('createFileCopier', () => {
  it('copies the content, name, type and time of a file', async () => {
    const original = new File(['a,b'], 'a.csv', { type: 'text/csv', lastModified: 5 })
    const { file, isInMemory } = await createFileCopier({ maxFileBytes: 3, maxTotalBytes: 3 })(original)
    expect(isInMemory).toBe(true)
    expect(file).not.toBe(original)
    expect([file.name, file.type, file.lastModified, await file.text()]).toEqual(['a.csv', 'text/csv', 5, 'a,b'])
  })

  it('returns the original of a file that is too large or cannot be read', async () => {
    const copy = createFileCopier({ maxFileBytes: 3, maxTotalBytes: 3 })
    const large = new File(['long'], 'a.csv')
    const unreadable = new File(['a'], 'folder')
    unreadable.arrayBuffer = async () => {
      throw new DOMException('', 'NotFoundError')
    }
    for (const original of [large, unreadable]) {
      const { file, isInMemory } = await copy(original)
      expect([file, isInMemory]).toEqual([original, false])
    }
    expect((await copy(new File(['abc'], 'b.csv'))).isInMemory).toBe(true)
  })

  it('copies up to a total size, and more after a release', async () => {
    const copy = createFileCopier({ maxFileBytes: 3, maxTotalBytes: 4 })
    const [first, second] = await Promise.all([copy(new File(['abc'], 'a')), copy(new File(['de'], 'b'))])
    expect([first.isInMemory, second.isInMemory]).toEqual([true, false])
    first.release()
    expect((await copy(second.file)).isInMemory).toBe(true)
  })
})
