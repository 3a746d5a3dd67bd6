import { loadLazyTexts } from '../../language/languages.ts'
import { html, nothing, type PropertyValues } from 'lit'
import { findCommandTitle } from '../../canvas/commands/command-title.ts'
import { defineEvent } from '../../define-event.ts'
import { ExtensionsController } from '../../extensions/extensions-controller.ts'
import {
  findBoundCommandId,
  isReservedKey,
  isModifierKey,
  bindKey,
  removeKey,
  restoreDefaultKeys,
} from '../../canvas/commands/change-keys.ts'
import type { CommandId } from '../../canvas/commands/command.ts'
import { toBinding, type KeyBindings } from '../../canvas/commands/keymap.ts'
import { canvasStrings } from '../../canvas/canvas-strings.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-key-form.styles.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { keyFormStrings, type KeyFormStrings } from './key-form-strings.ts'
import { formatKey } from '../../canvas/commands/key-name.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/**
 * Fired when the user changes keyboard shortcuts. By default, the browser stores them. Hosts that store the shortcuts
 * themselves should prevent the default action.
 *
 * @public
 */
export class KeysChangeEvent extends defineEvent<{
  /** All key bindings that differ from the defaults, keyed by command id. */
  readonly keys: KeyBindings
}>('aw-keys-change', {
  cancelable: true,
}) {}

declare global {
  interface HTMLElementEventMap {
    'aw-keys-change': KeysChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-key-form': AwKeyForm
  }
}

/** The state of recording a new key for a command. */
interface Recording {
  readonly id: CommandId
  /** The pressed key, if it is assigned to another command. */
  readonly key?: string
  /** The other command that the key is assigned to. */
  readonly assignedTo?: CommandId
  /** The reason why the pressed key cannot be used. */
  readonly rejection?: string
}

/**
 * A form for changing keyboard shortcuts. It lists the canvas commands; users can add, remove and reset each command's
 * keys. Reassigning a key from another command requires confirmation.
 *
 * @event {KeysChangeEvent} aw-keys-change - Fired when the user changes keys.
 *
 * @public
 */
