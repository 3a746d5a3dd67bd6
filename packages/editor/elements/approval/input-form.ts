import { defined, type Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'

type Content = { readonly [name: string]: Json }

/** A form field, described by the JSON Schema keywords that MCP servers may use. */
interface Field {
  type?: string
  title?: string
  description?: string
  format?: string
  enum?: readonly string[]
  enumNames?: readonly string[]
  oneOf?: readonly { const: string; title?: string }[]
  items?: Pick<Field, 'enum' | 'oneOf'> & { anyOf?: readonly { const: string; title?: string }[] }
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

/**
 * Renders the form that an MCP server asks the user to fill in, with one input per property of the schema. All strings
 * come from the server.
 */
export function renderInputForm(
  schema: { readonly [key: string]: Json },
  content: Content,
  onChange: (content: Content) => void,
): TemplateResult {
  const requiredNames = Array.isArray(schema.required) ? schema.required : []
  const setField = (name: string, value: Json | undefined): void => {
    const { [name]: _, ...others } = content
    const isEmpty = value === undefined || (value === '' && !requiredNames.includes(name))
    onChange(isEmpty ? others : { ...others, [name]: value })
  }
  const fields = Object.entries(Object(schema.properties) as Record<string, Json>)
  return html`${fields.map(([name, property]) => {
    const field = Object(property) as Field
    const id = `input-${name}`
    const helpId = field.description === undefined ? undefined : `${id}-help`
    return html`
      <label for=${id}>${field.title ?? name}${requiredNames.includes(name) ? ' *' : ''}</label>
      ${renderField(field, { id, helpId, value: content[name], setValue: (value) => setField(name, value) })}
      ${helpId === undefined ? nothing : html`<small id=${helpId}>${field.description}</small>`}
    `
  })}`
}

interface FieldState {
  id: string
  /** The id of the element that contains the description. */
  helpId: string | undefined
  value: Json | undefined
  setValue(value: Json | undefined): void
}

function renderField(field: Field, { id, helpId, value, setValue }: FieldState): TemplateResult {
  const describedBy = helpId ?? nothing
  const choices = listChoices(field)
  if (choices && field.type !== 'array')
    return html`<select
      id=${id}
      aria-describedby=${describedBy}
      @change=${(event: Event) => setValue((event.target as HTMLSelectElement).value)}
    >
      ${choices.some((choice) => choice.const === value) ? nothing : html`<option value="" selected></option>`}
      ${choices.map((choice) => renderChoice(choice, value === choice.const))}
    </select>`
  if (choices) {
    const selectedValues = Array.isArray(value) ? value : []
    return html`<select
      id=${id}
      multiple
      aria-describedby=${describedBy}
      @change=${(event: Event) => setValue([...(event.target as HTMLSelectElement).selectedOptions].map((option) => option.value))}
    >
      ${choices.map((choice) => renderChoice(choice, selectedValues.includes(choice.const)))}
    </select>`
  }
  if (field.type === 'boolean')
    return html`<input
      id=${id}
      type="checkbox"
      aria-describedby=${describedBy}
      .checked=${value === true}
      @change=${(event: Event) => setValue((event.target as HTMLInputElement).checked)}
    />`
  const isNumber = field.type === 'number' || field.type === 'integer'
  return html`<input
    id=${id}
    type=${isNumber ? 'number' : (inputTypes[field.format ?? ''] ?? 'text')}
    step=${isNumber ? (field.type === 'integer' ? '1' : 'any') : nothing}
    min=${field.minimum ?? nothing}
    max=${field.maximum ?? nothing}
    minlength=${field.minLength ?? nothing}
    maxlength=${field.maxLength ?? nothing}
    autocomplete="off"
    aria-describedby=${describedBy}
    .value=${value === undefined || value === null ? '' : String(value)}
    @input=${(event: Event) => {
      const text = (event.target as HTMLInputElement).value
      setValue(isNumber ? (text === '' ? undefined : Number(text)) : text)
    }}
  />`
}

/** The input types, keyed by the string format of the field. */
const inputTypes: Readonly<Record<string, string>> = { email: 'email', uri: 'url', date: 'date' }

const renderChoice = (choice: { const: string; title?: string }, isSelected: boolean): TemplateResult =>
  html`<option value=${choice.const} ?selected=${isSelected}>${choice.title ?? choice.const}</option>`

/** Returns the choices of a field, or `undefined` if its values are not limited to choices. */
function listChoices({ type, items, ...field }: Field): readonly { const: string; title?: string }[] | undefined {
  const source = type === 'array' ? { ...items, oneOf: items?.oneOf ?? items?.anyOf } : field
  if (Array.isArray(source.oneOf)) return source.oneOf
  const { enumNames: titles = [] } = field
  if (!Array.isArray(source.enum)) return undefined
  return source.enum.map((value: string, index) => {
    const title = titles[index]
    return defined({ const: value, title })
  })
}
