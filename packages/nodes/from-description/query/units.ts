import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isUnused, type Segment } from './segment.ts'

/** English and German names of units. The first name is the key. */
const units = [
  'mm millimeter millimeters millimetre millimetres',
  'cm centimeter centimeters centimetre centimetres zentimeter',
  'm meter meters metre metres metern',
  'km kilometer kilometers kilometre kilometres kilometern',
  'in inch inches zoll',
  'ft feet foot fus',
  'mi mile miles meilen',
  'g gram grams gramm',
  'kg kilo kilos kilogram kilograms kilogramm',
  'lbs lb pound pounds pfund',
  'f fahrenheit',
  'c celsius',
  'sec second seconds sekunden',
  'min minute minutes minuten',
  'h hour hours stunden',
  'd day days tage tagen',
  'thousand thousands tausend',
  'million millions millionen mio',
  'billion billions milliarden mrd',
  'mph',
  'kmh',
].map((names) => names.split(' '))

const toUnit = (folded: string): string | undefined => units.find((names) => names.includes(folded))?.[0]

/** Quantity and conversion factor to its base unit, keyed by unit. */
const factors: Readonly<Record<string, readonly [kind: string, factor: number]>> = {
  mm: ['length', 0.001],
  cm: ['length', 0.01],
  m: ['length', 1],
  km: ['length', 1000],
  in: ['length', 0.0254],
  ft: ['length', 0.3048],
  mi: ['length', 1609.344],
  g: ['mass', 0.001],
  kg: ['mass', 1],
  lbs: ['mass', 0.45359237],
  sec: ['time', 1],
  min: ['time', 60],
  h: ['time', 3600],
  d: ['time', 86_400],
  mph: ['speed', 1.609344],
  kmh: ['speed', 1],
}
const scales: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 }

/** Whether two units measure the same quantity and can be converted. "days" and "fahrenheit" cannot. */
const isSameKind = (unit: string, other: string): boolean => factors[unit]?.[0] === factors[other]?.[0]

interface ConvertedColumn {
  readonly token: Token
  readonly unit: Token
  readonly expression: string
}

/** Reads a column and its target unit: "the weight in kg". Returns `undefined` if the column's own unit is unknown. */
export function convertUnit(segment: Segment): ConvertedColumn | undefined {
  const { tokens } = segment
  for (const [index, unit] of tokens.entries()) {
    const target = unit.kind === 'word' ? toUnit(unit.folded) : undefined
    if (target === undefined || !isUnused(segment, unit) || unit.folded === 'in') continue
    if (!/^(?:in|to|into|zu|nach)$/.test(tokens[index - 1]?.folded ?? '')) continue
    const isPronoun = tokens.slice(0, index).some((each) => /^(?:it|them|they|sie|es|diese)$/.test(each.folded))
    const namedToken = tokens.slice(0, index - 1).findLast((each) => each.column && isNumber(each.column.type))
    const { mentionedColumn } = segment
    const token =
      namedToken ??
      (isPronoun && mentionedColumn && isNumber(mentionedColumn.type)
        ? { ...unit, kind: 'column' as const, column: mentionedColumn }
        : undefined)
    if (!token?.column) continue
    const cell = quoteName(token.column.name)
    const scale = scales[target]
    if (scale !== undefined) return { token, unit, expression: `${cell} / ${scale}` }
    const source =
      token.column.name
        .toLowerCase()
        .split(/[^a-z]+/)
        .map(toUnit)
        .find((each) => each !== undefined && each !== target && isSameKind(each, target)) ??
      [...tokens, ...segment.descriptionWords]
        .map((each) => (each === unit || each.folded === 'in' || each.folded === 'm' ? undefined : toUnit(each.folded)))
        .find((each) => each !== undefined && each !== target && isSameKind(each, target))
    const isTemperature = source === undefined && (target === 'f' || target === 'c')
    if (source === undefined && !isTemperature) continue
    if (isTemperature)
      return { token, unit, expression: target === 'f' ? `${cell} * 9 / 5 + 32` : `(${cell} - 32) * 5 / 9` }
    if (source === 'f' && target === 'c') return { token, unit, expression: `(${cell} - 32) * 5 / 9` }
    if (source === 'c' && target === 'f') return { token, unit, expression: `${cell} * 9 / 5 + 32` }
    const [sourceFactor, targetFactor] = [factors[source!], factors[target]]
    if (!sourceFactor || !targetFactor || sourceFactor[0] !== targetFactor[0]) continue
    const factor = sourceFactor[1] / targetFactor[1]
    const expression = factor >= 1 ? `${cell} * ${round(factor)}` : `${cell} / ${round(1 / factor)}`
    return { token, unit, expression }
  }
  return undefined
}

const round = (factor: number): number => Number(factor.toPrecision(9))

/**
 * Returns the factor that converts a number in the given unit to a column's unit: 1000 from "kg" to `Body Mass (g)`.
 */
export function findUnitFactor(unitText: string, columnName: string): number | undefined {
  const unit = toUnit(unitText)
  const words = columnName.toLowerCase().split(/[^a-z]+/)
  const columnUnit = (words.length > 1 ? words.slice(1) : words)
    .map(toUnit)
    .find((each) => each !== undefined && each !== 'in')
  const [sourceFactor, targetFactor] = [factors[unit ?? ''], factors[columnUnit ?? '']]
  return unit !== columnUnit && sourceFactor && targetFactor && sourceFactor[0] === targetFactor[0]
    ? sourceFactor[1] / targetFactor[1]
    : undefined
}

/** Patterns for column names that suggest a quantity. */
const columnPatterns: Readonly<Record<string, RegExp>> = {
  length: /distan|length|height|width|depth|altitude|elevation|lange|hohe|breite|strecke|entfernung/i,
  mass: /weight|mass|gewicht/i,
  time: /duration|delay|runtime|running|wait|elapsed|dauer|laufzeit/i,
  speed: /speed|velocity|geschwindigkeit/i,
  money:
    /price|amount|cost|revenue|sales|fee|salary|budget|income|value|spend|total|gross|preis|betrag|umsatz|kosten|gehalt|gebuhr/i,
}
const moneyUnitPattern = /^(?:dollars?|usd|euros?|eur|gbp|chf|cents?|[$€£])$/

/** Returns the only numeric column that can have the given unit: `distance` for "miles". */
export function findColumnByUnit(unitText: string, columns: readonly Column[]): Column | undefined {
  const kind = moneyUnitPattern.test(unitText) ? 'money' : factors[toUnit(unitText) ?? '']?.[0]
  if (kind === undefined) return undefined
  const numericColumns = columns.filter(({ type }) => isNumber(type))
  const unitColumns = numericColumns.filter(({ name }) =>
    name
      .toLowerCase()
      .split(/[^a-z]+/)
      .some((word) => word !== 'in' && factors[toUnit(word) ?? '']?.[0] === kind),
  )
  const matchingColumns =
    unitColumns.length > 0 ? unitColumns : numericColumns.filter(({ name }) => columnPatterns[kind]?.test(name))
  return matchingColumns.length === 1 ? matchingColumns[0] : undefined
}
