import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minNameShare = 0.9
const minCanonicalShare = 0.5
const minCells = 5
/** Minimum share of names in the other order whose first and last names also occur in the canonical order. */
const minKnownShare = 0.5
const directPattern = /^(\p{Lu}[\p{L}'’.-]*) (\p{Lu}[\p{L}'’.-]*)$/u
const invertedPattern = /^(\p{Lu}[\p{L}'’. -]*), (\p{Lu}[\p{L}'’. -]*)$/u

interface Name extends DistinctValue {
  firstName: string
  lastName: string
  isInverted: boolean
}

/**
 * Finds personal names that are written in two orders: "Ada Lovelace" and "Lovelace, Ada". The more frequent order is
 * canonical. Names in the other order must consist of first and last names that also occur in the canonical order, so
 * that places ("Paris, France") are not rearranged.
 */
export function findNameInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  const names = values.flatMap((entry) => parseName(entry) ?? [])
  if (countCells(names) < minNameShare * total) return undefined
  const invertedNames = names.filter(({ isInverted }) => isInverted)
  const isInverted = countCells(invertedNames) >= minCanonicalShare * total
  const canonicalNames = names.filter((name) => name.isInverted === isInverted)
  const otherNames = names.filter((name) => name.isInverted !== isInverted)
  if (countCells(canonicalNames) < minCanonicalShare * total || countCells(otherNames) < minCells) return undefined
  const firstNames = new Set(canonicalNames.map(({ firstName }) => firstName))
  const lastNames = new Set(canonicalNames.map(({ lastName }) => lastName))
  const knownNames = otherNames.filter(
    ({ firstName, lastName }) => firstNames.has(firstName) && lastNames.has(lastName),
  )
  if (countCells(knownNames) < minKnownShare * countCells(otherNames)) return undefined
  const rewrites = new Map<string, Rewrite>(
    otherNames.map(({ text, firstName, lastName }) => [
      text,
      { replacement: isInverted ? `${lastName}, ${firstName}` : `${firstName} ${lastName}`, logOdds: 3 },
    ]),
  )
  const [example] = rewrites
  return {
    kind: 'variant',
    params: { example: example?.[0] ?? '', canonical: example?.[1].replacement ?? '' },
    rewrites,
  }
}

function parseName(entry: DistinctValue): Name | undefined {
  const [, firstName, lastName] = directPattern.exec(entry.text) ?? []
  if (firstName !== undefined && lastName !== undefined) return { ...entry, firstName, lastName, isInverted: false }
  const [, familyName, givenName] = invertedPattern.exec(entry.text) ?? []
  return familyName !== undefined && givenName !== undefined
    ? { ...entry, firstName: givenName, lastName: familyName, isInverted: true }
    : undefined
}
