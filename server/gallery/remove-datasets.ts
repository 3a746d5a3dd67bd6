import type { Json } from '@aw-flow/schema'

/**
 * Removes the ids of datasets from a document. The id of a dataset is the hash of its content, so it would reveal to
 * anyone with the same file that the author has it. A setting that is an id is removed. Inside a longer string, such as
 * a statement, and in names of fields, an id is replaced with zeros, so that the text remains valid.
 */
export function removeDatasets(value: Json): Json {
  if (typeof value === 'string') return maskDatasetIds(value)
  if (Array.isArray(value)) return value.filter((item) => !isDatasetId(item)).map(removeDatasets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      isDatasetId(inner) ? [] : [[maskDatasetIds(name), removeDatasets(inner)] as const],
    ),
  )
}

/**
 * Replaces the ids of datasets in a string with zeros. The first character of an id remains a letter or a digit, so
 * that a name in a statement remains a name. Numbers with more digits are not ids.
 */
export const maskDatasetIds = (text: string): string =>
  text.replace(/[\da-f]{64,}/gi, (digits) =>
    digits.length > 64 ? digits : `${/\d/.test(digits[0]!) ? '0' : 'a'}${'0'.repeat(63)}`,
  )

/** Returns whether a value is the SHA-256 of a file. */
const isDatasetId = (value: Json): boolean => typeof value === 'string' && /^[\da-f]{64}$/.test(value)
