import { html, nothing, type TemplateResult } from 'lit'
import { icon } from './icon.ts'

interface IconButtonOptions {
  readonly className?: string
  readonly isDisabled?: boolean
  /** State of a toggle button. */
  readonly isPressed?: boolean | undefined
}

/** Renders a button that shows only an icon. Its label is the tooltip and the accessible name. */
export const renderIconButton = (
  iconName: string,
  label: string,
  onClick: (event: Event) => unknown,
  { className = '', isDisabled = false, isPressed }: IconButtonOptions = {},
): TemplateResult =>
  html`<button
    type="button"
    class="quiet icon ${className}"
    aria-label=${label}
    title=${label}
    aria-pressed=${isPressed ?? nothing}
    ?disabled=${isDisabled}
    @click=${onClick}
  >
    ${icon(iconName)}
  </button>`
