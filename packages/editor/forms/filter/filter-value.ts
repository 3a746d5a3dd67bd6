import type { Json } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { parseNumber } from '../fields/parse-number.ts'
import type { FormStrings } from '../form-strings.ts'
import type { TypedTexts } from '../typed-texts.ts'
import type { FilterStrings } from './filter-strings.ts'

/** Everything that is needed to render the value field of a condition. */
export interface FilterValueInput {
  readonly key: string
  /** Whether the comparison accepts a list of values. */
  readonly isList: boolean
  /** Whether the comparison depends on an order, such as "at least". */
  readonly isOrdering: boolean
  /** The type of the column, or `unknown`. */
  readonly type: string
  readonly value: Json | undefined
  readonly disabled: boolean
  readonly strings: FilterStrings
  readonly formStrings: FormStrings
  readonly typedTexts: TypedTexts
  onChange(value: Json): void
}

/**
 * Renders the field for a value: a text area with one value per line for a list, otherwise an input that suits the
 * column type.
 */
export function renderFilterValue(input: FilterValueInput): TemplateResult {
  const { type, value, isList, disabled, strings, onChange } = input
  const text = readText(input)
  reparseTypedText(input)
  const onInput = (event: Event): void => setText(input, (event.target as HTMLInputElement).value)
  if (isList)
    return html`<textarea
      class="value"
      rows=${Math.min(6, text.split('\n').length + 1)}
      spellcheck="false"
      aria-label=${strings.values}
      title=${strings.values}
      placeholder=${strings.values}
      ?disabled=${disabled}
      .value=${live(text)}
      @input=${onInput}
    ></textarea>`
  if (type === 'BOOLEAN' && (value === '' || /^(true|false)$/i.test(String(value)))) {
    const selectedValue = String(value).toLowerCase()
    return html`<select
      class="value"
      aria-label=${strings.value}
      ?disabled=${disabled}
      @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value === 'true')}
    >
      ${selectedValue === '' ? html`<option value="" selected></option>` : nothing}
      ${(['true', 'false'] as const).map(
        (option) =>
          html`<option value=${option} ?selected=${option === selectedValue}>${strings.booleans[option]}</option>`,
      )}
    </select>`
  }
  // The browser's date input supports only complete dates, so any other text is edited as plain text.
  const usesDateInput = type === 'DATE' && (text === '' || /^\d{4}-\d\d-\d\d$/.test(text))
  const hint = type === 'DATE' ? '2026-01-31' : type.startsWith('TIMESTAMP') ? '2026-01-31 08:30' : ''
  return html`<input
    class="value"
    type=${usesDateInput ? 'date' : 'text'}
    inputmode=${getTypeFamily(type) === 'number' ? 'decimal' : nothing}
    autocomplete="off"
    spellcheck="false"
    placeholder=${hint}
    aria-label=${strings.value}
    ?disabled=${disabled}
    .value=${live(text)}
    @input=${onInput}
  />`
}

function readText({ key, value, isList, typedTexts }: FilterValueInput): string {
  const typedText = typedTexts.get(key, value)
  if (typedText) return typedText.text
  if (Array.isArray(value)) return value.map(String).join(isList ? '\n' : ', ')
  const text = String(value ?? '')
  // A comma-separated string is also accepted as a list.
  return isList
    ? text
        .split(',')
        .map((item) => item.trim())
        .join('\n')
    : text
}

/**
 * Parses typed text again once the type of its column is known, for example to accept a number with a decimal comma.
 */
function reparseTypedText(input: FilterValueInput): void {
  const text = input.typedTexts.get(input.key, input.value)?.text
  if (text === undefined || input.disabled) return
  if (JSON.stringify(parseText(input, text)) !== JSON.stringify(input.value)) queueMicrotask(() => setText(input, text))
}

const parseText = (input: FilterValueInput, text: string): Json =>
  input.isList
    ? text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => toValue(input, line.trim()))
    : toValue(input, text)

function setText(input: FilterValueInput, text: string): void {
  const value = parseText(input, text)
  input.typedTexts.set(input.key, text, value)
  input.onChange(value)
}

/**
 * Converts text to a number if the column is numeric; a decimal point and a decimal comma are both accepted. Any other
 * text is returned unchanged. While the column type is unknown, for example before a new file has been read, an
 * ordering comparison is assumed to compare numbers, so that a run started right away does not fail.
 */
function toValue({ type, isOrdering, formStrings }: FilterValueInput, text: string): string | number {
  if (getTypeFamily(type) !== 'number' && !(type === 'unknown' && isOrdering)) return text
  const parsedNumber = parseNumber(anyNumber, text, formStrings)
  // Larger integers would lose digits if converted to numbers.
  return 'value' in parsedNumber && Math.abs(parsedNumber.value) <= Number.MAX_SAFE_INTEGER ? parsedNumber.value : text
}

const anyNumber = {
  kind: 'number',
  minimum: undefined,
  maximum: undefined,
  exclusiveMinimum: undefined,
  exclusiveMaximum: undefined,
} as const
