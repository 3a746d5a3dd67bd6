import { sql, type Tables } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { CountedValue } from '@aw-flow/schema/internal'
import { isDateName, splitNameWords } from '../../column-meaning.ts'
import { inferColumn, type ColumnHints, type InferredColumn } from '../../loading/columns/infer-column.ts'
import { booleanWords } from '../../loading/columns/match-boolean-words.ts'
import { isNullWord } from '../../loading/columns/null-words.ts'
import { splitAmount } from '../../loading/columns/split-amount.ts'
import { convertUnit, findUnitInName, readAmount } from './amount-with-unit.ts'
import { countCells, groupBy, ValueChanges, type ValueChange } from './value-change.ts'

type Family = 'number' | 'date' | 'time' | 'missing' | 'text'

/** A value with what it can be read as. */
interface ReadValue extends CountedValue {
  family: Family
  inferred: InferredColumn
}

/** Minimum share of the cells, without missing ones, that must have a type so that the column is of this type. */
const minTypedShare = 0.6
const minTypedCells = 3

const families: Record<string, Family> = {
  BIGINT: 'number',
  DOUBLE: 'number',
  DATE: 'date',
  TIMESTAMP: 'date',
  TIME: 'time',
}

function readValue({ value, count }: CountedValue, hints: ColumnHints): ReadValue {
  const inferred = inferColumn([value], hints)
  const family = isNullWord(value)
    ? 'missing'
    : (families[inferred.type.replace(/\(.*/, '').replace('DECIMAL', 'DOUBLE')] ?? 'text')
  return { value, count, family, inferred }
}

/**
 * Finds the changes that give all values of a column of numbers, dates or yes and no the same format, so that it can
 * be converted. Values that cannot be read become missing values, which is only suggested.
 *
 * @param values The distinct values, trimmed.
 * @returns An empty list if most values are text, or if all have the same format.
 */
export async function unifyTypedValues(
  tables: Tables,
  name: string,
  values: readonly CountedValue[],
  hints: ColumnHints,
  signal?: AbortSignal,
): Promise<ValueChange[]> {
  const booleanChanges = unifyBooleans(values)
  if (booleanChanges) return booleanChanges
  const readValues = values.map((value) => readValue(value, { ...hints, hasDateName: isDateName(name) }))
  const presentValues = readValues.filter(({ family }) => family !== 'missing')
  const cellCount = countCells(presentValues)
  const amounts = presentValues.filter(
    ({ value, family }) => family === 'number' || (readAmount(value) !== undefined && !looksLikeDigits(value)),
  )
  if (cellCount < minTypedCells) return []
  const changes = new ValueChanges()
  const dates = presentValues.filter(({ family }) => family === 'date')
  const times = presentValues.filter(({ family }) => family === 'time')
  const isTyped = (typedValues: readonly ReadValue[]): boolean => countCells(typedValues) >= minTypedShare * cellCount
  let typedValues: readonly ReadValue[]
  if (isTyped(dates)) {
    await unifyDates(tables, dates, hints, changes, signal)
    typedValues = dates
  } else if (isTyped(times)) typedValues = times
  else if (isTyped(amounts)) {
    if (!unifyNumbers(name, presentValues, amounts, hints, changes)) return []
    typedValues = amounts
  } else return []
  for (const readingValue of readValues) {
    const { value, family } = readingValue
    if (family === 'missing') changes.add('missing', 0.95, value, null)
    else if (!typedValues.includes(readingValue)) changeMisfit(value, typedValues === amounts, changes)
  }
  return changes.list()
}

/** Replaces letters that look like digits. */
const toDigits = (value: string): string => value.replaceAll(/[Oo]/g, '0').replaceAll(/[lI]/g, '1')
const looksLikeDigits = (value: string): boolean =>
  /\d/.test(value) && /[OolI]/.test(value) && /^[+-]?\d+(?:[.,]\d+)?$/.test(toDigits(value))

const numberWords = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

function changeMisfit(value: string, isNumberColumn: boolean, changes: ValueChanges): void {
  const word = numberWords.indexOf(value.toLowerCase())
  if (isNumberColumn && looksLikeDigits(value)) changes.add('digit', 0.85, value, toDigits(value))
  else if (isNumberColumn && word >= 0) changes.add('number-format', 0.7, value, String(word))
  else changes.add('missing', 0.6, value, null)
}

const trueWords: ReadonlySet<string> = new Set([...booleanWords.trueWords, 'x', '1'])
const falseWords: ReadonlySet<string> = new Set([...booleanWords.falseWords, '0'])
const maxBooleanWords = 10

/** Unifies the words of a yes/no column. Returns `undefined` if the column has other values or only one spelling. */
function unifyBooleans(values: readonly CountedValue[]): ValueChange[] | undefined {
  const presentValues = values.filter(({ value }) => !isNullWord(value))
  if (presentValues.length > maxBooleanWords) return undefined
  const hasWord = (words: ReadonlySet<string>): boolean =>
    presentValues.some(({ value }) => value.length > 1 && words.has(value.toLowerCase()))
  const isBoolean = presentValues.every(({ value }) => {
    const word = value.toLowerCase()
    return trueWords.has(word) || falseWords.has(word)
  })
  if (!isBoolean || !hasWord(trueWords) || !hasWord(falseWords)) return undefined
  const changes = new ValueChanges()
  const [trueWord, falseWord] = [trueWords, falseWords].map(
    (words) =>
      presentValues
        .filter(({ value }) => value.length > 1 && words.has(value.toLowerCase()))
        .reduce((first, second) => (second.count > first.count ? second : first)).value,
  ) as [string, string]
  for (const { value } of values) {
    if (isNullWord(value)) changes.add('missing', 0.95, value, null)
    else changes.add('boolean', 0.95, value, trueWords.has(value.toLowerCase()) ? trueWord : falseWord)
  }
  return changes.list()
}

/** Converts all dates to the most frequent format of the column. */
async function unifyDates(
  tables: Tables,
  dates: readonly ReadValue[],
  hints: ColumnHints,
  changes: ValueChanges,
  signal: AbortSignal | undefined,
): Promise<void> {
  const groups = groupBy(dates, ({ inferred }) => toFormatShape(inferred.format))
  if (groups.size < 2) return
  const formats = [...groups.values()]
    .map((group) => {
      const inferred = inferColumn(
        group.map(({ value }) => value),
        { ...hints, hasDateName: true },
      )
      return { group, inferred, cells: countCells(group) }
    })
    .filter(({ inferred }) => families[inferred.type] === 'date' && inferred.months === undefined)
    .sort((a, b) => b.cells - a.cells)
  const [main, ...others] = formats
  if (!main) return
  const mainFormat = main.inferred.format ?? (main.inferred.type === 'DATE' ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S')
  for (const { group, inferred } of others) {
    const isAmbiguous = inferred.ambiguity !== undefined && !group.some(({ value }) => /^\d+\.\d+\.\d+/.test(value))
    const texts = group.map(({ value }) => sql`(${value})`)
    const time =
      inferred.format === undefined
        ? sql`try_cast(v AS TIMESTAMP)`
        : sql`try_strptime(${stripped(inferred)}, ${inferred.format})`
    const rows = await tables.rows(
      sql`SELECT v, strftime(${time}, ${mainFormat}) AS t FROM (VALUES ${texts}) AS d(v)`,
      defined({ signal }),
    )
    for (const { v, t } of rows)
      if (t !== null && t !== undefined) changes.add('date-format', isAmbiguous ? 0.6 : 0.9, String(v), String(t))
  }
}

const stripped = ({ strip = [] }: InferredColumn) =>
  strip.reduce((text, find) => sql`replace(${text}, ${find}, '')`, sql`v`)

/** Returns a format in which day and month look the same, because single dates do not show their order. */
const toFormatShape = (format = 'ISO'): string => format.replaceAll(/%[dm]/g, '%d')

/**
 * Removes units and unifies separators. Returns `false` if the numbers must remain as they are, because they have
 * different currencies or percent signs.
 */
function unifyNumbers(
  name: string,
  presentValues: readonly ReadValue[],
  amounts: readonly ReadValue[],
  hints: ColumnHints,
  changes: ValueChanges,
): boolean {
  const numbers = presentValues.filter(({ family }) => family === 'number')
  const currencies = new Set(numbers.flatMap(({ inferred }) => inferred.unit ?? []))
  const isPercent = (inferred: InferredColumn): boolean => /^[%‰]$/.test(inferred.unit ?? '')
  if (
    currencies.size > 1 ||
    (currencies.size > 0 && new Set(numbers.map(({ inferred }) => isPercent(inferred))).size > 1)
  )
    return false
  const decimal = findDecimalMark(amounts, hints)
  const toPlain = (text: string): string | undefined => {
    const {
      type,
      thousands = '',
      decimal: mark = '.',
    } = inferColumn([text], { ...defined({ decimal }), isNumber: true })
    const amount = splitAmount(text)?.text
    if (families[type.replace(/\(.*/, '').replace('DECIMAL', 'DOUBLE')] !== 'number' || amount === undefined)
      return undefined
    const digits = [...amount].filter((character) => !thousands.includes(character)).join('')
    return digits.replaceAll(/\s/g, '').replace(mark, '.')
  }
  const joint = inferColumn(
    numbers.map(({ value }) => value),
    hints,
  )
  const isUniform =
    families[joint.type.replace(/\(.*/, '').replace('DECIMAL', 'DOUBLE')] === 'number' && joint.misfits.length === 0
  const bareAmounts = amounts.filter(({ value, family }) => family === 'number' || readAmount(value)?.unit === '')
  const unitAmounts = amounts.filter((amount) => !bareAmounts.includes(amount))
  const isBare = countCells(bareAmounts) >= countCells(unitAmounts)
  const nameUnit = findUnitInName(name)
  const unitsByCells = [...groupBy(unitAmounts, ({ value }) => readAmount(value)!.unit)].sort(
    (a, b) => countCells(b[1]) - countCells(a[1]),
  )
  const mainUnit = unitsByCells[0]?.[0] ?? ''
  const unit = isBare ? nameUnit : mainUnit
  const suffix = isBare ? '' : (findMainSuffix(unitsByCells[0]?.[1] ?? []) ?? '')
  for (const { value, family } of amounts) {
    if (isSentinel(value, numbers)) {
      changes.add('missing', 0.85, value, null)
      continue
    }
    const amount = family === 'number' ? undefined : readAmount(value)
    if (!amount) {
      if (isBare && (!isUniform || unitAmounts.length > 0)) changeNumber(value, toPlain(value), changes)
      continue
    }
    const plain = toPlain(amount.number)
    if (plain === undefined) continue
    const converted =
      unit === undefined || amount.unit === '' ? Number(plain) : convertUnit(Number(plain), amount.unit, unit)
    const isOnlyUnit = amount.isKnownUnit && unitsByCells.length === 1
    const isNamed = splitNameWords(name).includes(amount.unit)
    if (amount.isApproximate) changes.add('approximate', 0.6, value, `${plain}${suffix}`)
    else if (converted !== undefined && (unit !== undefined || isOnlyUnit)) {
      const number = converted === Number(plain) ? (isBare ? plain : amount.number) : String(converted)
      changes.add('unit', 0.85, value, `${number}${suffix}`)
    } else if (isNamed) changes.add('unit', 0.85, value, plain)
    else if (isBare && unitsByCells.length === 1) changes.add('unit', 0.6, value, plain)
  }
  return true
}

/** Returns whether a number such as -999 stands for a missing value: it is the only negative one. */
const isSentinel = (value: string, numbers: readonly ReadValue[]): boolean =>
  /^-9{2,4}(?:\.0+)?$/.test(value) && numbers.every((other) => other.value === value || !other.value.startsWith('-'))

function changeNumber(value: string, plain: string | undefined, changes: ValueChanges): void {
  if (plain !== undefined) changes.add('number-format', 0.9, value, plain)
}

/** Returns the most frequent way to write the unit, with the space before it. */
const findMainSuffix = (amounts: readonly ReadValue[]): string | undefined =>
  [...groupBy(amounts, ({ value }) => readAmount(value)!.suffix)].sort(
    (a, b) => countCells(b[1]) - countCells(a[1]),
  )[0]?.[0]

/** Returns the decimal mark for numbers such as "1.204" that do not show it: in integers, it separates thousands. */
function findDecimalMark(amounts: readonly ReadValue[], hints: ColumnHints): '.' | ',' | undefined {
  const certain = amounts.filter(({ inferred }) => inferred.certainDecimal !== undefined)
  const marks = groupBy(certain, ({ inferred }) => inferred.certainDecimal!)
  const [mark] = [...marks].sort((a, b) => countCells(b[1]) - countCells(a[1]))[0] ?? []
  if (mark !== undefined) return mark
  if (amounts.some(({ value }) => /^\d+$/.test(value)) || hints.decimal === undefined) {
    const ambiguous = amounts.find(({ value }) => /^\D*\d{1,3}[.,]\d{3}\D*$/.test(value))
    if (ambiguous) return ambiguous.value.includes('.') ? ',' : '.'
  }
  return hints.decimal
}
