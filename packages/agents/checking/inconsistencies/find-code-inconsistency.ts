import { toExactShape, toLooseShape } from '../scoring/value-shape.ts'
import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCanonicalShare = 0.5
const minCells = 5
const minGroupShare = 0.004
/** Minimum share of a pattern's cells that a single change must convert to the canonical pattern. */
const minConvertedShare = 0.8
/** Minimum mean number of cells per distinct removed string. */
const minCellsPerRemoval = 2.5
const maxWords = 10
/** Minimum ratio of the codes in the usual letter case to the codes with the same letters in another case. */
const minCaseRatio = 2
/** Maximum share of codes whose letters are in the unusual case. */
const maxUnusualCaseShare = 0.3
const minCellsWithSameParts = 2
/** Minimum share of short codes that may be short only because leading zeros were lost; see `hasLostLeadingZeros`. */
const minPlausibleShare = 0.9
const maxLength = 40
/**
 * Minimum length of a code without punctuation. Shorter strings may be ranges or fractions, whose parts must not
 * be joined.
 */
const minCompactLength = 6
const maxFormats = 30

/**
 * Finds codes that are written in several patterns: with or without a prefix, suffix or leading zeros, with different
 * punctuation, or surrounded by other words. The most frequent pattern is canonical. Values in another pattern are
 * rewritten if a single change converts almost all of them.
 */
export function findCodeInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  const shortValues = values.filter(({ text }) => text.length <= maxLength)
  // Amounts of money are not codes, because a currency sign is not mere punctuation.
  if (countCells(shortValues) < 0.9 * total || values.some(({ text }) => /\p{Sc}/u.test(text))) return undefined
  const leadingZerosInconsistency = normalizeLeadingZeros(shortValues, total)
  if (leadingZerosInconsistency) return leadingZerosInconsistency
  const groups = groupValues(shortValues, toLooseShape)
  const mainGroup = groups[0]
  if (!mainGroup || mainGroup.cellCount < minCanonicalShare * total || !mainGroup.key.includes('9')) return undefined
  // Plain numbers are not codes.
  if (/^[-+]?9(?:\.9)?$/.test(mainGroup.key) && !hasUniformLength(mainGroup.values)) return undefined
  if (hasManyWords(mainGroup.values)) return undefined
  const lengths = new Set(mainGroup.values.map(({ text }) => text.length))
  const hasMainPattern = (text: string): boolean => toLooseShape(text) === mainGroup.key && lengths.has(text.length)
  const knownValues = new Set(mainGroup.values.map(({ text }) => text))
  const isKnown = (text: string): boolean => knownValues.has(text)
  const affixes = findAffixes(mainGroup.values)
  const template = findTemplate(mainGroup.values)
  const rewrites = findCaseRewrites(mainGroup.values)
  let formatCount = rewrites.size > 0 ? 1 : 0
  for (const group of groups.slice(1, maxFormats)) {
    // If patterns differ only in punctuation, fewer cells are sufficient.
    if (
      group.cellCount <
      (hasSameParts(group.key, mainGroup.key) ? minCellsWithSameParts : Math.max(minCells, minGroupShare * total))
    )
      continue
    const convertedCodes = group.values.flatMap((entry) => {
      const replacement = convertCode(
        entry.text,
        { shape: mainGroup.key, ...affixes, template },
        hasMainPattern,
        isKnown,
      )
      return replacement === undefined || hasOppositeSign(entry.text, replacement) ? [] : [{ ...entry, replacement }]
    })
    if (countCells(convertedCodes) < minConvertedShare * group.cellCount || !hasRepeatedParts(convertedCodes)) continue
    const matchedCellCount = countCells(convertedCodes.filter(({ replacement }) => knownValues.has(replacement)))
    const isUnique = mainGroup.values.length > 0.9 * mainGroup.cellCount
    if (!isUnique && matchedCellCount < 0.1 * countCells(convertedCodes)) continue
    formatCount++
    for (const { text, replacement } of convertedCodes)
      rewrites.set(
        text,
        matchedCellCount > 0 ? { replacement, logOdds: 4 } : { replacement, logOdds: 2.5, mayBeConvention: true },
      )
  }
  if (rewrites.size === 0) return undefined
  return {
    kind: 'code-format',
    params: {
      forms: formatCount + 1,
      canonical: mainGroup.values[0]?.text ?? '',
      example: [...rewrites.keys()][0] ?? '',
    },
    rewrites,
  }
}

