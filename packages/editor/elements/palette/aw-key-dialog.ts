import { loadLazyTexts } from '../../language/languages.ts'
import { ContextConsumer } from '@lit/context'
import { html, nothing } from 'lit'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { editorContext } from '../editor/editor-context.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { ModalElement } from '../editor/modal-element.ts'
import { keyFormStrings, type KeyFormStrings } from './key-form-strings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-key-dialog': AwKeyDialog
  }
}

/**
 * A dialog for changing the editor's keyboard shortcuts.
 *
 * @event {KeysChangeEvent} aw-keys-change - Fired when the user changes shortcuts.
 * @event {DialogCloseEvent} aw-dialog-close - Fired after the dialog has closed.
 */
export class AwKeyDialog extends ModalElement {
  static override properties = { keys: { attribute: false }, strings: { attribute: false } }

  /** The custom key bindings, keyed by command id. */
  declare keys: KeyBindings
  declare strings: KeyFormStrings

  readonly #editor = new ContextConsumer(this, { context: editorContext, subscribe: true })

  constructor() {
    super()
    this.keys = {}
    this.strings = keyFormStrings
    this.addController(
      new LanguageController(this, keyFormStrings, (locale) => loadLazyTexts(locale, 'keyForm', keyFormStrings)),
    )
  }

  override render(): unknown {
    const editorStrings = this.#editor.value?.strings
    if (!editorStrings) return nothing
    const { strings } = this
    return html`<dialog class="keys" aria-labelledby="keys-title" @close=${this.onClosed}>
      <div class="keys-bar">
        <h2 id="keys-title">${strings.title}</h2>
        ${renderIconButton('x', strings.close, this.close)}
      </div>
      <aw-key-form
        .keys=${this.keys}
        .keyNames=${editorStrings.canvas.keyNames}
        .titles=${editorStrings.canvas.commands}
        .strings=${strings}
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
