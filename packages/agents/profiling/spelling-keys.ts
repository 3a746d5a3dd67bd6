import abbreviationsByWord from './abbreviations.json' with { type: 'json' }

/** The common abbreviations of words. */
const abbreviations: ReadonlyMap<string, string> = new Map(Object.entries(abbreviationsByWord))

/**
 * Splits a value into normalized words, which are in lower case and have no accents, punctuation or control characters.
 * "U.S.A." is one word, and "ß" becomes "ss". Punctuation within numbers is kept, so that "1.5" does not become "15".
 */
export function toNormalizedWords(value: string): string[] {
  return value
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('&', ' and ')
    .replaceAll(/(?<=\p{L})['’`](?=\p{L})/gu, '')
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .replaceAll(/(?<!\p{N})[^\p{L}\p{N}]+|[^\p{L}\p{N}]+(?!\p{N})/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
}

/**
 * Returns a key that ignores case, repeated spaces, periods and commas after letters, and hyphens between letters.
 * Accents, other punctuation and the order of words are significant.
 */
export const toSpellingKey = (value: string): string =>
  value
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/(?<=\p{L})[.,]+/gu, ' ')
    .replaceAll(/(?<=\p{L})[-\u2010\u2011\u2013](?=\p{L})/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Returns OpenRefine's fingerprint, which consists of the distinct words in alphabetical order. */
export const computeFingerprint = (words: readonly string[]): string => [...new Set(words)].toSorted().join(' ')

/** Returns the fingerprint with common words abbreviated, so that "Street" and "St." are equal. */
export const computeShortFingerprint = (words: readonly string[]): string =>
  computeFingerprint(words.map((word) => abbreviations.get(word) ?? word))

/**
 * Returns OpenRefine's n-gram fingerprint with n = 2, which consists of the distinct pairs of adjacent characters in
 * alphabetical order. "New York" and "Newyork" are equal.
 */
export function computePairFingerprint(words: readonly string[]): string {
  const text = words.join('')
  const pairs = new Set<string>()
  for (let start = 0; start + 2 <= text.length; start++) pairs.add(text.slice(start, start + 2))
  return [...pairs].toSorted().join('')
}
