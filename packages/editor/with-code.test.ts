import { describe, expect, it } from 'vitest'
import { codeParts, withCode, withoutCode } from './with-code.ts'

describe('names in sentences', () => {
  it('leave a text without pairs of backticks unchanged', () => {
    expect(withCode('plain')).toBe('plain')
    expect(withCode('one ` only')).toBe('one ` only')
  })

  it('are distinguished from text, and from a single backtick', () => {
    expect(codeParts('Take `a` now')).toEqual(['Take ', 'a', ' now'])
    expect(codeParts('one ` only')).toEqual(['one ` only'])
  })

  it('are rendered as code', () => {
    expect(withCode('`a` is not in `b`.')).toHaveProperty('strings')
    expect(withoutCode('`a` is not in `b`.')).toBe('a is not in b.')
  })
})
