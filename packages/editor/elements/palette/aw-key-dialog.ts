import { ContextConsumer } from '@lit/context'
import { html, nothing } from 'lit'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import { icon } from '../../icons/icon.ts'
import { editorContext } from '../editor/editor-context.ts'
import { ModalElement } from '../editor/modal-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-key-dialog': AwKeyDialog
  }
}

/**
 * A dialog with the form for keyboard shortcuts of the editor around it.
 *
 * @event {KeysChangeEvent} aw-keys-change - Shortcuts were changed.
 * @event {DialogCloseEvent} aw-dialog-close - The dialog was closed.
 */
export class AwKeyDialog extends ModalElement {
  static override properties = { keys: { attribute: false } }

  /** The current shortcuts, by command id. */
  declare keys: KeyBindings

  readonly #editor = new ContextConsumer(this, { context: editorContext, subscribe: true })

  constructor() {
    super()
    this.keys = {}
  }

  override render(): unknown {
    const strings = this.#editor.value?.strings
    if (!strings) return nothing
    return html`<dialog class="keys" aria-labelledby="keys-title" @close=${this.onClosed}>
      <div class="keys-bar">
        <h2 id="keys-title">${strings.keyForm.title}</h2>
        <button
          type="button"
          class="quiet icon"
          aria-label=${strings.keyForm.close}
          title=${strings.keyForm.close}
          @click=${this.close}
        >
          ${icon('x')}
        </button>
      </div>
      <aw-key-form
        .keys=${this.keys}
        .keyNames=${strings.canvas.keyNames}
        .titles=${strings.canvas.commands}
        .strings=${strings.keyForm}
      ></aw-key-form>
    </dialog>`
  }

  protected override onOpened(): void {
    void this.#focusForm()
  }

  async #focusForm(): Promise<void> {
    await customElements.whenDefined('aw-key-form')
    const form = this.renderRoot.querySelector('aw-key-form')
    await form?.updateComplete
    form?.focus()
  }
}
