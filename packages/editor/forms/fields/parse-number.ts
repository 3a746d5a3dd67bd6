import type { FormStrings } from '../form-strings.ts'
import type { SettingField } from './setting-field.ts'

/** Constraints on a number: whether it must be an integer, and its inclusive or exclusive bounds. */
export type NumberConstraints = Pick<
  SettingField,
  'kind' | 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'
>

/**
 * Parses a number with a decimal point or comma. Thousands separators are rejected because `10,000` means ten to some
 * readers and ten thousand to others. Text after the number is rejected, too.
 */
export function parseNumber(
  constraints: NumberConstraints,
  text: string,
  strings: FormStrings,
): { value: number } | { reason: string } {
  const trimmed = text.trim()
  if (thousandsPattern.test(trimmed)) return { reason: explainFormat(trimmed, constraints, strings) }
  if (!decimalPattern.test(trimmed)) return { reason: strings.notNumber }
  if (constraints.kind === 'integer' && !integerPattern.test(trimmed)) return { reason: strings.notInteger }
  const value = Number(trimmed.replace(',', '.'))
  if (!Number.isFinite(value)) return { reason: strings.notNumber }
  const reason = checkBounds(constraints, value, strings)
  return reason === undefined ? { value } : { reason }
}

/** Explains how to enter a number without thousands separators and, if it may be a decimal, how to enter it as one. */
function explainFormat(text: string, { kind }: NumberConstraints, strings: FormStrings): string {
  const separator = /[^\d+-]/.exec(text)![0]
  const textWithoutSeparators = text.replaceAll(separator, '').replace(',', '.')
  const isAmbiguous = kind !== 'integer' && /^[+-]?\d+,\d{3}$/.test(text)
  return isAmbiguous
    ? strings.ambiguousNumber(text, textWithoutSeparators, text.replace(',', '.'))
    : strings.noSeparators(textWithoutSeparators)
}

/** Returns why a number is out of bounds, or `undefined` if it is within bounds. */
function checkBounds(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberConstraints,
  value: number,
  strings: FormStrings,
): string | undefined {
  if (minimum !== undefined && value < minimum) return strings.tooSmall(minimum)
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return strings.mustBeGreater(exclusiveMinimum)
  if (maximum !== undefined && value > maximum) return strings.tooLarge(maximum)
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return strings.mustBeLess(exclusiveMaximum)
  return undefined
}

const integerPattern = /^[+-]?\d+$/
const decimalPattern = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i
/**
 * Matches numbers with thousands separators: `10,000`, `1.234.567`, `1,234.5`, `1 234`, `1’234`. A single point is a
 * decimal point, and `0,125` is a decimal.
 */
const thousandsPattern =
  /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d*)?|[1-9]\d{0,2}(?:\.\d{3})+,\d*|[1-9]\d{0,2}(?:[\s'’_]\d{3})+(?:[.,]\d*)?)$/
