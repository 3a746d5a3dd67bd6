import { readPreference, storePreference } from './stored-preference.ts'

const storageKey = 'results-limit'
const defaultBytes = 1e9

/** Limits that users can select, in bytes. 0 disables storing results. */
export const resultLimits: readonly number[] = [0, 100e6, 500e6, 1e9, 5e9, 20e9]

/** Returns the limit the user selected, or `undefined` for the default. */
export function getChosenResultsLimit(): number | undefined {
  const text = readPreference(storageKey)
  const bytes = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(bytes) && bytes >= 0 ? bytes : undefined
}

/** Stores the selected limit, or resets it to the default if `undefined`. Returns whether that succeeded. */
export const storeChosenResultsLimit = (bytes: number | undefined): boolean =>
  storePreference(storageKey, bytes === undefined ? undefined : String(bytes))

/**
 * Returns the maximum size of stored results, in bytes. Defaults to 1 GB, but at most a tenth of the browser's quota.
 */
export async function getResultsLimit(): Promise<number> {
  const chosenLimit = getChosenResultsLimit()
  if (chosenLimit !== undefined) return chosenLimit
  // The API is unavailable outside secure contexts.
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
  return Math.min(defaultBytes, Math.floor((estimate?.quota ?? Infinity) / 10))
}
