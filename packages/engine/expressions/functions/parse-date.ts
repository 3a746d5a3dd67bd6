import { message } from '@aw-flow/messages'
import { RE2JS } from 're2js'
import { ExpressionError } from '../expression-error.ts'

/** The maximum length of a date. Even a linear-time match of a longer date takes about a second. */
const maxDateCharacters = 1_000
/** The maximum length of a picture string. */
const maxPictureCharacters = 250
/** Separates the parts of a date. No part's pattern matches it. */
const separator = '\u0001'

/**
 * Calls JSONata's `$toMillis` with a picture string, in linear time. JSONata translates the picture to a regular
 * expression in which adjacent parts, such as two numbers in words, can split the same text in many ways; if a date
 * does not match, JSONata tries them all. Here, RE2 matches an equivalent expression instead, and JSONata receives the
 * matched parts joined with separators.
 *
 * @param toMillis JSONata's native function.
 * @returns The result of `toMillis`; `undefined` if the date does not match the picture.
 */
export function parseDate(
  date: string,
  picture: string,
  toMillis: (date: string, picture: string) => unknown,
): unknown {
  for (const [text, max] of [
    [date, maxDateCharacters],
    [picture, maxPictureCharacters],
  ] as const)
    if (text.length > max) throw new ExpressionError(message('expression.long-date', { count: text.length, max }))
  const parts = parsePicture(picture)
  const matcher = parts && compileParts(parts).matcher(date)
  // An empty string does not match any part; if the picture is invalid, JSONata reports that.
  if (!parts || !matcher?.find()) return toMillis('', picture)
  const matchedMarkers = parts.flatMap(({ marker }, index) =>
    marker === undefined ? [] : [{ marker, text: matcher.group(index + 1) ?? '' }],
  )
  const time = toMillis(
    matchedMarkers.map(({ text }) => text).join(separator),
    matchedMarkers.map(({ marker }) => marker).join(separator),
  )
  const day = matchedMarkers.find(({ marker }) => marker.startsWith('[D'))?.text ?? ''
  const hasZone = matchedMarkers.some(({ marker }) => /^\[z/i.test(marker))
  // JSONata counts on into the next month.
  if (typeof time === 'number' && !hasZone && /^\d+$/.test(day) && new Date(time).getUTCDate() !== Number(day))
    throw createNoDayError(date)
  return time
}

/**
 * Checks that the month of an ISO 8601 date has its day, because engines read February 30 as March 1 or 2.
 *
 * @throws ExpressionError If there is no such day.
 */
export function requireDay(date: string): void {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date) ?? []
  if (day === undefined) return
  const time = new Date(0)
  time.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (time.getUTCDate() !== Number(day)) throw createNoDayError(date)
}

const createNoDayError = (date: string): ExpressionError =>
  new ExpressionError(message('expression.no-day', { date: date.slice(0, 40) }))

/** A part of a picture: a literal or a marker such as `[Y0001]`. */
interface PicturePart {
  readonly marker?: string
  pattern: string
  /** The number of digits to match if another number follows immediately. Set only for plain numbers. */
  readonly digitCount?: number | undefined
  readonly isNumber?: boolean | undefined
}

const compiledPictures = new Map<string, RE2JS>()

function compileParts(parts: readonly PicturePart[]): RE2JS {
  const source = `^${parts.map(({ pattern }) => `(${pattern})`).join('')}$`
  const compiled = compiledPictures.get(source) ?? RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  if (compiledPictures.size >= 100) compiledPictures.clear()
  compiledPictures.set(source, compiled)
  return compiled
}

/** Splits a picture the way JSONata does. Returns `undefined` if it is invalid. */
function parsePicture(picture: string): PicturePart[] | undefined {
  const parts: PicturePart[] = []
  const addLiteral = (text: string): void => {
    if (text !== '') parts.push({ pattern: RE2JS.quote(text.replaceAll(']]', ']')) })
  }
  let start = 0
  for (let open = picture.indexOf('['); open >= 0; open = picture.indexOf('[', start)) {
    addLiteral(picture.slice(start, open))
    if (picture[open + 1] === '[') {
      addLiteral('[')
      start = open + 2
      continue
    }
    const close = picture.indexOf(']', open)
    if (close < 0) return undefined
    const marker = picture.slice(open, close + 1)
    const part = parseMarker(marker)
    if (!part) return undefined
    const previous = parts.at(-1)
    if (part.isNumber && previous?.digitCount)
      previous.pattern = previous.pattern.replace('+', `{${previous.digitCount}}`)
    parts.push(part)
    start = close + 1
  }
  addLiteral(picture.slice(start))
  return parts
}

const defaultPresentations: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'YMDdWwXxHhf'].map((component) => [component, '1'])),
  ...Object.fromEntries([...'FPCE'].map((component) => [component, 'n'])),
  m: '01',
  s: '01',
  Z: '01:01',
  z: '01:01',
}

