import { message, type Message } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import { resolveCurrency } from './currencies.ts'
import { dashes, infinityPattern, percentSymbols, splitAmount, type SplitAmount } from './split-amount.ts'

/** The format of a column's numbers. */
export interface NumberFormat {
  /** A DuckDB type. DECIMAL is used only if a DOUBLE would change a digit. */
  type: 'BIGINT' | 'DOUBLE' | `DECIMAL(${number},${number})`
  /** The decimal separator. */
  decimal: '.' | ','
  /** The thousands separators; empty if there are none. */
  thousands: string
  /** The parts to remove from the cells: currencies, percent signs and spaces. */
  strip: string[]
  /** The currency or sign (%, ‰) that all cells share, if there is one. */
  unit?: string
  /** The characters used as the minus sign. Absent if it is a hyphen. */
  minus?: string
  /** Set if the minus sign follows the digits, as in accounting software. */
  minusBehind?: true
  /** Set if negative numbers are in brackets, as in accounting software. */
  minusBrackets?: true
  /** The indexes of the values that are not numbers in this format. */
  misfits: number[]
  /**
   * Whether a separator may be either the decimal or the thousands separator ("1,234"), so that other columns must
   * determine it.
   */
  isAmbiguous: boolean
  /**
   * Whether only the shape of the numbers shows which separator is used: the separator is always followed by three
   * digits, and small numbers have none.
   */
  isInferredFromShape: boolean
  /** The decimal separator, if it is certain. It serves as a hint for ambiguous columns. */
  certainDecimal?: '.' | ','
}

/** Hints about a column's numbers, taken from the rest of the file. */
export interface NumberHints {
  /** The decimal separator that is certain in other columns. */
  decimal?: '.' | ','
  /** The meaning of commas in numbers, as suggested by the file's delimiter. */
  comma?: 'decimal' | 'thousands'
  /** The declared separators. A missing decimal separator is a period. */
  notation?: { decimal?: '.' | ',' | undefined; thousands?: string | undefined }
  /** Whether the values are known to be numbers, so that leading zeros and plus signs mean nothing. */
  isNumber?: boolean
}

/** Indicates that numbers must remain text because a conversion would lose information. */
export interface LossyNumbers {
  textReason: Message
}

/** Thousands separators. The characters of each string are equivalent: all kinds of spaces, and both apostrophes. */
const groupSeparators = [',', '.', ' \u00a0\u2007\u2009\u202f', "'’"]
/**
 * Finds a number format that almost all values match. It consists of the decimal and thousands separators and,
 * optionally, a single currency or percent sign.
 *
 * @param maxMisfits The maximum number of values that do not match.
 * @returns The format, the reason if numbers must remain text, or `undefined` if the values are not numbers.
 */
