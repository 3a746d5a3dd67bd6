import type { Json } from '@aw-flow/schema'
import type { FormStrings } from '../form-strings.ts'
import { readNumber, type NumberRule } from './read-number.ts'
import type { SettingField } from './setting-field.ts'

/** What is written in a field, as the value that it means; an empty field means none. Else why it is no value yet. */
export function readTyped(
  field: NumberRule & Pick<SettingField, 'asText'>,
  text: string,
  strings: FormStrings,
): { value: Json | undefined } | { reason: string } {
  const isNumber = field.kind === 'number' || field.kind === 'integer'
  if (!isNumber && field.kind !== 'json') return { value: text }
  if (text.trim() === '') return { value: undefined }
  if (isNumber) return readNumber(field, text, strings)
  // A setting that is text may also be a plain name; what begins like JSON is meant as JSON.
  if (field.asText && !/^\s*[[{"]/.test(text)) return { value: text }
  try {
    const value = JSON.parse(text) as Json
    return { value: field.asText ? text : value }
  } catch (cause) {
    return { reason: strings.notJson(cause instanceof Error ? cause.message : String(cause)) }
  }
}
