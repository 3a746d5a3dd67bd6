import {
  countCells,
  type Inconsistency,
  type InconsistencyFinder,
  type Rewrite,
  type DistinctValue,
} from './inconsistency.ts'
import lists from './closed-lists.json' with { type: 'json' }

const minRecognizedShare = 0.95
const minCanonicalShare = 0.5
const minCells = 3
const maxDistinctValues = 200
const minInitials = 2
const maxInitialLength = 3
const minNameLength = 4

/** A value from a fixed set, and the format in which it is written. */
interface ParsedValue {
  /** The value, which is the same for all of its formats. */
  readonly value: string
  /** The format, such as a name or a code. */
  readonly format: string
}

/** Parses a string as a value from a fixed set. Returns `undefined` if the string is not such a value. */
type Parser = (text: string) => ParsedValue | undefined

const parseYesNo: Parser = (text) => {
  const lower = text.trim().toLowerCase()
  const pair = lists.yesNo.find(({ yes, no }) => yes === lower || no === lower)
  return pair && { value: pair.yes === lower ? 'yes' : 'no', format: pair.format }
}

/** The names of the US states and the District of Columbia, keyed by two-letter postal abbreviation. */
const stateNames: ReadonlyMap<string, string> = new Map(
  Object.entries(lists.states).map(([code, name]) => [code, name.toLowerCase()]),
)

const parseState: Parser = (text) => {
  const trimmed = text.trim()
  if (stateNames.has(trimmed)) return { value: trimmed, format: 'code' }
  const lower = trimmed.toLowerCase()
  const state = [...stateNames].find(([, name]) => name === lower)
  return state && { value: state[0], format: 'name' }
}

type DisplayNameType = 'language' | 'region'

const currencySymbols: ReadonlyMap<string, string> = new Map(Object.entries(lists.currencySymbols))

/** Parses currency codes and symbols. */
const parseCurrency: Parser = (text) => {
  const trimmed = text.trim()
  const code = currencySymbols.get(trimmed)
  if (code !== undefined) return { value: code, format: 'sign' }
  const codes = Intl.supportedValuesOf('currency')
  if (/^[A-Z]{3}$/.test(trimmed)) return codes.includes(trimmed) ? { value: trimmed, format: 'code' } : undefined
  return undefined
}

/**
 * Creates a lookup of English names by code, and of two-letter codes by English name. The list of countries has common
 * names and abbreviations that `Intl` does not contain, and international vehicle registration codes.
 */
function createNameLookup(type: DisplayNameType): {
  getName(code: string): string | undefined
  findCode(name: string): string | undefined
} {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' })
  const codeByName = new Map<string, string>(type === 'region' ? Object.entries(lists.countries) : [])
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index))
  for (const first of letters)
    for (const second of letters) {
      const code = type === 'region' ? (first + second).toUpperCase() : first + second
      const name = names.of(code)
      if (name !== undefined && !codeByName.has(name.toLowerCase()))
        codeByName.set(name.toLowerCase(), toCurrentCode(type, code))
    }
  return { getName: (code) => names.of(code), findCode: (name) => codeByName.get(name.toLowerCase()) }
}

/**
 * Replaces codes with current ones of two letters: `Intl` also returns "Germany" for "DD", and "French" for "fre".
 * A locale of an undetermined language (`und`) has no language in some engines.
 */
function toCurrentCode(type: DisplayNameType, code: string): string {
  const { language, region }: Partial<Intl.Locale> = new Intl.Locale(type === 'region' ? `und-${code}` : code)
  return (type === 'region' ? region : language) ?? code
}

const monthNames = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month)).toLowerCase(),
)
const weekdayNames = Array.from({ length: 7 }, (_, day) =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day)).toLowerCase(),
)

/**
 * Creates a parser for months or weekdays. It accepts names, abbreviations ("Jan", "Sept.") and, for months, numbers.
 */
const createCalendarParser =
  (names: readonly string[], acceptsNumbers: boolean): Parser =>
  (text) => {
    const trimmed = text.trim().toLowerCase()
    const number = acceptsNumbers && /^\d{1,2}$/.test(trimmed) ? Number(trimmed) : 0
    if (number >= 1 && number <= names.length)
      return { value: String(number), format: trimmed.startsWith('0') ? 'padded number' : 'number' }
    const index = names.findIndex((name) => name === trimmed)
    if (index >= 0) return { value: String(index + 1), format: 'name' }
    const abbreviation = trimmed.replace(/\.$/, '')
    const abbreviationIndex =
      abbreviation.length >= 3 && abbreviation.length <= 4
        ? names.findIndex((name) => name.startsWith(abbreviation))
        : -1
    return abbreviationIndex < 0
      ? undefined
      : {
          value: String(abbreviationIndex + 1),
          format: abbreviation === trimmed ? 'abbreviation' : 'abbreviation with a period',
        }
  }
const parseMonth = createCalendarParser(monthNames, true)
const parseWeekday = createCalendarParser(weekdayNames, false)

const parsersByType = new Map<DisplayNameType, Parser>()

/**
 * Creates a parser for languages or countries. It accepts names and codes: "French", "fr" and "fre" are the same
 * language.
 */
