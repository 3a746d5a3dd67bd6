import type { Json } from '@aw-flow/schema'

/**
 * Removes dataset IDs from a document. A dataset's ID is a hash of its content, so it would reveal to anyone who has
 * the same file that the author has it, too. If a setting's value is an ID, the setting is removed. An ID within a
 * longer string (such as a SQL statement) or a field name is replaced with zeros, so that the text remains valid.
 */
export function removeDatasetIds(value: Json): Json {
  if (typeof value === 'string') return maskDatasetIds(value)
  if (Array.isArray(value)) return value.filter((item) => !isDatasetId(item)).map(removeDatasetIds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      isDatasetId(inner) ? [] : [[maskDatasetIds(name), removeDatasetIds(inner)] as const],
    ),
  )
}

/**
 * Replaces dataset IDs in a string with zeros. The type of the first character (letter or digit) is preserved, so that
 * an identifier in a statement remains valid. Longer hexadecimal numbers are not IDs.
 */
export const maskDatasetIds = (text: string): string =>
  text.replace(/[\da-f]{64,}/gi, (digits) =>
    digits.length > 64 ? digits : `${/\d/.test(digits[0]!) ? '0' : 'a'}${'0'.repeat(63)}`,
  )

/** Returns whether a value looks like a dataset ID, which is the file's SHA-256 hash. */
const isDatasetId = (value: Json): boolean => typeof value === 'string' && /^[\da-f]{64}$/.test(value)
