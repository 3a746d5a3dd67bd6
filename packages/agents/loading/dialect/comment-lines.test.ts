import { expect, it } from 'vitest'
import { findCommentMarker } from './comment-lines.ts'

it.each([
  ['# note\na,b\n', '#'],
  ['% note\n% other\n1 2\n', '%'],
  ['%note\n%a second note\n1 2\n', '%'],
  ['!one\n!two words\n1 2\n', '!'],
  ['%pi\n%e\n%i\nabs\nacos\n', undefined],
  ['a,b\n# note\n', undefined],
])('findCommentMarker of %j is %j', (text, marker) => {
  expect(findCommentMarker(text)).toBe(marker)
})
