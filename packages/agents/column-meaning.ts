import columnWords from './column-words.json' with { type: 'json' }

/** Only this many characters at the start of a name are examined. */
const maxNameLength = 500

/** Splits a name into lowercase words: `userId`, `user_id` and `User ID` all become `['user', 'id']`. */
export const splitNameWords = (name: string): string[] =>
  name
    .slice(0, maxNameLength)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const idWords = new Set(columnWords.id)

/**
 * Returns whether a column name indicates an ID, such as `id`, `item_id`, `userId`, `Candidate_Identification` or
 * `uuid`.
 *
 * @internal
 */
export const isIdName = (name: string): boolean => {
  const words = splitNameWords(name)
  return (
    idWords.has(words.at(-1) ?? '') ||
    idWords.has(words[0] ?? '') ||
    (/^[a-z]{2,}(?:id|guid|uuid)$/i.test(name) && /(?:ID|Id|guid|uuid)$/.test(name))
  )
}

const codeWords = new Set(columnWords.code)

/**
 * Returns whether a column name indicates a code, whose digits are not a quantity, such as a ZIP code, phone number or
 * SKU.
 *
 * @internal
 */
export const isCodeName = (name: string): boolean => splitNameWords(name).some((word) => codeWords.has(word))

const rankWords = new Set(columnWords.rank)

/** Returns whether a column name indicates a row number or rank. */
export const isRankName = (name: string): boolean => {
  const words = splitNameWords(name)
  const lastWord = words.at(-1) ?? ''
  return (
    rankWords.has(lastWord) &&
    (words.length === 1 ||
      /^(?:row|line|record|sort|serial|seq|sequence)$/.test(words[0] ?? '') ||
      lastWord === 'rank' ||
      lastWord === 'index')
  )
}

const calendarWords = new Set(columnWords.calendar)
const standaloneCalendarWords = new Set(['hour', 'minute', 'second', 'years', 'yyyy', 'mm', 'dd'])

/**
 * Returns whether a column name indicates a date, a time or a part of one, whose numbers are not measurements. Returns
 * `false` for durations such as "Running Time min".
 *
 * @internal
 */
export const isCalendarName = (name: string): boolean => {
  const words = splitNameWords(name)
  return calendarWords.has(words.at(-1) ?? '') || (words.length === 1 && standaloneCalendarWords.has(words[0] ?? ''))
}

const dateWords = new Set(columnWords.date)

/**
 * Returns whether a column name indicates a date, in many languages: `date`, `Fecha`, `date of birth`, `created_at`.
 */
export const isDateName = (name: string): boolean =>
  splitNameWords(name).some((word) => dateWords.has(word) || /(?:datum|date)$/.test(word)) ||
  /日付|年月日|日期/.test(name)

const locationWords = new Set(columnWords.location)

/** Returns whether a column name indicates a coordinate or direction, whose numbers are not quantities. */
export const isLocationName = (name: string): boolean => splitNameWords(name).some((word) => locationWords.has(word))

const linkWords = new Set(['source', 'target', 'src', 'dst', 'parent', 'child', 'origin', 'destination'])

/** Returns whether a column name indicates the endpoint of a link, which refers to another row. */
export const isLinkName = (name: string): boolean =>
  linkWords.has(splitNameWords(name).at(-1) ?? '') || /^(?:from|to)$/i.test(name)