export function findNumberFormat(
  values: readonly string[],
  maxMisfits: number,
  hints: NumberHints = {},
): NumberFormat | LossyNumbers | undefined {
  const amounts: (SplitAmount | undefined)[] = []
  let mismatchCount = 0
  for (const text of values) {
    const amount = splitAmount(text)
    if (!amount && ++mismatchCount > maxMisfits) return undefined
    amounts.push(amount)
  }
  const minusStyles = findMinusStyles(amounts)
  const splitNumbers = amounts.map((amount) => (minusStyles.has(amount?.minus) ? amount : undefined))
  const affixes = findCommonAffixes(splitNumbers, maxMisfits)
  if (affixes === undefined || 'textReason' in affixes) return affixes
  const numberStrings = splitNumbers.map((bareNumber) => bareNumber?.text)
  const lossyNumbers = findTextReason(numberStrings)
  const canBeNumbers = hints.isNumber && numberStrings.every((text = '') => text.length <= maxDecimalDigits)
  if (lossyNumbers && !canBeNumbers) return lossyNumbers
  const { decimal: declaredDecimal = '.', thousands: declaredThousands } = hints.notation ?? {}
  const candidates =
    declaredThousands === undefined
      ? listCandidateFormats(numberStrings).filter(({ decimal }) => !hints.notation || decimal === declaredDecimal)
      : [{ decimal: declaredDecimal, thousands: declaredThousands }]
  const formats = candidates
    .map((format) => ({ ...format, misfits: findMisfits(numberStrings, format, maxMisfits) }))
    .filter(({ misfits }) => misfits.length <= maxMisfits)
  if (formats.length === 0) return undefined
  const { best, isAmbiguous, isInferredFromShape } = selectFormat(formats, numberStrings, hints)
  const matchingStrings = numberStrings.filter(
    (text, index) => text !== undefined && !best.misfits.includes(index),
  ) as string[]
  if (!matchingStrings.some((text) => !infinityPattern.test(text))) return undefined
  const hasOnlyIntegers = matchingStrings.every(
    (text) => !infinityPattern.test(text) && !/[eE]/.test(text) && !text.includes(best.decimal),
  )
  const usesDecimalSeparator = matchingStrings.some((text) => text.includes(best.decimal))
  return {
    type: hasOnlyIntegers ? selectIntegerType(matchingStrings) : selectFractionType(matchingStrings, best),
    decimal: best.decimal,
    thousands: findUsedCharacters(best.thousands, matchingStrings),
    strip: affixes.strip,
    ...defined({ unit: affixes.unit }),
    ...defined({ minus: findOtherDashes(values) }),
    ...(splitNumbers.some((amount) => amount?.minus === 'trailing') ? { minusBehind: true } : {}),
    ...(splitNumbers.some((amount) => amount?.minus === 'brackets') ? { minusBrackets: true } : {}),
    misfits: best.misfits,
    isAmbiguous,
    isInferredFromShape,
    ...(usesDecimalSeparator && !isAmbiguous && !isInferredFromShape ? { certainDecimal: best.decimal } : {}),
  }
}

/**
 * Returns the ways in which the column's cells show that an amount is negative. A trailing minus sign is one only if no
 * cell has a leading minus sign, and not in integers, because "1995-" is a range of years. Brackets around all of the
 * cells are footnote marks or a style, unless the cells are amounts of money.
 */
function findMinusStyles(amounts: readonly (SplitAmount | undefined)[]): ReadonlySet<SplitAmount['minus']> {
  const styles = new Set<SplitAmount['minus']>([undefined])
  const numbers = amounts.filter((amount) => amount !== undefined)
  const trailing = numbers.filter(({ minus }) => minus === 'trailing')
  const hasLeading = numbers.some(({ minus, text }) => minus === undefined && text.startsWith('-'))
  if (!hasLeading && trailing.every(({ text }) => /[.,]\d/.test(text))) styles.add('trailing')
  if (numbers.some(({ minus, unit }) => minus !== 'brackets' || (unit !== undefined && !percentSymbols.has(unit))))
    styles.add('brackets')
  return styles
}

const dashesPattern = new RegExp(`[${dashes}]`, 'g')

/** Returns the characters other than the hyphen that are written for the minus sign. */
function findOtherDashes(values: readonly string[]): string | undefined {
  const found = new Set(values.flatMap((text) => text.match(dashesPattern) ?? []))
  found.delete('-')
  return found.size === 0 ? undefined : [...found].join('')
}

/** Returns the characters of a separator string that occur in the values. */
const findUsedCharacters = (separator: string, values: readonly string[]): string =>
  [...separator].filter((character) => values.some((text) => text.includes(character))).join('')

const maxBigintDigits = 18
const maxDecimalDigits = 38
/** Maximum number of digits that a DOUBLE always preserves. */
const maxDoubleDigits = 15

/** Selects the type of integers: BIGINT or, if it cannot store them, DECIMAL. */
const selectIntegerType = (values: readonly string[]): NumberFormat['type'] =>
  values.every((text) => text.replace(/\D/g, '').length <= maxBigintDigits)
    ? 'BIGINT'
    : `DECIMAL(${maxDecimalDigits},0)`

