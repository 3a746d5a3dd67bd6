import { describe, expect, it } from 'vitest'
import { codeParts, withCode, withoutCode } from './with-code.ts'

describe('names in sentences', () => {
  it('leaves a text without pairs of backticks as it is', () => {
    expect(withCode('plain')).toBe('plain')
    expect(withCode('one ` only')).toBe('one ` only')
  })

  it('tells names from words, and a single backtick from a name', () => {
    expect(codeParts('Take `a` now')).toEqual(['Take ', 'a', ' now'])
    expect(codeParts('one ` only')).toEqual(['one ` only'])
  })

  it('sets what stands between backticks apart', () => {
    expect(withCode('`a` is not in `b`.')).toHaveProperty('strings')
    expect(withoutCode('`a` is not in `b`.')).toBe('a is not in b.')
  })
})
