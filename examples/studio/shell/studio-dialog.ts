import { controls, icon, tokens } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { dialogStyles } from './dialog.styles.ts'
import { element } from './element.ts'
import { fieldsStyles } from './forms/fields.styles.ts'

/** A dialog with a title and the content that it is given. It is removed when it closes. */
export class StudioDialog extends element({
  heading: '',
  testId: '',
  content: undefined as (() => unknown) | undefined,
}) {
  static override styles = [
    tokens,
    controls,
    dialogStyles,
    fieldsStyles,
    css`
      .inside form {
        padding: 0;
      }

      /* As in other dialogs, the action is at the end. */
      .inside form > .bar {
        display: flex;
        flex-direction: row-reverse;
        gap: 8px;
      }

      .inside > :is(studio-server, studio-models) {
        display: grid;
        gap: 12px;
      }
    `,
  ]

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" data-testid=${this.testId || nothing} @close=${() => this.remove()}>
      <div class="inside">
        <header>
          <h2 id="title" tabindex="-1" autofocus>${this.heading}</h2>
          <button type="button" class="quiet icon" aria-label=${getStrings().common.close} @click=${this.close}>
            ${icon('x')}
          </button>
        </header>
        ${this.content?.()}
      </div>
    </dialog>`
  }

  readonly close = (): void => this.renderRoot.querySelector('dialog')?.close()
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-dialog': StudioDialog
  }
}

customElements.define('studio-dialog', StudioDialog)

/** Opens a dialog whose events reach the elements that contain `host`. */
export function openDialog(
  host: { readonly renderRoot: ParentNode },
  { heading, testId, content }: { heading: string; testId: string; content: (close: () => void) => unknown },
): StudioDialog {
  const dialog = new StudioDialog()
  Object.assign(dialog, { heading, testId, content: () => content(dialog.close) })
  host.renderRoot.append(dialog)
  return dialog
}
