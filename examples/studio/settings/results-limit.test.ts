import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { storeChosenResultsLimit, getChosenResultsLimit, getResultsLimit } from './results-limit.ts'

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

describe('getResultsLimit', () => {
  test('is 1 GB by default, or a tenth of the quota if that is less', async () => {
    useQuota(100e9)
    expect(await getResultsLimit()).toBe(1e9)
    useQuota(2e9)
    expect(await getResultsLimit()).toBe(2e8)
    useQuota(undefined)
    expect(await getResultsLimit()).toBe(1e9)
    vi.stubGlobal('navigator', {})
    expect(await getResultsLimit()).toBe(1e9)
  })

  test('is what the user has chosen, including nothing', async () => {
    useQuota(2e9)
    for (const bytes of [5e9, 0]) {
      storeChosenResultsLimit(bytes)
      expect([getChosenResultsLimit(), await getResultsLimit()]).toEqual([bytes, bytes])
    }
    storeChosenResultsLimit(undefined)
    expect([getChosenResultsLimit(), await getResultsLimit()]).toEqual([undefined, 2e8])
  })

  test('ignores a damaged choice', () => {
    for (const text of ['', ' ', 'much', '-1', 'NaN']) {
      stored.set('aw-studio-results-limit', text)
      expect(getChosenResultsLimit()).toBeUndefined()
    }
  })
})
