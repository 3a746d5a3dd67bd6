import type { Column, Config, Json, NodeType } from '@aw-flow/schema'
import { html, LitElement, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import type { SettingChangeEvent } from './aw-form.ts'
import { styles } from './aw-list-field.styles.ts'

/** The list is another one now. */
export class ListChangeEvent extends Event {
  static readonly type = 'aw-list-change'
  readonly value: Json[]
  constructor(value: Json[]) {
    super(ListChangeEvent.type)
    this.value = value
  }
}

/** The list's words; replace some of them by the `strings` property. `title` is the setting's, `place` counts from 1. */
export const listStrings = {
  add: (title: string): string => `Add to “${title}”`,
  item: (title: string, place: number): string => `${title} ${place}`,
  remove: (title: string, place: number): string => `Remove ${title} ${place}`,
  raise: (title: string, place: number): string => `Move ${title} ${place} up`,
}
export type ListStrings = typeof listStrings

declare global {
  interface HTMLElementEventMap {
    'aw-list-change': ListChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-list-field': AwListField
  }
}

/**
 * A list in a form: texts, or objects that each have a form of their own. Keeps nothing: what it shows is `value`, and each
 * change is told at once.
 *
 * @event {ListChangeEvent} aw-list-change - An item was changed, added, moved or taken away.
 */
export class AwListField extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    label: { type: String },
    items: { attribute: false },
    value: { attribute: false },
    columns: { attribute: false },
    disabled: { type: Boolean },
    strings: { attribute: false },
  }

  /** The setting's title. */
  declare label: string
  /** The JSON Schema of an item. */
  declare items: Readonly<Record<string, unknown>>
  declare value: readonly Json[]
  /** Columns that come in, for items that name one. */
  declare columns: readonly Column[]
  declare disabled: boolean
  declare strings: ListStrings

  constructor() {
    super()
    this.label = ''
    this.items = {}
    this.value = []
    this.columns = []
    this.disabled = false
    this.strings = listStrings
  }

  override render(): unknown {
    return html`<ol role="list">
        ${this.value.map((item, index) => this.#renderItem(item, index))}
      </ol>
      <button type="button" class="quiet" ?disabled=${this.disabled} @click=${() => this.#add()}>
        ${icon('plus')}${this.strings.add(this.label)}
      </button>
      <datalist id="columns">
        ${this.columns.map((column) => html`<option value=${column.name}>${column.type}</option>`)}
      </datalist>`
  }

  #renderItem(item: Json, index: number): unknown {
    const isObject = this.#isObject
    return html`<li class=${isObject ? 'object' : 'text'} aria-label=${this.strings.item(this.label, index + 1)}>
      ${
        isObject
          ? html`<aw-form
              .type=${itemType(this.items)}
              .config=${isConfig(item) ? item : {}}
              .columns=${this.columns}
              .disabled=${this.disabled}
              @aw-setting-change=${(event: SettingChangeEvent) => this.#onSetting(event, index)}
            ></aw-form>`
          : html`<input
              type="text"
              list="columns"
              autocomplete="off"
              spellcheck="false"
              aria-label=${this.strings.item(this.label, index + 1)}
              ?disabled=${this.disabled}
              .value=${live(typeof item === 'string' ? item : JSON.stringify(item))}
              @input=${(event: Event) => this.#tell(this.value.with(index, (event.target as HTMLInputElement).value))}
            />`
      }
      ${this.disabled ? nothing : this.#renderActions(index)}
    </li>`
  }

  #renderActions(index: number): unknown {
    const [raise, remove] = [this.strings.raise(this.label, index + 1), this.strings.remove(this.label, index + 1)]
    return html`<span class="actions">
      <button
        type="button"
        class="quiet icon"
        title=${raise}
        aria-label=${raise}
        ?disabled=${index === 0}
        @click=${() => this.#raise(index)}
      >
        ${icon('arrow-up')}
      </button>
      <button type="button" class="quiet icon" title=${remove} aria-label=${remove} @click=${() => this.#remove(index)}>
        ${icon('x')}
      </button>
    </span>`
  }

  get #isObject(): boolean {
    return this.items.type === 'object'
  }

  #tell(value: readonly Json[]): void {
    this.dispatchEvent(new ListChangeEvent([...value]))
  }

  /** What is needed of an item stands in it from the beginning, so that the form says what is missing. */
  #add(): void {
    if (!this.#isObject) return this.#tell([...this.value, ''])
    const needed = Array.isArray(this.items.required) ? this.items.required.map((name) => [String(name), '']) : []
    this.#tell([...this.value, Object.fromEntries(needed) as Config as Json])
  }

  #raise(index: number): void {
    const moved = [...this.value]
    const [item] = moved.splice(index, 1)
    moved.splice(index - 1, 0, item!)
    this.#tell(moved)
  }

  #remove(index: number): void {
    this.#tell(this.value.filter((_, at) => at !== index))
    void this.#focusNear(index)
  }

  /** The button that had the focus is gone: the way on is where it was. */
  async #focusNear(index: number): Promise<void> {
    await this.updateComplete
    const rest = this.renderRoot.querySelectorAll<HTMLButtonElement>('li .actions button:last-child')
    const next =
      rest[Math.min(index, rest.length - 1)] ?? this.renderRoot.querySelector<HTMLButtonElement>('ol + button')
    next?.focus()
  }

  #onSetting(event: SettingChangeEvent, index: number): void {
    event.stopPropagation()
    const item = this.value[index]
    const { [event.name]: _, ...others } = isConfig(item) ? item : {}
    const changed = event.value === undefined ? others : { ...(isConfig(item) ? item : {}), [event.name]: event.value }
    this.#tell(this.value.with(index, changed as Json))
  }
}

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const types = new WeakMap<object, NodeType>()

/** A form is made for a node type: this one is an item's. The same schema gives the same, so that a form keeps its drafts. */
function itemType(settings: Readonly<Record<string, unknown>>): NodeType {
  const known = types.get(settings)
  if (known) return known
  const face = { type: 'item', version: 1, family: 'tables', title: '', description: '', icon: 'box' } as const
  const made: NodeType = { ...face, inputs: [], outputs: [], settings: { ...settings }, defaults: {} }
  types.set(settings, made)
  return made
}
