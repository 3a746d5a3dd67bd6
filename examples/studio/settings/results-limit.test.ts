import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chooseResultsLimit, chosenResultsLimit, resultsLimit } from './results-limit.ts'

const stored = new Map<string, string>()
const useQuota = (quota: number | undefined): void =>
  void vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota }) } })

beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('resultsLimit', () => {
  test('is 1 GB by default, or a tenth of the quota if that is less', async () => {
    useQuota(100e9)
    expect(await resultsLimit()).toBe(1e9)
    useQuota(2e9)
    expect(await resultsLimit()).toBe(2e8)
    useQuota(undefined)
    expect(await resultsLimit()).toBe(1e9)
    vi.stubGlobal('navigator', {})
    expect(await resultsLimit()).toBe(1e9)
  })

  test('is what the user has chosen, including nothing', async () => {
    useQuota(2e9)
    for (const bytes of [5e9, 0]) {
      chooseResultsLimit(bytes)
      expect([chosenResultsLimit(), await resultsLimit()]).toEqual([bytes, bytes])
    }
    chooseResultsLimit(undefined)
    expect([chosenResultsLimit(), await resultsLimit()]).toEqual([undefined, 2e8])
  })

  test('ignores a damaged choice', () => {
    for (const text of ['', ' ', 'much', '-1', 'NaN']) {
      stored.set('aw-studio-results-limit', text)
      expect(chosenResultsLimit()).toBeUndefined()
    }
  })
})
