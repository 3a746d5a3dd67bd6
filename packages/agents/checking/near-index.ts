import { slipBetween } from './slip.ts'

/**
 * Finds the values that are one slip away from a text. A slip leaves one half of a value as it is, unless it swaps the
 * two characters in the middle: values are filed under their first half, their second half, and both without the middle.
 */
export interface NearIndex {
  near(text: string): string[]
}

/** More values than that under one half are codes that differ by counting, and only the first are compared. */
const mostUnderOneHalf = 400

export function indexNear(values: Iterable<string>): NearIndex {
  const files = new Map<string, string[]>()
  const file = (key: string, value: string): void => {
    const filed = files.get(key)
    if (!filed) files.set(key, [value])
    else if (filed.length < mostUnderOneHalf) filed.push(value)
  }
  for (const value of values) for (const key of keys(value, value.length)) file(key, value)
  return {
    near(text) {
      const found = new Set<string>()
      for (let length = text.length - 1; length <= text.length + 1; length++) {
        for (const key of keys(text, length)) {
          for (const value of files.get(key) ?? []) if (slipBetween(text, value)) found.add(value)
        }
      }
      return [...found]
    },
  }
}

/** Under which keys a text is looked for among values of a length. */
function keys(text: string, length: number): string[] {
  if (length < 1) return []
  const half = Math.floor(length / 2)
  const first = `${length}<${text.slice(0, half)}`
  const second = `${length}>${text.slice(text.length - (length - half))}`
  if (text.length !== length) return [first, second]
  return [first, second, `${length}|${text.slice(0, Math.max(0, half - 1))}|${text.slice(half + 1)}`]
}
