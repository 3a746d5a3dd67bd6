import { describe, expect, it } from 'vitest'
import { toUnreadableProblem } from './unreadable-file.ts'

describe('toUnreadableProblem', () => {
  it('names a file whose bytes the browser does not provide', () => {
    for (const name of ['NotFoundError', 'NotReadableError']) {
      expect(toUnreadableProblem(new DOMException('', name), 'folder')).toMatchObject({
        code: 'file.unreadable',
        params: { name: 'folder' },
        where: { file: 'folder' },
      })
    }
  })

  it('ignores other errors', () => {
    expect(toUnreadableProblem(new DOMException('', 'AbortError'), 'a.csv')).toBeUndefined()
    expect(toUnreadableProblem(new Error('NotFoundError'), 'a.csv')).toBeUndefined()
    expect(toUnreadableProblem('NotFoundError', 'a.csv')).toBeUndefined()
  })
})
