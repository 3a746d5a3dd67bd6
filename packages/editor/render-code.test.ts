import { describe, expect, it } from 'vitest'
import { splitCode, renderCode, stripBackticks } from './render-code.ts'

describe('names in sentences', () => {
  it('leave a text without pairs of backticks unchanged', () => {
    expect(renderCode('plain')).toBe('plain')
    expect(renderCode('one ` only')).toBe('one ` only')
  })

  it('are distinguished from text, and from a single backtick', () => {
    expect(splitCode('Take `a` now')).toEqual(['Take ', 'a', ' now'])
    expect(splitCode('one ` only')).toEqual(['one ` only'])
  })

  it('are rendered as code', () => {
    expect(renderCode('`a` is not in `b`.')).toHaveProperty('strings')
    expect(stripBackticks('`a` is not in `b`.')).toBe('a is not in b.')
  })
})