/** Finds codes whose letters are more frequent in another letter case, such as "ab-123" in a column with "AB-456". */
function findCaseRewrites(values: readonly DistinctValue[]): Map<string, Rewrite> {
  const getLetters = (text: string): string => text.replace(/[^\p{L}]+/gu, '')
  const groups = groupValues(values, getLetters).filter(({ key }) => key !== '')
  const total = countCells(values)
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const group of groups) {
    const mainGroup = groups.find(
      ({ key, cellCount: count }) =>
        key !== group.key && key.toLowerCase() === group.key.toLowerCase() && count >= minCaseRatio * group.cellCount,
    )
    if (!mainGroup) continue
    for (const { text } of group.values) {
      let index = 0
      rewrites.set(text, {
        replacement: text.replaceAll(/\p{L}/gu, () => [...mainGroup.key][index++] ?? ''),
        logOdds: 4,
      })
    }
    changedCellCount += group.cellCount
  }
  return changedCellCount >= minCells && changedCellCount <= maxUnusualCaseShare * total ? rewrites : new Map()
}

/**
 * Returns whether a rewrite would change a plus sign to a minus sign or vice versa, for example in a time zone offset
 * ("-03:00").
 */
const hasOppositeSign = (text: string, replacement: string): boolean =>
  /^[-+]/.test(text) && /^[-+]/.test(replacement) && text[0] !== replacement[0]

/** Returns whether two patterns differ only in punctuation, or the first one consists of digits without punctuation. */
const hasSameParts = (shape: string, canonical: string): boolean =>
  /9.*9/.test(canonical) && (shape === '9' || shape.replace(/[^a9]/g, '') === canonical.replace(/[^a9]/g, ''))

/**
 * Returns whether the same parts are removed repeatedly. If many different words surround the codes, the words are part
 * of the values, as in "Main Street 5".
 */
function hasRepeatedParts(convertedCodes: readonly (DistinctValue & { replacement: string })[]): boolean {
  const removedParts = new Set<string>()
  let changedCellCount = 0
  for (const { text, replacement, cellCount: count } of convertedCodes) {
    const start = text.indexOf(replacement)
    if (start < 0 || !/\p{L}/u.test(text.slice(0, start) + text.slice(start + replacement.length))) continue
    removedParts.add(`${text.slice(0, start)}|${text.slice(start + replacement.length)}`.replace(/\d+/g, '9'))
    changedCellCount += count
  }
  return changedCellCount === 0 || removedParts.size * minCellsPerRemoval <= changedCellCount
}

/**
 * Returns whether the values contain many different words, as addresses and quantities do ("1 cup", "2 slices").
 * Lowercase words are part of a code only if most codes contain the same ones.
 */
function hasManyWords(values: readonly DistinctValue[]): boolean {
  const words = new Set(values.flatMap(({ text }) => text.match(/\p{L}{5,}/gu) ?? []))
  if (words.size > Math.max(maxWords, 0.2 * values.length)) return true
  const [largestGroup, ...otherGroups] = groupValues(
    values,
    (text) => /(?<![\p{L}\d])\p{Ll}{2,}(?![\p{L}\d])/u.exec(text)?.[0],
  )
  return (
    largestGroup !== undefined && countCells(otherGroups.flatMap((group) => group.values)) > 0.2 * countCells(values)
  )
}

const hasUniformLength = (values: readonly DistinctValue[]): boolean => {
  const [largestGroup] = groupValues(values, (text) => String(text.length))
  return (
    largestGroup !== undefined && largestGroup.cellCount >= 0.95 * countCells(values) && Number(largestGroup.key) >= 4
  )
}

/**
 * Finds the prefix before the first digit, the suffix after the last digit and the first part, provided that almost all
 * codes share them.
 */
function findAffixes(values: readonly DistinctValue[]): Pick<CodeFormat, 'prefix' | 'firstPart' | 'suffix'> {
  const findCommonText = (extract: (text: string) => string): string => {
    const [largestGroup] = groupValues(values, extract)
    return largestGroup && largestGroup.cellCount >= 0.95 * countCells(values) ? largestGroup.key : ''
  }
  return {
    prefix: findCommonText((text) => /^\D*/.exec(text)?.[0] ?? ''),
    firstPart: findCommonText((text) => /^[^\p{L}\d]*[\p{L}\d]+[^\p{L}\d]+(?=\d)/u.exec(text)?.[0] ?? ''),
    suffix: findCommonText((text) => text.replace(/^[^]*\d/, '')),
  }
}

/** The canonical pattern of codes. */
interface CodeFormat {
  readonly shape: string
  readonly prefix: string
  /**
   * The text before the second part if almost all codes begin with it, such as a country code ("+1 "); otherwise empty.
   */
  readonly firstPart: string
  readonly suffix: string
  /** The pattern with one symbol per character, or `undefined` if the parts of the codes vary in length. */
  readonly template: string | undefined
}

