import { html, type TemplateResult } from 'lit'
import { ifDefined } from 'lit/directives/if-defined.js'

const minLength = 10

interface NewPasswordField {
  /** Returns the label, which states the minimum number of characters. */
  formatLabel: (minLength: number) => string
  isRequired: boolean
  /** Id of the element that describes the field. */
  describedBy?: string
}

/** Renders a field for a new password. */
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
