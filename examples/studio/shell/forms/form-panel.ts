import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'

/** Content of a form that adds or changes an item on the server. */
export interface FormContent {
  title: string
  /** The labeled fields. */
  fields: unknown
  /** Label of the submit button. `nothing` hides the button. */
  submit: unknown
  onSubmit: (event: SubmitEvent) => void
  /** Called when the user cancels. Without it, the form has no Cancel button. */
  onCancel?: (() => void) | undefined
  isPrimary?: boolean
  testId?: string
}

/** Renders a form below the content of a panel. */
export const renderForm = ({ title, ...content }: FormContent): TemplateResult =>
  renderFormContent({ ...content, heading: title === '' ? nothing : html`<h3>${title}</h3>` })

/** Renders a form in its own panel. */
export const renderFormPanel = ({ title, testId = '', ...content }: FormContent): TemplateResult =>
  html`<section class="panel" data-testid=${testId}>
    <header><h2>${title}</h2></header>
    ${renderFormContent({ ...content, heading: nothing })}
  </section>`

function renderFormContent({
  heading,
  fields,
  submit,
  onSubmit,
  onCancel,
  isPrimary = false,
  testId,
}: Omit<FormContent, 'title'> & { heading: unknown }): TemplateResult {
  return html`<form class="fields" @submit=${onSubmit} data-testid=${testId ?? nothing}>
    ${heading} ${fields}
    ${
      submit === nothing
        ? nothing
        : html`<div class="buttons wide">
            <button class=${isPrimary ? 'primary' : ''}>${submit}</button>
            ${onCancel ? html`<button type="button" @click=${onCancel}>${getStrings().common.cancel}</button>` : nothing}
          </div>`
    }
  </form>`
}
