import { html, type TemplateResult } from 'lit'
import { icon } from './icon.ts'

/** Renders a button that shows only an icon. Its label is the tooltip and the accessible name. */
export const renderIconButton = (
  iconName: string,
  label: string,
  onClick: (event: Event) => unknown,
  { className = '', isDisabled = false }: { readonly className?: string; readonly isDisabled?: boolean } = {},
): TemplateResult =>
  html`<button
    type="button"
    class="quiet icon ${className}"
    aria-label=${label}
    title=${label}
    ?disabled=${isDisabled}
    @click=${onClick}
  >
    ${icon(iconName)}
  </button>`
