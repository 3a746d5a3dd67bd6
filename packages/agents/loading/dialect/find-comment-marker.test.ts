import { describe, expect, it } from 'vitest'
import { findLaterCommentMarker } from './find-comment-marker.ts'
import { readRecords } from '../records/read-records.ts'

const find = (text: string, width: number): string | undefined =>
  findLaterCommentMarker(text, readRecords(text, { delimiter: ',', quote: '"', escape: '"' }), width, ',')

describe('the mark of comments among the records', () => {
  it.each([
    ['a line with fewer cells', 'a,b\n1,2\n# new\n3,4\n', '#'],
    ['a line with more cells', 'a,b\nx,2\n// new, since May, checked\ny,4\n', '//'],
    ['a line whose cells are of a different kind', 'a,b\n1,2\n# new, checked\n3,4\n5,6\n', '#'],
    ['lines with spaces before the mark', 'a,b\n1,2\n  -- new\n3,4\n', '--'],
    ['a first line and a later one', '; tools\n1,2\n; new\n3,4\n5,6\n7,8\n', ';'],
  ])('is found in %s', (_, text, mark) => {
    expect(find(text, 2)).toBe(mark)
  })

  it.each([
    ['records that start with a hash', 'a,b\n#1,2\n#2,4\n3,6\n'],
    ['a damaged record that starts with a hash and a digit', 'a,b\n1,2\n#2\n3,4\n'],
    ['hyphens as null', 'a,b\n1,2\n--,3\n--,4\n5,6\n'],
    ['lines of which most have the mark', 'a,b\n# x\n# y\n1,2\n'],
    ['a text that starts with comments', '# x\na,b\n1,2\n# y\n3,4\n'],
  ])('is not found in %s', (_, text) => {
    expect(find(text, 2)).toBeUndefined()
  })
})
