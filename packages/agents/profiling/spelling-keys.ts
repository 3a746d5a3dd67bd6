/** Words that are written out or cut short as people like; each stands for its short form. */
const shortForms: Readonly<Record<string, string>> = {
  street: 'st',
  saint: 'st',
  sankt: 'st',
  avenue: 'ave',
  av: 'ave',
  boulevard: 'blvd',
  road: 'rd',
  drive: 'dr',
  doctor: 'dr',
  lane: 'ln',
  place: 'pl',
  square: 'sq',
  highway: 'hwy',
  building: 'bldg',
  apartment: 'apt',
  suite: 'ste',
  mount: 'mt',
  fort: 'ft',
  incorporated: 'inc',
  corporation: 'corp',
  company: 'co',
  limited: 'ltd',
  brothers: 'bros',
  department: 'dept',
  university: 'univ',
  international: 'intl',
  association: 'assn',
  center: 'ctr',
  centre: 'ctr',
  hospital: 'hosp',
  medical: 'med',
  county: 'cty',
  und: 'and',
  et: 'and',
  y: 'and',
  strasse: 'str',
}

/**
 * A value's words: small letters without accents, marks and control characters gone, "U.S.A." one word, "ß" as "ss".
 * Marks within numbers stay ("1.5" is not "15").
 */
export function spellingWords(value: string): string[] {
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
 * What a value is but for the way in which it is written: capitals, blanks, full stops and commas behind letters, and
 * hyphens between them do not count. Accents, other marks and the order of words do.
 */
export const writingKey = (value: string): string =>
  value
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/(?<=\p{L})[.,]+/gu, ' ')
    .replaceAll(/(?<=\p{L})[-\u2010\u2011\u2013](?=\p{L})/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** OpenRefine's fingerprint: the words, each once, in their order of letters. */
export const fingerprint = (words: readonly string[]): string => [...new Set(words)].toSorted().join(' ')

/** The same where words are cut short by habit: "Street" and "St." are one. */
export const shortFingerprint = (words: readonly string[]): string =>
  fingerprint(words.map((word) => shortForms[word] ?? word))

/** The n-gram fingerprint: the pairs of letters that occur, without blanks: "New York" and "Newyork" are one. */
export function pairFingerprint(words: readonly string[]): string {
  const text = words.join('')
  const pairs = new Set<string>()
  for (let at = 0; at + 2 <= text.length; at++) pairs.add(text.slice(at, at + 2))
  return [...pairs].toSorted().join('')
}
