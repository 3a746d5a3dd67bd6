import { describe, expect, it } from 'vitest'
import { withCode, withoutCode } from './with-code.ts'

describe('names in sentences', () => {
  it('leaves a text without pairs of backticks as it is', () => {
    expect(withCode('plain')).toBe('plain')
    expect(withCode('one ` only')).toBe('one ` only')
  })

  it('sets what stands between backticks apart', () => {
    expect(withCode('`a` is not in `b`.')).toHaveProperty('strings')
    expect(withoutCode('`a` is not in `b`.')).toBe('a is not in b.')
  })
})
