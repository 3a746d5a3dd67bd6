import { describe, expect, it } from 'vitest'
import { parseRetryDelays } from './retry-default.ts'

describe('parseRetryDelays', () => {
  it.each([
    ['0.5, 5,30', { policy: { count: 3, delaysMs: [500, 5_000, 30_000] } }],
    ['5, -3, x', { invalidDelay: '-3' }],
    ['5,, 3', { invalidDelay: '' }],
    ['9'.repeat(50), { invalidDelay: `${'9'.repeat(40)}…` }],
    [Array.from({ length: 11 }, () => '1').join(','), { delayCount: 11 }],
  ])('%s', (text, read) => expect(parseRetryDelays(text)).toEqual(read))

  it('returns no retries for an empty string', () => expect(parseRetryDelays(' ').policy?.count).toBe(0))
})
