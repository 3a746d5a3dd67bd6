import { defined, getValue, parseJson as parseJsonText, type Json } from '@aw-flow/schema'
import { html, noChange, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'

/** A field of a form: how it is rendered, and how its value is read when the form is submitted. */
export interface Field<Value> {
  /** Renders the field with its label. `name` is the name of its control. */
  render(name: string): TemplateResult
  read(data: FormData, name: string): Value
  /** Returns why a value cannot be submitted, if the browser does not check it. `values` are those of the fields before. */
  findProblem?(value: Value, values: Readonly<Record<string, unknown>>): string | undefined
}

const readText = (data: FormData, name: string): string => String(data.get(name) ?? '').trim()

export interface TextOptions {
  /** Initial value. */
  value?: string | null | undefined
  type?: 'text' | 'url' | 'email' | 'password' | 'datetime-local'
  isRequired?: boolean
  maxLength?: number
  minLength?: number
  placeholder?: string | undefined
  /** Regular expression that the value must match. `patternHint` explains it to the user. */
  pattern?: string
  patternHint?: string
  /** Whether the text is prose. Spell checking is disabled otherwise. */
  isProse?: boolean
  suggestions?: readonly string[]
  autocomplete?: 'off' | 'email' | 'name' | 'username' | 'new-password' | 'current-password' | 'one-time-code'
  inputMode?: 'numeric'
  className?: string
  /** ID of the element that describes the field. */
  describedBy?: string
  isReadOnly?: boolean
  testId?: string
  /** With `onInput`, the field is controlled: it always shows `value`. */
  onInput?: (event: Event) => void
}

/** A line of text. Its value has no surrounding white space. */
export const text = (
  label: string,
  { value, type = 'text', autocomplete = 'off', suggestions, ...options }: TextOptions = {},
): Field<string> => ({
  render: (name) =>
    html`<label
        >${label}
        <input
          type=${type}
          name=${name}
          class=${options.className ?? nothing}
          autocomplete=${autocomplete}
          inputmode=${options.inputMode ?? nothing}
          aria-describedby=${options.describedBy ?? nothing}
          spellcheck=${options.isProse ? nothing : 'false'}
          maxlength=${options.maxLength ?? nothing}
          minlength=${options.minLength ?? nothing}
          pattern=${options.pattern ?? nothing}
          title=${options.patternHint ?? nothing}
          placeholder=${options.placeholder ?? nothing}
          list=${suggestions ? `${name}-suggestions` : nothing}
          id=${options.testId ?? nothing}
          data-testid=${options.testId ?? nothing}
          ?required=${options.isRequired ?? false}
          ?readonly=${options.isReadOnly ?? false}
          .defaultValue=${value ?? ''}
          .value=${options.onInput ? live(value ?? '') : noChange}
          @input=${options.onInput ?? nothing} /></label
      >${suggestions ? html`<datalist id="${name}-suggestions">${suggestions.map((item) => html`<option value=${item}></option>`)}</datalist>` : nothing}`,
  read: readText,
})

/** A password. Its value is what was typed, with any surrounding white space. */
export const password = (label: string, options: Omit<TextOptions, 'type'>): Field<string> => ({
  render: text(label, { maxLength: 200, ...options, type: 'password' }).render,
  read: (data, name) => String(data.get(name) ?? ''),
})

interface ListOptions extends Omit<TextOptions, 'value'> {
  value?: readonly string[] | undefined
  separator?: RegExp | string
}

/** A line with several values, by default separated by commas. */
export const list = (label: string, { value, separator = ',', ...options }: ListOptions = {}): Field<string[]> => ({
  render: text(label, { value: value?.join(', '), ...options }).render,
  read: (data, name) =>
    readText(data, name)
      .split(separator)
      .map((item) => item.trim())
      .filter(Boolean),
})

interface NumberOptions {
  /** Initial value. `undefined` leaves the field empty. */
  value?: number | string | undefined
  min: number
  max?: number
  /** Step between valid values. `any` allows fractions. */
  step?: number | 'any'
  placeholder?: string
  /** With `onInput`, the field is controlled: it always shows `value`. */
  onInput?: (event: Event) => void
}

const renderNumber =
  (
    label: string,
    { value, min, max, step = 1, placeholder, onInput }: NumberOptions,
    isRequired: boolean,
  ): Field<unknown>['render'] =>
  (name) => {
    const shown = value === undefined ? '' : String(value)
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
        .defaultValue=${shown}
        .value=${onInput ? live(shown) : noChange}
        @input=${onInput ?? nothing}
    /></label>`
  }

/** A number that must be entered. */
export const number = (label: string, options: NumberOptions): Field<number> => ({
  render: renderNumber(label, options, true),
  read: (data, name) => Number(data.get(name)),
})

/** A number that may be left out. */
export const optionalNumber = (label: string, options: NumberOptions): Field<number | undefined> => ({
  render: renderNumber(label, options, false),
  read: (data, name) => (readText(data, name) === '' ? undefined : Number(data.get(name))),
})

export interface Option<Value extends string> {
  value: Value
  label: string
}

/** Creates options from values and their labels. */
export const toOptions = <Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<Value, string>>,
): Option<Value>[] => values.map((value) => ({ value, label: labels[value] }))

interface SelectOptions<Value extends string> {
  /** The selected value. */
  value?: Value
  /** Whether an option other than the one without a value must be selected. */
  isRequired?: boolean
  /** With `onChange`, the field is controlled: it always shows `value`. */
  onChange?: (value: Value) => void
  testId?: string
}

/** A list from which one value is selected. */
export const select = <Value extends string>(
  label: string,
  options: readonly Option<Value>[],
  { value, isRequired = false, testId, onChange }: SelectOptions<NoInfer<Value>> = {},
): Field<Value> => ({
  render: (name) =>
    html`<label
      >${label}
      <select
        name=${name}
        data-testid=${testId ?? nothing}
        ?required=${isRequired}
        @change=${({ target }: Event) => onChange?.((target as HTMLSelectElement).value as Value)}
      >
        ${options.map((option) =>
          onChange
            ? html`<option value=${option.value} .selected=${live(option.value === value)}>${option.label}</option>`
            : html`<option value=${option.value} ?selected=${option.value === value}>${option.label}</option>`,
        )}
      </select></label
    >`,
  read: (data, name) => String(data.get(name)) as Value,
})

/** A list of named items, of which one or none is selected. Its value is an ID or empty. */
export const selectItem = (
  label: string,
  items: readonly { id: string; name: string }[],
  { none, ...options }: SelectOptions<string> & { none?: string } = {},
): Field<string> =>
  select(
    label,
    [
      ...(none === undefined ? [] : [{ value: '', label: none }]),
      ...items.map(({ id, name }) => ({ value: id, label: name })),
    ],
    { ...(none === undefined ? {} : { value: '' }), ...options },
  )

/** Check boxes for the items of a list. */
export const checkboxes = <Value extends string>(
  legend: string,
  options: readonly Option<Value>[],
  { checked = [], findProblem }: { checked?: readonly Value[] } & Pick<Field<Value[]>, 'findProblem'> = {},
): Field<Value[]> => ({
  render: (name) =>
    html`<fieldset>
      <legend>${legend}</legend>
      ${options.map(
        ({ value, label }) =>
          html`<label
            ><input type="checkbox" name=${name} value=${value} ?checked=${checked.includes(value)} /> ${label}</label
          >`,
      )}
    </fieldset>`,
  read: (data, name) => data.getAll(name) as Value[],
  ...defined({ findProblem }),
})

/**
 * Lists of options, each of which adds one to an ordered selection. The styles show one empty list after the selected
 * ones. Selected values without an option remain selected. At most four values can be added at a time.
 */
export const orderedSelection = (
  legend: string,
  options: readonly Option<string>[],
  { value = [], none }: { value?: readonly string[] | undefined; none: string },
): Field<string[]> => {
  const maxAdded = 4
  const known = new Set(options.map((option) => option.value))
  const unknown = value.filter((item) => !known.has(item)).map((item) => ({ value: item, label: item }))
  const allOptions = [{ value: '', label: none }, ...options, ...unknown]
  return {
    render: (name) =>
      html`<fieldset class="ordered">
        <legend>${legend}</legend>
        ${Array.from(
          { length: Math.max(1, Math.min(allOptions.length - 1, value.length + maxAdded)) },
          (_, index) =>
            html`<select name=${name} aria-label="${legend} ${index + 1}" ?disabled=${allOptions.length === 1}>
              ${allOptions.map(
                (option) =>
                  html`<option value=${option.value} ?selected=${option.value === (value[index] ?? '')}>
                    ${option.label}
                  </option>`,
              )}
            </select>`,
        )}
      </fieldset>`,
    read: (data, name) => [...new Set((data.getAll(name) as string[]).filter(Boolean))],
  }
}

/** A check box. */
export const checkbox = (label: string, isChecked: boolean): Field<boolean> => ({
  render: (name) =>
    html`<label class="switch"><input type="checkbox" name=${name} .defaultChecked=${isChecked} /> ${label}</label>`,
  read: (data, name) => data.has(name),
})

interface TextAreaOptions {
  value?: string | undefined
  placeholder?: string
  maxLength?: number
  isProse?: boolean
  className?: string
}

/** Several lines of text. */
export const textArea = (
  label: string,
  { value = '', placeholder, maxLength, isProse = false, className }: TextAreaOptions = {},
): Field<string> => ({
  render: (name) =>
    html`<label class="wide"
      >${label}
      <textarea
        name=${name}
        class=${className ?? nothing}
        placeholder=${placeholder ?? nothing}
        maxlength=${maxLength ?? nothing}
        spellcheck=${isProse ? nothing : 'false'}
        .defaultValue=${value}
      ></textarea>
    </label>`,
  read: (data, name) => String(data.get(name) ?? ''),
})

/** Whether a value is an object, as opposed to a list, a text or a number. */
export const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface JsonOptions extends TextAreaOptions {
  /** Message about a text that is not valid JSON, or whose value `isValid` rejects. */
  invalid: string
  isValid?: (value: Json) => boolean
  /** Value of an empty text. */
  empty?: Json
  /** Whether an empty text is not valid. */
  isRequired?: boolean
}

/** JSON text. Its value is `undefined` if the text is not valid. */
export const json = (
  label: string,
  { invalid, isValid = () => true, empty = null, isRequired = false, ...options }: JsonOptions,
): Field<Json | undefined> => ({
  ...textArea(label, options),
  read: (data, name) => parseJson(readText(data, name), isRequired ? undefined : empty),
  findProblem: (value) => (value === undefined || (value !== empty && !isValid(value)) ? invalid : undefined),
})

/** Returns the value of JSON text, `empty` if there is no text, or `undefined` if it is not valid. */
export const parseJson = (source: string, empty: Json | undefined): Json | undefined =>
  source === '' ? empty : getValue(parseJsonText(source))

/** Content between the fields of a form, such as a hint. It has no value. */
export const content = (template: TemplateResult): Field<undefined> => ({
  render: () => template,
  read: () => undefined,
})

/** A heading above the fields of a section. */
export const heading = (title: string): Field<undefined> => content(html`<h3>${title}</h3>`)

/** A hint about the fields above it. */
export const hint = (message: string): Field<undefined> => content(html`<p class="muted small wide">${message}</p>`)

/** Returns the values without those that are empty texts or `undefined`. */
export const omitEmpty = <Values extends object>(values: Values): OmitEmpty<Values> =>
  defined(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' ? undefined : value])),
  ) as OmitEmpty<Values>

type OmitEmpty<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> }