export class AwKeyForm extends element({
  /** The key bindings that differ from the defaults, keyed by command id. */
  keys: {} as KeyBindings,
  /** Localized key names that differ from the English names, such as `{ Mod: 'Strg' }`. */
  keyNames: {} as Readonly<Record<string, string>>,
  /** Command titles, keyed by command id. Default: English. */
  titles: undefined as Readonly<Record<string, string>> | undefined,
  strings: keyFormStrings as KeyFormStrings,
  _searchText: '',
  _recording: undefined as Recording | undefined,
  _announcement: '',
}) {
  static override styles = [tokens, controls, styles]

  readonly #extensions = new ExtensionsController(this)

  constructor() {
    super()
    this.addController(
      new LanguageController(this, keyFormStrings, (locale) => loadLazyTexts(locale, 'keyForm', keyFormStrings)),
    )
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('_recording') && this._recording) this.renderRoot.querySelector<HTMLElement>('.recording')?.focus()
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  override render(): unknown {
    const { strings } = this
    const terms = this._searchText.toLowerCase().split(/\s+/).filter(Boolean)
    const matchingCommands = this.#listCommands().filter(({ id, keys }) => {
      const text = `${this.#getTitle(id)} ${keys.map((key) => this.#formatKey(key)).join(' ')}`.toLowerCase()
      return id !== 'arrow' && terms.every((term) => text.includes(term))
    })
    return html`
      <div class="bar">
        <input
          type="search"
          aria-label=${strings.search}
          placeholder=${strings.search}
          .value=${this._searchText}
          @input=${(event: Event) => (this._searchText = (event.target as HTMLInputElement).value)}
        />
        <button
          type="button"
          class="all"
          ?disabled=${Object.keys(this.keys).length === 0}
          @click=${() => this.#change({}, strings.resetAll)}
        >
          ${icon('rotate-ccw')}${strings.resetAll}
        </button>
      </div>
      <ul aria-label=${strings.commands}>
        ${matchingCommands.map((command) => this.#renderCommand(command))}
      </ul>
      ${matchingCommands.length === 0 ? html`<p class="none muted">${strings.none(this._searchText)}</p>` : nothing}
      <div class="visually-hidden" role="status">${this._announcement}</div>
    `
  }

  #renderCommand({ id, keys }: { id: CommandId; keys: readonly string[] }): unknown {
    const { strings } = this
    const title = this.#getTitle(id)
    const recording = this._recording?.id === id ? this._recording : undefined
    return html`<li data-id=${id}>
      <span class="title">${title}</span>
      <span class="keys">
        ${keys.map(
          (key) =>
            html`<button
              type="button"
              class="key"
              title=${strings.remove(this.#formatKey(key), title)}
              aria-label=${strings.remove(this.#formatKey(key), title)}
              @click=${() => this.#change(removeKey(this.#listCommands(), this.keys, id, key), '')}
            >
              ${this.#formatKey(key)}${icon('x')}
            </button>`,
        )}
        ${keys.length === 0 && !recording ? html`<span class="muted small">${strings.noKey}</span>` : nothing}
        ${
          this.keys[id]
            ? renderIconButton('rotate-ccw', strings.reset(title), () =>
                this.#change(restoreDefaultKeys(this.#listCommands(), this.keys, id, this.#getDefaultKeys(id)), ''),
              )
            : nothing
        }
        ${renderIconButton('plus', strings.add(title), () => (this._recording = { id }), { className: 'add' })}
      </span>
      ${recording ? this.#renderRecording(recording, title) : nothing}
    </li>`
  }

  #renderRecording({ id, key, assignedTo, rejection }: Recording, title: string): unknown {
    const { strings } = this
    const isAssigned = key !== undefined && assignedTo !== undefined
    return html`<div class="recording" tabindex="-1" @keydown=${this.#onKey} @focusout=${this.#onLeave}>
      <span class=${isAssigned || rejection ? 'warn' : ''} role="alert">
        ${isAssigned ? strings.assigned(this.#formatKey(key), this.#getTitle(assignedTo)) : (rejection ?? strings.press)}
      </span>
      ${
        isAssigned
          ? html`<button type="button" class="primary reassign" @click=${() => this.#assign(id, key, title)}>
                ${strings.reassign}
              </button>
              <button type="button" @click=${() => this.#stopRecording()}>${strings.cancel}</button>`
          : nothing
      }
    </div>`
  }

  #listCommands(): { id: CommandId; keys: readonly string[] }[] {
    return this.#extensions.commands.map(({ id }) => ({ id, keys: this.keys[id] ?? this.#getDefaultKeys(id) }))
  }

  /** Returns a command's keys without the user's changes. */
  #getDefaultKeys(id: CommandId): readonly string[] {
    const { keys, commands } = this.#extensions
    return keys[id] ?? commands.find((command) => command.id === id)?.keys ?? []
  }

  #getTitle(id: CommandId): string {
    const command = this.#extensions.commands.find((candidate) => candidate.id === id) ?? { id }
    return findCommandTitle(command, this.titles ?? canvasStrings.commands)
  }

  #onKey = (event: KeyboardEvent): void => {
    const { _recording: recording, strings } = this
    if (!recording) return
    event.stopPropagation()
    // While confirming a reassignment, let the buttons handle their own keys.
    if (recording.assignedTo !== undefined && getKey(event) !== 'Escape') return
    event.preventDefault()
    const key = toBinding(event)
    if (isModifierKey(key)) return
    if (getKey(event) === 'Escape') {
      this.#stopRecording()
      return
    }
    if (isReservedKey(key)) {
      this._recording = { id: recording.id, rejection: strings.reserved(this.#formatKey(key)) }
      return
    }
    const assignedTo = findBoundCommandId(this.#listCommands(), key, recording.id)
    if (assignedTo === undefined) this.#assign(recording.id, key, this.#getTitle(recording.id))
    else this._recording = { id: recording.id, key, assignedTo }
  }

  #onLeave = (event: FocusEvent): void => {
    const focusTarget = event.relatedTarget
    if (!(focusTarget instanceof Node) || !(event.currentTarget as Node).contains(focusTarget))
      this._recording = undefined
  }

  #formatKey(key: string): string {
    return formatKey(key, this.keyNames)
  }

  #assign(id: CommandId, key: string, title: string): void {
    this.#change(bindKey(this.#listCommands(), this.keys, id, key), this.strings.changed(this.#formatKey(key), title))
    this.#stopRecording()
  }

  /** Stops recording and restores focus to the button that started it. */
  #stopRecording(): void {
    const id = this._recording?.id
    this._recording = undefined
    if (id !== undefined) this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] .add`)?.focus()
  }

  #change(keys: KeyBindings, announcement: string): void {
    this._announcement = announcement
    this.dispatchEvent(new KeysChangeEvent({ keys }))
  }
}
