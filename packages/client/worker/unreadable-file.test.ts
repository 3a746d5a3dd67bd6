import { describe, expect, it } from 'vitest'
import { unreadableFile } from './unreadable-file.ts'

describe('unreadableFile', () => {
  it('names a file whose bytes the browser does not provide', () => {
    for (const name of ['NotFoundError', 'NotReadableError']) {
      expect(unreadableFile(new DOMException('', name), 'folder')).toMatchObject({
        code: 'file.unreadable',
        params: { name: 'folder' },
        where: { file: 'folder' },
      })
    }
  })

  it('ignores other errors', () => {
    expect(unreadableFile(new DOMException('', 'AbortError'), 'a.csv')).toBeUndefined()
    expect(unreadableFile(new Error('NotFoundError'), 'a.csv')).toBeUndefined()
    expect(unreadableFile('NotFoundError', 'a.csv')).toBeUndefined()
  })
})