/** Returns the pattern of codes whose parts have fixed lengths, with one symbol per character. */
function findTemplate(values: readonly DistinctValue[]): string | undefined {
  const [largestGroup] = groupValues(values, toExactShape)
  return largestGroup && largestGroup.cellCount >= 0.95 * countCells(values) ? largestGroup.key : undefined
}

/** Adds the template's punctuation to a string that has none. */
function applyPunctuation(
  text: string,
  template: string | undefined,
  isCanonical: (text: string) => boolean,
): string | undefined {
  if (
    template === undefined ||
    !/^[\p{L}\d]+$/u.test(text) ||
    template.replace(/[^\p{L}9]/gu, '').length !== text.length
  )
    return undefined
  let index = 0
  const result = template.replace(/[\p{L}9]/gu, () => text[index++] ?? '')
  return result !== text && isCanonical(result) ? result : undefined
}

/**
 * Converts a string to the canonical pattern. Returns `undefined` if no change achieves this or the result is
 * ambiguous.
 */
function convertCode(
  text: string,
  { shape, prefix, firstPart, suffix, template }: CodeFormat,
  isCanonical: (text: string) => boolean,
  isKnown: (text: string) => boolean,
): string | undefined {
  const trimmed = text.trim()
  if (isCanonical(trimmed)) return trimmed
  const withoutCountryCode = removeCountryCode(trimmed, template, isCanonical)
  if (withoutCountryCode !== undefined) return withoutCountryCode
  // Adding or removing a sign changes a number, unless the sign begins a country code.
  if (/^[-+]\d/.test(trimmed) !== /^[-+]$/.test(prefix) && firstPart === '') return undefined
  const withAffixes = [`${prefix}${trimmed}`, `${trimmed}${suffix}`, `${prefix}${trimmed}${suffix}`].find(isCanonical)
  if (withAffixes !== undefined && (prefix !== '' || suffix !== '')) return withAffixes
  const canonicalSubstrings = [...new Set(listSubstrings(trimmed).filter(isCanonical))]
  if (canonicalSubstrings.length === 1) return canonicalSubstrings[0]
  const withoutPrefix = trimmed.replace(/^(?:\p{L}{1,6}|[^\p{L}\p{N}])[-_:. #]{0,2}(?=\d)/u, '')
  if (withoutPrefix !== trimmed && isCanonical(withoutPrefix)) return withoutPrefix
  const withPunctuation =
    replacePunctuation(trimmed, shape, isCanonical) ?? applyPunctuation(trimmed, template, isCanonical)
  if (withPunctuation !== undefined) return withPunctuation
  const withFirstPart = firstPart === '' ? undefined : replacePunctuation(`${firstPart}${trimmed}`, shape, isCanonical)
  if (withFirstPart !== undefined) return withFirstPart
  const withPlainMultiplicationSign = trimmed.replace(/(?<=\d)\s*[x×*]\s*(?=\d)/giu, 'x')
  if (withPlainMultiplicationSign !== trimmed && isCanonical(withPlainMultiplicationSign))
    return withPlainMultiplicationSign
  const range = trimmed.replace(/(?<=\d)\s*(?:to|–|—|-)\s*(?=\d)/iu, '-')
  if (range !== trimmed && isCanonical(range)) return range
  const compactCode = convertCompactCode(trimmed, template, isCanonical, isKnown)
  if (compactCode !== undefined) return compactCode
  return [trimmed.toUpperCase(), trimmed.toLowerCase()].find(isCanonical)
}

/** Removes the country code of a phone number ("+1 212 555 0100") and applies the template's punctuation. */
function removeCountryCode(
  text: string,
  template: string | undefined,
  isCanonical: (text: string) => boolean,
): string | undefined {
  const [, number] = /^\+\d{1,3}[- .]?\(?(\d.*)$/.exec(text) ?? []
  if (number === undefined || template === undefined || !/^[^\p{L}]+$/u.test(template)) return undefined
  return applyPunctuation(number.replace(/\D+/g, ''), template, isCanonical)
}

/**
 * Converts a code by removing its punctuation, applying the template's punctuation, or restoring leading zeros so that
 * the result is a known code.
 */
function convertCompactCode(
  text: string,
  template: string | undefined,
  isCanonical: (text: string) => boolean,
  isKnown: (text: string) => boolean,
): string | undefined {
  if (/^[-+]?\d+[.,]\d+$/.test(text)) return undefined
  const compactCode = text.replace(/[^\p{L}\d]+/gu, '')
  if (compactCode.length >= minCompactLength && compactCode !== text) {
    if (isCanonical(compactCode)) return compactCode
    const punctuatedCode = applyPunctuation(compactCode, template, isCanonical)
    if (punctuatedCode !== undefined) return punctuatedCode
  }
  const length = template?.replace(/[^\p{L}9]/gu, '').length ?? 0
  const paddedCode = /^\d+$/.test(compactCode)
    ? applyPunctuation(compactCode.padStart(length, '0'), template, isCanonical)
    : undefined
  return paddedCode !== undefined && isKnown(paddedCode) ? paddedCode : undefined
}

/** Lists the substrings that start and end at the boundary of a word, space or punctuation mark. */
function listSubstrings(text: string): string[] {
  const tokens = text.match(/[\p{L}\d]+|[^\p{L}\d]/gu) ?? []
  if (tokens.length > 16) return []
  return tokens.flatMap((_, start) =>
    tokens.slice(start).map((__, length) => tokens.slice(start, start + length + 1).join('')),
  )
}

/** Replaces a string's punctuation with the punctuation of a pattern. */
function replacePunctuation(text: string, shape: string, isCanonical: (text: string) => boolean): string | undefined {
  const runs = text.match(/\p{L}+|\d+/gu) ?? []
  const tokens = shape.match(/[a9]|[^a9]+/g) ?? []
  if (runs.length !== tokens.filter((token) => token === 'a' || token === '9').length) return undefined
  let index = 0
  const result = tokens.map((token) => (token === 'a' || token === '9' ? runs[index++] : token)).join('')
  return result !== text && isCanonical(result) ? result : undefined
}

/**
 * Returns whether short codes have lost leading zeros that complete codes have. Codes may also vary in length for a
 * good reason, for example because some identify groups and others their members. Such short codes are missing more
 * digits than the number of leading zeros in any complete code.
 */
function hasLostLeadingZeros(
  digitCodes: readonly DistinctValue[],
  completeCodes: readonly DistinctValue[],
  length: number,
): boolean {
  const maxLeadingZeros = completeCodes.reduce((max, { text }) => Math.max(max, /^0*/.exec(text)?.[0].length ?? 0), 0)
  const shortCodes = digitCodes.filter(({ text }) => text.length < length)
  const plausibleCodes = shortCodes.filter(({ text }) => length - text.length <= maxLeadingZeros)
  return countCells(plausibleCodes) >= minPlausibleShare * countCells(shortCodes)
}

/**
 * Pads numbers that have lost leading zeros. If that does not apply, removes leading zeros that only a minority of
 * numbers has.
 */
function normalizeLeadingZeros(values: readonly DistinctValue[], total: number): Inconsistency | undefined {
  const digitCodes = values.filter(({ text }) => /^\d+$/.test(text))
  if (countCells(digitCodes) < 0.9 * total) return undefined
  const [mainGroup] = groupValues(digitCodes, (text) => String(text.length))
  if (!mainGroup) return undefined
  const length = Number(mainGroup.key)
  const zeroPaddedCodes = digitCodes.filter(({ text }) => /^0\d/.test(text))
  const rewrites = new Map<string, Rewrite>()
  const isPadded =
    length >= 3 &&
    mainGroup.cellCount >= minCanonicalShare * total &&
    countCells(mainGroup.values.filter(({ text }) => text.startsWith('0'))) >= minCells
  if (isPadded && hasLostLeadingZeros(digitCodes, mainGroup.values, length)) {
    for (const { text } of digitCodes)
      if (text.length < length)
        rewrites.set(text, { replacement: text.padStart(length, '0'), logOdds: 3, mayBeConvention: true })
  } else if (countCells(zeroPaddedCodes) >= minCells && countCells(zeroPaddedCodes) <= 0.4 * total) {
    const knownValues = new Set(digitCodes.map(({ text }) => text))
    const unpaddedCodes = zeroPaddedCodes.map(({ text, cellCount }) => ({
      text,
      cellCount,
      replacement: text.replace(/^0+(?=\d)/, ''),
    }))
    if (
      countCells(unpaddedCodes.filter(({ replacement }) => knownValues.has(replacement))) <
      0.5 * countCells(unpaddedCodes)
    )
      return undefined
    for (const { text, replacement } of unpaddedCodes) rewrites.set(text, { replacement, logOdds: 3 })
  }
  const changedCellCount = countCells(digitCodes.filter(({ text }) => rewrites.has(text)))
  if (changedCellCount < minCells || changedCellCount > 0.5 * total) return undefined
  return {
    kind: 'leading-zeros',
    params: { canonical: mainGroup.values[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}
