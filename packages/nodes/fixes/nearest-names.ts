import { findNearestName } from '@aw-flow/engine'

const normalizeName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const sortLetters = (name: string): string => [...name.toLowerCase()].sort().join('')

/**
 * Lists the names that were probably intended: names that differ only in case, spaces, and punctuation; or else names
 * with transposed letters; or else the name with the fewest different letters.
 */
export function findNearestNames(name: string, names: readonly string[]): string[] {
  const otherNames = names.filter((candidate) => candidate !== name)
  const equalNames = otherNames.filter(
    (candidate) => normalizeName(candidate) === normalizeName(name) && normalizeName(name) !== '',
  )
  if (equalNames.length > 0) return equalNames
  const transposedNames = otherNames.filter(
    (candidate) => name.length > 2 && sortLetters(candidate) === sortLetters(name),
  )
  if (transposedNames.length > 0) return transposedNames
  const nearest = name.length < 2 ? undefined : findNearestName(name, otherNames)
  return nearest === undefined ? [] : [nearest]
}
