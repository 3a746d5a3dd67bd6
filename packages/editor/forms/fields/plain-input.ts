import type { Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { FormStrings } from '../form-strings.ts'
import { readNumber } from './read-number.ts'
import { choicesOf, numberRule, titledChoices } from './setting-field.ts'
import { textOf } from '../text-of.ts'

/** A value (an item of a list, or the value of a name) with everything that its input needs. */
export interface PlainInput {
  /** The JSON Schema of the value: a text, a number, one of several choices, or yes or no. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly value: Json
  /** The content of a text field: the text as typed if it has this value. */
  readonly text: string
  readonly label: string
  readonly hint: string
  /** The id of a list of suggestions in the same root. */
  readonly suggestions?: string
  /** The id of the describing element in the same root. */
  readonly describedBy: string | undefined
  readonly invalid: boolean
  readonly disabled: boolean
  readonly words: FormStrings
  /** Reports a new value; `text` is the text as typed. */
  report(value: Json, text?: string): void
}

/** The input of one value. A number that cannot be parsed stays text, and `plainReason` states why. */
export function plainInput(input: PlainInput): TemplateResult {
  const { schema, value, label, disabled, words } = input
  const describedBy = input.describedBy ?? nothing
  const invalid = input.invalid ? 'true' : nothing
  if (schema.type === 'boolean') {
    return html`<label
      ><input
        type="checkbox"
        aria-label=${label}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        ?disabled=${disabled}
        .checked=${live(value === true)}
        @change=${(event: Event) => input.report((event.target as HTMLInputElement).checked)}
      />
      ${words.yes}</label
    >`
  }
  const choices = choicesOf(schema)
  if (choices.length > 0) {
    const titles = titledChoices(schema)
    return html`<select
      aria-label=${label}
      aria-describedby=${describedBy}
      aria-invalid=${invalid}
      ?disabled=${disabled}
      @change=${(event: Event) => input.report(JSON.parse((event.target as HTMLSelectElement).value) as Json)}
    >
      ${
        choices.some((one) => one === value)
          ? nothing
          : html`<option value=${JSON.stringify(value)} selected>${words.noChoice(textOf(value))}</option>`
      }
      ${choices.map(
        (one) =>
          html`<option value=${JSON.stringify(one)} .selected=${live(one === value)}>
            ${titles[String(one)] ?? textOf(one)}
          </option>`,
      )}
    </select>`
  }
  const kind = numberRule(schema)?.kind
  return html`<input
    type="text"
    class="value"
    inputmode=${kind === 'integer' ? 'numeric' : kind === 'number' ? 'decimal' : nothing}
    list=${input.suggestions ?? nothing}
    autocomplete="off"
    spellcheck="false"
    placeholder=${input.hint}
    aria-label=${label}
    aria-describedby=${describedBy}
    aria-invalid=${invalid}
    ?disabled=${disabled}
    .value=${live(input.text)}
    @input=${(event: Event) => {
      const { value: text } = event.target as HTMLInputElement
      input.report(plainValue(schema, text, words), text)
    }}
  />`
}

/** The value of typed text; the text itself if it is not a number yet. */
function plainValue(schema: PlainInput['schema'], text: string, words: FormStrings): Json {
  const rule = numberRule(schema)
  const read = rule && readNumber(rule, text, words)
  return read && 'value' in read ? read.value : text
}

/** Why typed text is not a valid value. */
export function plainReason(schema: PlainInput['schema'], text: string, words: FormStrings): string | undefined {
  const rule = numberRule(schema)
  const read = rule && text.trim() !== '' ? readNumber(rule, text, words) : undefined
  return read && 'reason' in read ? read.reason : undefined
}
