import { getValue, parseJson, type Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { FormStrings } from '../form-strings.ts'
import { parseNumber } from './parse-number.ts'
import { readChoices, readNumberConstraints, readChoiceLabels } from './setting-field.ts'
import { toFieldText } from './parse-field-text.ts'

/** Everything that is needed to render the input for a list item or a map value. */
export interface PlainInput {
  /** JSON Schema of the value, which is a string, a number, a choice or a boolean. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly value: Json
  /** Content of a text field: the typed text if it represents the current value, otherwise the formatted value. */
  readonly text: string
  readonly label: string
  readonly hint: string
  /** Id of a suggestion list in the same root. */
  readonly suggestionListId?: string
  /** Id of the element in the same root that describes the input. */
  readonly describedBy: string | undefined
  readonly invalid: boolean
  readonly disabled: boolean
  readonly strings: FormStrings
  /** Reports a new value and, for a text field, the typed text. */
  onChange(value: Json, text?: string): void
}

/**
 * Renders the input for a single value. Text that is not a valid number remains text; see `findPlainInputError` for the
 * reason.
 */
export function renderPlainInput(input: PlainInput): TemplateResult {
  const { schema, value, label, disabled, strings } = input
  const describedBy = input.describedBy ?? nothing
  const ariaInvalid = input.invalid ? 'true' : nothing
  if (schema.type === 'boolean') {
    return html`<label
      ><input
        type="checkbox"
        aria-label=${label}
        aria-describedby=${describedBy}
        aria-invalid=${ariaInvalid}
        ?disabled=${disabled}
        .checked=${live(value === true)}
        @change=${(event: Event) => input.onChange((event.target as HTMLInputElement).checked)}
      />
      ${strings.yes}</label
    >`
  }
  const choices = readChoices(schema)
  if (choices.length > 0) {
    const titles = readChoiceLabels(schema)
    return html`<select
      aria-label=${label}
      aria-describedby=${describedBy}
      aria-invalid=${ariaInvalid}
      ?disabled=${disabled}
      @change=${(event: Event) => input.onChange(JSON.parse((event.target as HTMLSelectElement).value) as Json)}
    >
      ${
        choices.some((option) => option === value)
          ? nothing
          : html`<option value=${JSON.stringify(value)} selected>${strings.notAnOption(toFieldText(value))}</option>`
      }
      ${choices.map(
        (option) =>
          html`<option value=${JSON.stringify(option)} .selected=${live(option === value)}>
            ${titles[String(option)] ?? toFieldText(option)}
          </option>`,
      )}
    </select>`
  }
  const kind = readNumberConstraints(schema)?.kind
  return html`<input
    type="text"
    class="value"
    inputmode=${kind === 'integer' ? 'numeric' : kind === 'number' ? 'decimal' : nothing}
    list=${input.suggestionListId ?? nothing}
    autocomplete="off"
    spellcheck="false"
    placeholder=${input.hint}
    aria-label=${label}
    aria-describedby=${describedBy}
    aria-invalid=${ariaInvalid}
    ?disabled=${disabled}
    .value=${live(input.text)}
    @input=${(event: Event) => {
      const { value: text } = event.target as HTMLInputElement
      input.onChange(parsePlainValue(schema, text, strings), text)
    }}
  />`
}

/**
 * Parses typed text. Returns the text itself if it is not a valid number yet. If the schema allows several types, text
 * in canonical notation (`10`, but not `007`) becomes a number or boolean, and complete JSON objects and arrays are
 * parsed.
 */
function parsePlainValue(schema: PlainInput['schema'], text: string, strings: FormStrings): Json {
  const types = listTypes(schema)
  if (types.has('string')) {
    if (types.has('number') && String(Number(text)) === text && Number.isFinite(Number(text))) return Number(text)
    if (types.has('boolean') && /^(true|false)$/.test(text)) return text === 'true'
    const isJson = types.has('object') ? /^\s*[[{]/ : types.has('array') ? /^\s*\[/ : undefined
    if (isJson?.test(text)) return getValue(parseJson(text)) ?? text
  }
  const constraints = readNumberConstraints(schema)
  const result = constraints && parseNumber(constraints, text, strings)
  return result && 'value' in result ? result.value : text
}

/** Returns all types that a schema allows. */
function listTypes({ type, anyOf, oneOf }: PlainInput['schema']): ReadonlySet<unknown> {
  const options = (anyOf ?? oneOf) as unknown
  if (Array.isArray(options)) return new Set(options.flatMap((option: PlainInput['schema']) => [...listTypes(option)]))
  return new Set(Array.isArray(type) ? type : [type])
}

/** Returns why typed text is invalid, or `undefined` if it is valid. */
export function findPlainInputError(
  schema: PlainInput['schema'],
  text: string,
  strings: FormStrings,
): string | undefined {
  const constraints = readNumberConstraints(schema)
  const result = constraints && text.trim() !== '' ? parseNumber(constraints, text, strings) : undefined
  return result && 'reason' in result ? result.reason : undefined
}