function parseMarker(marker: string): PicturePart | undefined {
  const [component = '', ...rest] = marker.slice(1, -1).replaceAll(/\s/g, '')
  const modifiers = rest.join('')
  const comma = modifiers.lastIndexOf(',')
  const definition = comma < 0 ? modifiers : modifiers.slice(0, comma)
  const hasSuffix = definition.length > 1 && 'atco'.includes(definition.at(-1)!)
  const presentation = hasSuffix
    ? definition.slice(0, -1)
    : definition === ''
      ? defaultPresentations[component]
      : definition
  if (presentation === undefined) return undefined
  if (component === 'Z' || component === 'z') {
    const zoneSeparator = findRegularSeparator(presentation)
    const prefix = component === 'z' ? 'GMT' : ''
    return {
      marker,
      pattern: `${prefix}[-+][0-9]+${zoneSeparator === undefined ? '' : `${RE2JS.quote(zoneSeparator)}[0-9]+`}`,
    }
  }
  const isNumber = 'YMDdFWwXxHhmsf'.includes(component) && !/^n/i.test(presentation)
  if (component === 'f') return { marker, pattern: '[0-9]+', isNumber }
  if (!isNumber) return { marker, pattern: '[a-zA-Z]+' }
  const [primary, modifier] = splitModifier(hasSuffix ? `${presentation};${definition.at(-1)}` : presentation)
  const pattern = integerPatterns[primary]
  if (pattern) return { marker, pattern, isNumber }
  const ordinal = modifier.startsWith('o') ? '(?:th|st|nd|rd)' : ''
  const widthLimits = comma < 0 ? [] : modifiers.slice(comma + 1).split('-')
  const digitCount = parseDigitCount(
    component,
    primary,
    widthLimits[0],
    widthLimits.length > 1 ? widthLimits.slice(1).join('-') : undefined,
  )
  return digitCount === undefined ? undefined : { marker, pattern: `[0-9]+${ordinal}`, digitCount, isNumber }
}

function splitModifier(pattern: string): [primary: string, modifier: string] {
  const semicolon = pattern.lastIndexOf(';')
  return semicolon < 0 ? [pattern, ''] : [pattern.slice(0, semicolon), pattern.slice(semicolon + 1)]
}

/** Returns the `digitCount` of a plain number; `undefined` if its width is invalid. */
function parseDigitCount(component: string, primary: string, min?: string, max?: string): number | undefined {
  const primaryDigits = [...primary].filter((character) => /\p{Nd}/u.test(character)).length
  if (primaryDigits === 0) return undefined
  const parseWidth = (text: string | undefined): number | undefined =>
    text === undefined || text === '*' ? undefined : Number.parseInt(text)
  const [minWidth, maxWidth] = [parseWidth(min), parseWidth(max)]
  if (component === 'Y' && maxWidth !== undefined) return isSupportedWidth(maxWidth) ? maxWidth : undefined
  const digitCount = minWidth !== undefined && primaryDigits < minWidth ? minWidth : primaryDigits
  return isSupportedWidth(digitCount) ? digitCount : undefined
}

/** Returns whether RE2, which supports at most 1,000 repetitions, can match this many digits. */
const isSupportedWidth = (digits: number): boolean => digits >= 0 && digits <= maxDateCharacters

/** Returns the separator between hours and minutes in a time zone, if it occurs at regular intervals. */
function findRegularSeparator(presentation: string): string | undefined {
  const positions: number[] = []
  const separators = new Set<string>()
  let digitCount = 0
  for (const character of [...presentation].reverse()) {
    if (character === '#' || /\p{Nd}/u.test(character)) digitCount++
    else {
      separators.add(character)
      positions.push(digitCount)
    }
  }
  const [firstSeparator] = separators
  const step = positions.reduce((a, b) => findGreatestCommonDivisor(a, b), positions[0] ?? 0)
  const isRegular = step > 0 && positions.every((_, index) => positions.includes((index + 1) * step))
  return separators.size === 1 && isRegular ? firstSeparator : undefined
}

const findGreatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : findGreatestCommonDivisor(b, a % b))

const units = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'
const moreUnits = 'seventeen eighteen nineteen'
const ordinals = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth'
const moreOrdinals = 'fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'
const decades = 'twenty thirty forty fifty sixty seventy eighty ninety hundred'
const decadeOrdinals = 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth'
const magnitudes = 'thousand million billion trillion'
const magnitudeOrdinals = 'thousandth millionth billionth trillionth'
const words = [units, moreUnits, ordinals, moreOrdinals, decades, decadeOrdinals, magnitudes, magnitudeOrdinals]
  .flatMap((list) => list.split(' '))
  .join('|')
const wordPattern = `(?:${words}|and|[\\-, ])+`

/** Patterns of integers, keyed by their format in the picture. They are matched case-insensitively. */
const integerPatterns: Readonly<Record<string, string>> = {
  A: '[A-Z]+',
  a: '[a-z]+',
  I: '[MDCLXVI]+',
  i: '[mdclxvi]+',
  W: wordPattern,
  Ww: wordPattern,
  w: wordPattern,
}
