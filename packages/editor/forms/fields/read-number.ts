import type { FormStrings } from '../form-strings.ts'
import type { SettingField } from './setting-field.ts'

/** The constraints of a number: whether it is an integer, and its inclusive or exclusive bounds. */
export type NumberRule = Pick<SettingField, 'kind' | 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'>

/**
 * Parses a number with a point or comma before its fraction. Thousands separators are rejected, since `10,000` means
 * ten to some readers and ten thousand to others; so is text after a number.
 */
export function readNumber(
  rule: NumberRule,
  text: string,
  strings: FormStrings,
): { value: number } | { reason: string } {
  const written = text.trim()
  if (thousands.test(written)) return { reason: howToWrite(written, rule, strings) }
  if (!decimal.test(written)) return { reason: strings.notNumber }
  if (rule.kind === 'integer' && !whole.test(written)) return { reason: strings.notInteger }
  const value = Number(written.replace(',', '.'))
  if (!Number.isFinite(value)) return { reason: strings.notNumber }
  const reason = outside(rule, value, strings)
  return reason === undefined ? { value } : { reason }
}

/** How to write a number with thousands separators; both ways if it could be a fraction. */
function howToWrite(text: string, { kind }: NumberRule, strings: FormStrings): string {
  const sign = /[^\d+-]/.exec(text)![0]
  const plain = text.replaceAll(sign, '').replace(',', '.')
  const isUnclear = kind !== 'integer' && /^[+-]?\d+,\d{3}$/.test(text)
  return isUnclear ? strings.twoWays(text, plain, text.replace(',', '.')) : strings.noGroups(plain)
}

/** Why a number is outside its bounds. */
function outside(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberRule,
  value: number,
  strings: FormStrings,
): string | undefined {
  if (minimum !== undefined && value < minimum) return strings.tooSmall(minimum)
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return strings.notMore(exclusiveMinimum)
  if (maximum !== undefined && value > maximum) return strings.tooLarge(maximum)
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return strings.notLess(exclusiveMaximum)
  return undefined
}

const whole = /^[+-]?\d+$/
const decimal = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i
/**
 * `10,000`, `1.234.567`, `1,234.5`, `1 234`, `1’234`. One point alone is a decimal point, and `0,125` is not a group.
 */
const thousands =
  /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d*)?|[1-9]\d{0,2}(?:\.\d{3})+,\d*|[1-9]\d{0,2}(?:[\s'’_]\d{3})+(?:[.,]\d*)?)$/
