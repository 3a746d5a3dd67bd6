import { describe, expect, it } from 'vitest'
import { unreadableFile } from './unreadable-file.ts'

describe('unreadableFile', () => {
  it('names the file and the next step where the browser does not give its bytes', () => {
    for (const name of ['NotFoundError', 'NotReadableError']) {
      expect(unreadableFile(new DOMException('', name), 'folder')).toMatchObject({
        code: 'file.unreadable',
        message: '“folder” cannot be read; it may have been moved, or is a folder.',
        hint: expect.stringContaining('again'),
      })
    }
  })

  it('leaves all else to whoever knows it', () => {
    expect(unreadableFile(new DOMException('', 'AbortError'), 'a.csv')).toBeUndefined()
    expect(unreadableFile(new Error('NotFoundError'), 'a.csv')).toBeUndefined()
    expect(unreadableFile('NotFoundError', 'a.csv')).toBeUndefined()
  })
})
