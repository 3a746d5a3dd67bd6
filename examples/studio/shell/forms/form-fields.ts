import { html, noChange, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'

/** A text field of a form. */
export interface TextField {
  name: string
  label: string
  /** The initial value. */
  value?: string | undefined
  type?: 'text' | 'url' | 'email' | 'password'
  isRequired?: boolean
  maxLength?: number | undefined
  minLength?: number | undefined
  placeholder?: string | undefined
  /** Regular expression that the value must match. `patternHint` describes it. */
  pattern?: string | undefined
  patternHint?: string | undefined
  /** Whether the text is prose; otherwise, its spelling is not checked. */
  isProse?: boolean
  /** Id of a `datalist` with suggestions. */
  list?: string
  autocomplete?: 'off' | 'email' | 'new-password'
}

/** Renders a text field with its label. */
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

/** A number field of a form. */
export interface NumberField {
  name: string
  label: string
  /** The initial value, or its text; `undefined` for an empty field. */
  value: number | string | undefined
  min: number
  max?: number | undefined
  /** The step of valid values; `any` if fractions are valid. */
  step?: number | 'any'
  isRequired?: boolean
  placeholder?: string | undefined
  onInput?: (event: Event) => void
}

/** Renders a number field with its label. With `onInput`, the field is controlled: it always shows `value`. */
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

/** A select field of a form, with its options in order. */
export interface SelectField<Value extends string> {
  name: string
  label: string
  options: readonly { value: Value; label: string }[]
  /** The selected value. */
  value: Value
  onChange?: (value: Value) => void
}

/** Renders a select field with its label. With `onChange`, the field is controlled: it always shows `value`. */
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

/** Returns the options of a select field for values with labels. */
export const toOptions = <Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<Value, string>>,
): { value: Value; label: string }[] => values.map((value) => ({ value, label: labels[value] }))
