import { html, type TemplateResult } from 'lit'
import { ifDefined } from 'lit/directives/if-defined.js'

const minLength = 10

interface NewPasswordField {
  /** Formats the label, which states the minimum password length. */
  formatLabel: (minLength: number) => string
  isRequired: boolean
  /** ID of the element that describes the field, for `aria-describedby`. */
  describedBy?: string
}

/** Renders the input for a new password. */
export const renderNewPasswordField = ({ formatLabel, isRequired, describedBy }: NewPasswordField): TemplateResult =>
  html`<label
    >${formatLabel(minLength)}
    <input
      type="password"
      name="password"
      ?required=${isRequired}
      minlength=${minLength}
      maxlength="200"
      autocomplete="new-password"
      aria-describedby=${ifDefined(describedBy)}
      data-testid="new-password"
  /></label>`