/** Selects the type of fractions: DOUBLE or, if a DOUBLE would change a digit, a DECIMAL with a sufficient scale. */
function selectFractionType(values: readonly string[], { decimal, thousands }: NumberSeparators): NumberFormat['type'] {
  if (values.every(({ length }) => length <= maxDoubleDigits)) return 'DOUBLE'
  let integerDigitCount = 1
  let fractionDigitCount = 0
  let losesDigits = false
  for (const text of values) {
    if (infinityPattern.test(text) || /[eE]/.test(text)) return 'DOUBLE'
    const ungroupedText =
      thousands === ''
        ? text
        : [...text].filter((character) => !thousands.includes(character) || character === decimal).join('')
    const [integerPart = '', fractionPart = ''] = ungroupedText.replace(/^[+-]/, '').split(decimal)
    integerDigitCount = Math.max(integerDigitCount, integerPart.replace(/^0+/, '').length)
    fractionDigitCount = Math.max(fractionDigitCount, fractionPart.length)
    if (!losesDigits && integerPart.length + fractionPart.length > maxDoubleDigits)
      losesDigits = !isExact(integerPart, fractionPart)
  }
  return losesDigits && integerDigitCount + fractionDigitCount <= maxDecimalDigits
    ? `DECIMAL(${maxDecimalDigits},${fractionDigitCount})`
    : 'DOUBLE'
}

/** Returns whether a number keeps its digits when converted to a double. */
function isExact(integerPart: string, fractionPart: string): boolean {
  const shortestForm = String(
    Number(`${integerPart === '' ? '0' : integerPart}.${fractionPart === '' ? '0' : fractionPart}`),
  )
  if (shortestForm.includes('e')) return false
  const [shortestInteger = '', shortestFraction = ''] = shortestForm.split('.')
  return (
    shortestInteger === (integerPart.replace(/^0+(?=\d)/, '') || '0') &&
    shortestFraction === fractionPart.replace(/0+$/, '')
  )
}

/**
 * Returns the parts to remove from a column's cells and their common unit. Returns a reason for keeping the text if
 * units are mixed, or `undefined` if only some numbers have a percent sign.
 */
function findCommonAffixes(
  splitNumbers: readonly (SplitAmount | undefined)[],
  maxMisfits: number,
): { strip: string[]; unit?: string } | LossyNumbers | undefined {
  const distinctAffixes = new Set<string>()
  const units = new Set<string>()
  const gaps = new Set<string>()
  let percentCount = 0
  for (const splitNumber of splitNumbers) {
    for (const affix of splitNumber?.affixes ?? []) {
      if (affix.trim() === '') for (const gap of affix) gaps.add(gap)
      else {
        distinctAffixes.add(affix)
        units.add(resolveCurrency(affix) ?? affix)
        if (percentSymbols.has(affix)) percentCount++
      }
    }
  }
  if (units.size > 1) return { textReason: message('loading.keeps-units', { units: [...units].sort().slice(0, 5) }) }
  if (percentCount > 0 && percentCount < splitNumbers.length - maxMisfits) return undefined
  const [unit] = units
  return defined({ strip: [...distinctAffixes, ...gaps], unit })
}

/** Returns whether a text with an exponent, such as the code `888E050011`, is infinity or zero as a number. */
function exceedsRange(text: string): boolean {
  const [, digits = '', exponent] = /^[+-]?([\d.,]*)e([+-]?\d+)$/i.exec(text) ?? []
  if (exponent === undefined || !/[1-9]/.test(digits)) return false
  const value = Number(`${digits.replaceAll(/[.,](?=.*[.,])/g, '').replace(',', '.')}e${exponent}`)
  return value === 0 || value === Infinity
}