function createNameParser(type: DisplayNameType): Parser {
  const cached = parsersByType.get(type)
  if (cached) return cached
  const { getName, findCode } = createNameLookup(type)
  const parser: Parser = (text) => {
    const trimmed = text.trim()
    const nameCode = findCode(trimmed)
    if (nameCode !== undefined)
      return { value: nameCode, format: /^\p{L}{1,3}$|\./u.test(trimmed) ? 'abbreviation' : 'name' }
    const code = type === 'region' ? trimmed.toUpperCase() : trimmed.toLowerCase()
    if (!(type === 'region' ? /^[A-Z]{2}$/ : /^[a-z]{2,3}$/).test(code)) return undefined
    const canonicalCode = toCurrentCode(type, code)
    return getName(canonicalCode) === undefined
      ? undefined
      : { value: canonicalCode, format: `${code.length}-letter code` }
  }
  parsersByType.set(type, parser)
  return parser
}

/**
 * Creates a parser for categories and their initials, such as "F" for "Female". Returns `undefined` unless at least two
 * categories also occur as initials.
 */
function createInitialsParser(values: readonly DistinctValue[]): Parser | undefined {
  const lowercaseValues = [...new Set(values.map(({ text }) => text.trim().toLowerCase()))]
  const removePeriod = (text: string): string => text.replace(/\.$/, '')
  const isShort = (text: string): boolean => removePeriod(text).length <= maxInitialLength
  const names = lowercaseValues.filter((text) => !isShort(text) && /^\p{L}+$/u.test(text))
  const nameByInitial = new Map<string, string>()
  for (const initial of lowercaseValues.filter(isShort)) {
    const matchingNames = names.filter((name) => name.startsWith(removePeriod(initial)))
    if (matchingNames.length !== 1) continue
    nameByInitial.set(initial, matchingNames[0] as string)
  }
  if (new Set(nameByInitial.values()).size < minInitials || new Set(nameByInitial.values()).size < nameByInitial.size)
    return undefined
  return (text) => {
    const normalized = text.trim().toLowerCase()
    const name = nameByInitial.get(normalized)
    if (name !== undefined) return { value: name, format: 'initial' }
    return names.includes(normalized) ? { value: normalized, format: 'name' } : undefined
  }
}

/**
 * Finds values from a fixed set that are written in several formats: yes and no, months, weekdays, languages,
 * countries, US states, currencies, and categories with their initials. The most frequent format is canonical.
 */
export const findVariantInconsistency: InconsistencyFinder = (values) => {
  if (values.length < 3 || values.length > maxDistinctValues) return undefined
  const total = countCells(values)
  const isCandidate = values.slice(0, 3).every(({ text }) => text.length <= 40 && /[\p{L}\p{Sc}01]/u.test(text))
  if (!isCandidate) return undefined
  for (const parser of [
    parseYesNo,
    parseMonth,
    parseWeekday,
    createInitialsParser(values),
    createNameParser('language'),
    createNameParser('region'),
    parseState,
    parseCurrency,
  ]) {
    const inconsistency = parser && createInconsistency(values, total, parser)
    if (inconsistency) return inconsistency
  }
  return undefined
}

function createInconsistency(
  values: readonly DistinctValue[],
  total: number,
  parser: Parser,
): Inconsistency | undefined {
  const parsedEntries = values.flatMap((entry) => {
    const parsedValue = parser(entry.text)
    return parsedValue ? [{ ...entry, ...parsedValue }] : []
  })
  if (countCells(parsedEntries) < minRecognizedShare * total) return undefined
  // If all values represent the same item, at least one of them must be a long name. Otherwise, the match may be a
  // coincidence.
  const hasOneValue = new Set(parsedEntries.map(({ value }) => value)).size < 2
  if (hasOneValue && !parsedEntries.some(({ format, text }) => format === 'name' && text.length >= minNameLength))
    return undefined
  const cellCountByFormat = new Map<string, number>()
  for (const { format, cellCount: count } of parsedEntries)
    cellCountByFormat.set(format, (cellCountByFormat.get(format) ?? 0) + count)
  const [mainFormatEntry] = [...cellCountByFormat].toSorted((a, b) => b[1] - a[1])
  if (!mainFormatEntry || cellCountByFormat.size < 2 || mainFormatEntry[1] < minCanonicalShare * total) return undefined
  // A three-letter name, such as "May", is also an abbreviation.
  const isAlsoAbbreviation = ({ format, text }: (typeof parsedEntries)[number]): boolean =>
    format === 'name' && text.trim().length === 3
  const canonicalValues = new Map<string, DistinctValue>()
  for (const entry of parsedEntries) {
    if (entry.format !== mainFormatEntry[0]) continue
    const best = canonicalValues.get(entry.value)
    if (!best || entry.cellCount > best.cellCount) canonicalValues.set(entry.value, entry)
  }
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, format, value, cellCount: count } of parsedEntries) {
    const replacement = canonicalValues.get(value)?.text
    if (format === mainFormatEntry[0] || replacement === undefined || replacement === text) continue
    if (mainFormatEntry[0].startsWith('abbreviation') && isAlsoAbbreviation({ text, format, value, cellCount: count }))
      continue
    rewrites.set(text, { replacement, logOdds: 4 })
    changedCellCount += count
  }
  if (changedCellCount < minCells) return undefined
  const [example] = rewrites
  return {
    kind: [...cellCountByFormat.keys()].some((format) => shortFormatPattern.test(format)) ? 'abbreviation' : 'variant',
    params: { example: example?.[0] ?? '', canonical: example?.[1].replacement ?? '' },
    rewrites,
  }
}

/** Matches the formats of abbreviated values. */
const shortFormatPattern = /^(?:initial|letter|abbreviation)|code$/
