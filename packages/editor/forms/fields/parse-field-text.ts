import { getProblemText, parseJson, type Json } from '@aw-flow/schema'
import type { FormStrings } from '../form-strings.ts'
import { parseNumber, type NumberConstraints } from './parse-number.ts'
import type { SettingField } from './setting-field.ts'

/**
 * Parses the text of a field. Returns its value (`undefined` if the field is empty), or the reason why the text is
 * invalid.
 */
export function parseFieldText(
  field: NumberConstraints & Pick<SettingField, 'isString'>,
  text: string,
  strings: FormStrings,
): { value: Json | undefined } | { reason: string } {
  const isNumber = field.kind === 'number' || field.kind === 'integer'
  if (!isNumber && field.kind !== 'json') return { value: text }
  if (text.trim() === '') return { value: undefined }
  if (isNumber) return parseNumber(field, text, strings)
  // A setting stored as text may be a plain name. Only text that starts like JSON is parsed.
  if (field.isString && !/^\s*[[{"]/.test(text)) return { value: text }
  const parsedJson = parseJson(text)
  if (parsedJson.ok) return { value: field.isString ? text : parsedJson.value }
  return { reason: strings.renderText(getProblemText(parsedJson.problem)) }
}

/** Formats a value as the content of a text field. */
export const toFieldText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