function findTextReason(numberStrings: readonly (string | undefined)[]): LossyNumbers | undefined {
  for (const text of numberStrings) {
    if (text === undefined) continue
    if (/^[+-]?0\d+$/.test(text)) return { textReason: message('loading.keeps-leading-zeros', {}) }
    if (exceedsRange(text)) return { textReason: message('loading.keeps-codes', {}) }
    if (text.length < 9) continue
    if (
      text.length >= 16 &&
      !/^[+-]?\d+[.,]\d+$/.test(text) &&
      /^[+-]?\d{16,}/.test(text.replace(/[.,](?=\d{3})/g, '')) &&
      /^[+-]?\d{16,}$/.test(text.replace(/[., '’][^]*$/, ''))
    )
      return { textReason: message('loading.keeps-digits', {}) }
    if (/^\+\d{8,}$/.test(text)) return { textReason: message('loading.keeps-plus', {}) }
  }
  return undefined
}

interface NumberSeparators {
  decimal: '.' | ','
  thousands: string
}

function listCandidateFormats(numberStrings: readonly (string | undefined)[]): NumberSeparators[] {
  const usedSeparators = groupSeparators.filter((separator) =>
    numberStrings.some((text) => [...separator].some((character) => text?.includes(character) === true)),
  )
  const formats: NumberSeparators[] = []
  for (const decimal of ['.', ','] as const) {
    formats.push({ decimal, thousands: '' })
    for (const thousands of usedSeparators) if (thousands !== decimal) formats.push({ decimal, thousands })
  }
  return formats
}

function createNumberPattern({ decimal, thousands }: NumberSeparators): RegExp {
  const decimalPattern = decimal === '.' ? '\\.' : ','
  const groupPattern = `[${thousands}]`
  const fraction = `(?:${decimalPattern}\\d*)?`
  const plainPattern = `(?:\\d+${fraction}|${decimalPattern}\\d+)(?:[eE][+-]?\\d+)?`
  // Digits are grouped in threes or, as in India, in pairs before the last three.
  const groups = `(?:[1-9]\\d{0,2}(?:${groupPattern}\\d{3})+|[1-9]\\d?(?:${groupPattern}\\d{2})+${groupPattern}\\d{3})`
  const groupedPattern = thousands === '' ? '' : `|${groups}${fraction}`
  return new RegExp(`^[+-]?(?:${plainPattern}${groupedPattern}|inf(?:inity)?)$`, 'i')
}

/** Returns the indexes of the values that do not match. Stops as soon as there are more than `maxMisfits`. */
function findMisfits(
  numberStrings: readonly (string | undefined)[],
  separators: NumberSeparators,
  maxMisfits: number,
): number[] {
  const pattern = createNumberPattern(separators)
  const misfits: number[] = []
  for (const [index, text] of numberStrings.entries()) {
    if ((text === undefined || !pattern.test(text)) && misfits.push(index) > maxMisfits) break
  }
  return misfits
}

type Candidate = NumberSeparators & { misfits: number[] }

/**
 * Selects the format with the fewest misfits. Ambiguous values ("1,234") are resolved by hints from other columns, then
 * by the shape of the numbers. If neither helps, a period is a decimal point, and a comma has the meaning that the
 * file's delimiter suggests.
 */
function selectFormat(
  formats: readonly Candidate[],
  numberStrings: readonly (string | undefined)[],
  hints: NumberHints,
) {
  const minMisfits = Math.min(...formats.map(({ misfits }) => misfits.length))
  const bestFormats = formats.filter(({ misfits }) => misfits.length === minMisfits)
  const pointFormat = bestFormats.find(({ decimal }) => decimal === '.')
  const commaFormat = bestFormats.find(({ decimal }) => decimal === ',')
  const createSelection = (best: Candidate, isAmbiguous = false, isInferredFromShape = false) => ({
    best,
    isAmbiguous,
    isInferredFromShape,
  })
  if (!pointFormat || !commaFormat) return createSelection((pointFormat ?? commaFormat) as Candidate)
  const hasPoint = numberStrings.some((text) => text?.includes('.') === true)
  const hasComma = numberStrings.some((text) => text?.includes(',') === true)
  if (!hasPoint && !hasComma) return createSelection(pointFormat)
  if (hints.decimal !== undefined) return createSelection(hints.decimal === '.' ? pointFormat : commaFormat)
  if (hasThousandsSeparators(numberStrings)) return createSelection(hasPoint ? commaFormat : pointFormat, false, true)
  if (hasPoint) return createSelection(pointFormat, true)
  if (hints.comma === undefined) return createSelection(pointFormat, true)
  return createSelection(hints.comma === 'thousands' ? pointFormat : commaFormat, true)
}

/**
 * Returns whether all numbers above 999 have a separator, and all others have none. If the separator were a decimal
 * separator, it would also occur in small numbers, and some fractions would have fewer than three digits.
 */
function hasThousandsSeparators(numberStrings: readonly (string | undefined)[]): boolean {
  let separatedCount = 0
  let plainCount = 0
  for (const text of numberStrings) {
    if (text === undefined) continue
    if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) separatedCount++
    else if (/^[+-]?(?:0|[1-9]\d{0,2})$/.test(text)) plainCount++
    else return false
  }
  return separatedCount >= 2 && plainCount >= 1 && separatedCount + plainCount >= 4
}
