import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { KeysOpenEvent } from '../../canvas/canvas-events.ts'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import { icon } from '../../icons/icon.ts'
import type { KeysChangeEvent } from './aw-key-form.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { StoredKeys } from './stored-keys.ts'

interface KeyDialogHost extends ReactiveControllerHost, EventTarget {
  /** The keys that the host of the editor has bound anew. */
  readonly keys: KeyBindings
  readonly strings: EditorStrings
  readonly renderRoot: HTMLElement | DocumentFragment
}

/**
 * Shows the form for keys over the editor when its command asks for it, and keeps what comes of it: in this browser, or
 * by the host, where that prevents the event's default.
 */
export class KeyDialog implements ReactiveController {
  readonly #host: KeyDialogHost
  readonly #stored: StoredKeys
  #open = false

  constructor(host: KeyDialogHost) {
    this.#host = host
    this.#stored = new StoredKeys(host)
    host.addController(this)
  }

  /** The host's bindings, and over them the person's own. */
  get keys(): KeyBindings {
    return { ...this.#host.keys, ...this.#stored.current }
  }

  hostConnected(): void {
    this.#host.addEventListener(KeysOpenEvent.type, this.#onOpen)
  }

  hostDisconnected(): void {
    this.#host.removeEventListener(KeysOpenEvent.type, this.#onOpen)
    this.#open = false
  }

  hostUpdated(): void {
    const dialog = this.#dialog
    if (!dialog || dialog.open) return
    dialog.showModal()
    void this.#focus(dialog)
  }

  async #focus(dialog: HTMLDialogElement): Promise<void> {
    await customElements.whenDefined('aw-key-form')
    const form = dialog.querySelector('aw-key-form')
    await form?.updateComplete
    form?.focus()
  }

  /** The window; nothing while it is closed. */
  view(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing
    const { strings } = this.#host
    return html`<dialog class="keys" aria-labelledby="keys-title" @close=${this.#onClosed}>
      <div class="keys-bar">
        <h2 id="keys-title">${strings.keyForm.title}</h2>
        <button
          type="button"
          class="quiet icon"
          aria-label=${strings.keyForm.close}
          title=${strings.keyForm.close}
          @click=${() => this.#dialog?.close()}
        >
          ${icon('x')}
        </button>
      </div>
      <aw-key-form
        .keys=${this.keys}
        .titles=${strings.canvas.commands}
        .strings=${strings.keyForm}
        @aw-keys-change=${this.#onChange}
      ></aw-key-form>
    </dialog>`
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector<HTMLDialogElement>('dialog.keys')
  }

  /** What the person has bound otherwise than the host. */
  #own(keys: KeyBindings): KeyBindings {
    const given: Record<string, readonly string[] | undefined> = this.#host.keys
    return Object.fromEntries(Object.entries(keys).filter(([id, list]) => list?.join('\n') !== given[id]?.join('\n')))
  }

  #onOpen = (): void => {
    this.#open = true
    this.#host.requestUpdate()
  }

  #onClosed = (): void => {
    this.#open = false
    this.#host.requestUpdate()
  }

  #onChange = (event: KeysChangeEvent): void => {
    // Anyone who stands around the editor hears of it first, and may keep the keys itself.
    queueMicrotask(() => {
      if (event.defaultPrevented) this.#host.requestUpdate()
      else this.#stored.keep(this.#own(event.keys))
    })
  }
}
