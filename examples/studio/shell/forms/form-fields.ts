import { html, noChange, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'

/** A text field in a form. */
export interface TextField {
  name: string
  label: string
  /** Initial value. */
  value?: string | undefined
  type?: 'text' | 'url' | 'email' | 'password'
  isRequired?: boolean
  maxLength?: number | undefined
  minLength?: number | undefined
  placeholder?: string | undefined
  /** Regular expression that the value must match. `patternHint` explains it to the user. */
  pattern?: string | undefined
  patternHint?: string | undefined
  /** Whether the text is prose. Spell checking is disabled otherwise. */
  isProse?: boolean
  /** ID of a `datalist` with suggestions. */
  list?: string
  autocomplete?: 'off' | 'email' | 'new-password'
}

export function renderTextField({ label, type = 'text', autocomplete = 'off', ...field }: TextField): TemplateResult {
  return html`<label
    >${label}
    <input
      type=${type}
      name=${field.name}
      autocomplete=${autocomplete}
      spellcheck=${field.isProse ? nothing : 'false'}
      maxlength=${field.maxLength ?? nothing}
      minlength=${field.minLength ?? nothing}
      pattern=${field.pattern ?? nothing}
      title=${field.patternHint ?? nothing}
      placeholder=${field.placeholder ?? nothing}
      list=${field.list ?? nothing}
      ?required=${field.isRequired ?? false}
      .defaultValue=${field.value ?? ''}
  /></label>`
}

/** A number field in a form. */
export interface NumberField {
  name: string
  label: string
  /** Initial value. `undefined` leaves the field empty. */
  value: number | string | undefined
  min: number
  max?: number | undefined
  /** Step between valid values. `any` allows fractions. */
  step?: number | 'any'
  isRequired?: boolean
  placeholder?: string | undefined
  onInput?: (event: Event) => void
}

/** Renders a labeled number field. With `onInput`, the field is controlled: it always shows `value`. */
export function renderNumberField({
  name,
  label,
  value,
  min,
  max,
  step = 1,
  isRequired = true,
  placeholder,
  onInput,
}: NumberField): TemplateResult {
  const text = value === undefined ? '' : String(value)
  return html`<label
    >${label}
    <input
      type="number"
      name=${name}
      min=${min}
      max=${max ?? nothing}
      step=${step}
      placeholder=${placeholder ?? nothing}
      ?required=${isRequired}
      .defaultValue=${text}
      .value=${onInput ? live(text) : noChange}
      @input=${onInput ?? nothing}
  /></label>`
}

/** A select field in a form. */
export interface SelectField<Value extends string> {
  name: string
  label: string
  options: readonly { value: Value; label: string }[]
  /** The selected value. */
  value: Value
  onChange?: (value: Value) => void
}

/** Renders a labeled select field. With `onChange`, the field is controlled: it always shows `value`. */
export function renderSelectField<Value extends string>({
  name,
  label,
  options,
  value,
  onChange,
}: SelectField<Value>): TemplateResult {
  return html`<label
    >${label}
    <select name=${name} @change=${({ target }: Event) => onChange?.((target as HTMLSelectElement).value as Value)}>
      ${options.map((option) =>
        onChange
          ? html`<option value=${option.value} .selected=${live(option.value === value)}>${option.label}</option>`
          : html`<option value=${option.value} ?selected=${option.value === value}>${option.label}</option>`,
      )}
    </select></label
  >`
}

/** Creates the options of a select field from values and their labels. */
export const toOptions = <Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<Value, string>>,
): { value: Value; label: string }[] => values.map((value) => ({ value, label: labels[value] }))
