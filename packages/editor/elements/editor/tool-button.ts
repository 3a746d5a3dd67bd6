import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'

/** Renders an icon button whose title is also its accessible name. With `isPressed`, it is a toggle button. */
export const renderToolButton = (
  iconName: string,
  title: string,
  isDisabled: boolean,
  onClick: () => void,
  isPressed?: boolean,
): TemplateResult =>
  html`<button
    type="button"
    class="quiet icon"
    title=${title}
    aria-label=${title}
    aria-pressed=${isPressed ?? nothing}
    ?disabled=${isDisabled}
    @click=${onClick}
  >
    ${icon(iconName)}
  </button>`
