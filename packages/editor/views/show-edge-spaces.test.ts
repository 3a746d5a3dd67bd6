import { expect, it } from 'vitest'
import { showEdgeSpaces } from './show-edge-spaces.ts'

it.each([
  [' Berg, Lea', '␣Berg, Lea'],
  ['paid\t ', 'paid␣␣'],
  ['  ', '␣␣'],
  ['Berg, Lea', 'Berg, Lea'],
  ['', ''],
])('shows the white space at the ends of %j', (text, shown) => expect(showEdgeSpaces(text)).toBe(shown))
