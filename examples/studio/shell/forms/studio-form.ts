import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { getStrings } from '../../language/strings.ts'
import { inlineElement } from '../element.ts'
import type { Field } from './fields.ts'

/** The fields of a form, by the names of their controls. */
export type Fields = Readonly<Record<string, Field<unknown> | undefined>>

/** The values of a form, by the names of its fields. */
export type FormValues<FormFields> = {
  [Name in keyof FormFields]: FormFields[Name] extends infer Item
    ? Item extends Field<infer Value>
      ? Value
      : undefined
    : never
}

/** Returns the value currently selected in a select field, or its initial value. */
export type GetSelected = <Value extends string>(name: string, initial: Value) => Value

/** A form that adds or changes an item. */
export interface Form<FormFields extends Fields> {
  title?: string
  /**
   * Returns the fields in their order. Called again whenever the user selects a value, since fields can depend on the
   * values of others.
   */
  fields: (getSelected: GetSelected) => FormFields
  /** Label of the submit button. Without it, the form has no button. */
  submit?: unknown
  /** Called with the values of a complete form. If it resolves with a value other than `undefined`, the form is reset. */
  onSubmit: (values: FormValues<FormFields>) => Promise<unknown>
  /** Called when the user cancels. Without it, the form has no Cancel button. */
  onCancel?: () => void
  /** The edited item. If it changes, the form starts again with the initial values. */
  item?: unknown
  isPrimary?: boolean
  /** Class of the submit button, instead of the one of `isPrimary`. */
  submitClass?: string
  testId?: string
  submitTestId?: string
}

/**
 * A form made from a list of fields. It shows which values cannot be submitted, and ignores further submits until the
 * first one has ended. It has no shadow root, so it uses the styles of the element that contains it.
 */
class StudioForm extends inlineElement({
  form: undefined as Form<Fields> | undefined,
  /** Messages about invalid values, by the names of their fields. */
  problems: {} as Readonly<Record<string, string>>,
  isBusy: false,
}) {
  #item: unknown
  readonly #selected = new Map<string, string>()

  protected override willUpdate(): void {
    if (this.form?.item === this.#item) return
    this.#item = this.form?.item
    this.#selected.clear()
    this.problems = {}
  }

  protected override render(): unknown {
    const { form } = this
    if (!form) return nothing
    const { title, submit, onCancel, isPrimary, submitClass, testId, submitTestId } = form
    return keyed(
      form.item,
      html`<form
        class="fields"
        data-testid=${testId ?? nothing}
        @submit=${(event: SubmitEvent) => void this.#submit(event, form)}
        @change=${this.#onChange}
        @reset=${this.#onReset}
      >
        ${title === undefined ? nothing : html`<h3>${title}</h3>`}
        ${Object.entries(this.#listFields(form)).map(([name, field]) => this.#renderField(name, field))}
        ${
          submit === undefined
            ? nothing
            : html`<div class="bar wide">
                <button
                  class=${submitClass ?? (isPrimary ? 'primary' : nothing)}
                  id=${submitTestId ?? nothing}
                  data-testid=${submitTestId ?? nothing}
                  aria-disabled=${this.isBusy}
                >
                  ${submit}
                </button>
                ${onCancel ? html`<button type="button" @click=${onCancel}>${getStrings().common.cancel}</button>` : nothing}
              </div>`
        }
      </form>`,
    )
  }

  #listFields({ fields }: Form<Fields>): Fields {
    return fields((name, initial) => (this.#selected.get(name) ?? initial) as typeof initial)
  }

  #renderField(name: string, field: Field<unknown> | undefined): unknown {
    if (!field) return nothing
    const problem = this.problems[name]
    return html`${field.render(name)}
    ${problem === undefined ? nothing : html`<p class="bad small wide" role="alert">${problem}</p>`}`
  }

  #onChange = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement) && !(target instanceof HTMLInputElement && target.type === 'radio'))
      return
    this.#selected.set(target.name, target.value)
    this.requestUpdate()
  }

  #onReset = (): void => {
    this.#selected.clear()
    this.requestUpdate()
  }

  async #submit(event: SubmitEvent, form: Form<Fields>): Promise<void> {
    event.preventDefault()
    if (this.isBusy) return
    const target = event.target as HTMLFormElement
    const data = new FormData(target)
    const values: Record<string, unknown> = {}
    const problems: Record<string, string> = {}
    for (const [name, field] of Object.entries(this.#listFields(form))) {
      if (!field) continue
      values[name] = field.read(data, name)
      const problem = field.findProblem?.(values[name], values)
      if (problem !== undefined) problems[name] = problem
    }
    this.problems = problems
    const [firstInvalid] = Object.keys(problems)
    if (firstInvalid !== undefined) return focusField(target, firstInvalid)
    this.isBusy = true
    try {
      const isDone = (await form.onSubmit(values)) !== undefined
      // What the user has entered meanwhile, such as the next address to invite, remains.
      if (isDone && serialize(new FormData(target)) === serialize(data)) target.reset()
    } finally {
      this.isBusy = false
    }
  }
}

const serialize = (data: FormData): string => JSON.stringify([...data])

/** Moves the focus to a field, whose control may be one of several. */
function focusField(form: HTMLFormElement, name: string): void {
  const control = form.elements.namedItem(name)
  const field = control instanceof RadioNodeList ? control[0] : control
  if (field instanceof HTMLElement) field.focus()
}

customElements.define('studio-form', StudioForm)

/** Renders a form below the content of a panel. */
export const renderForm = <FormFields extends Fields>(form: Form<FormFields>): TemplateResult =>
  html`<studio-form .form=${form}></studio-form>`

/** Renders a form in its own panel. */
export const renderFormPanel = <FormFields extends Fields>({
  title,
  testId,
  ...form
}: Form<FormFields>): TemplateResult =>
  html`<section class="panel" data-testid=${testId ?? nothing}>
    <header><h2>${title}</h2></header>
    ${renderForm(form)}
  </section>`
