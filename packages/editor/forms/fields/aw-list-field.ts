import type { Config, Json, Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { defineEvent, local } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { SettingChangeEvent } from '../aw-form.ts'
import { styles } from './aw-list-field.styles.ts'
import { formStrings, type FormStrings, type ListStrings } from '../form-strings.ts'
import { columnsFor, type FormSurroundings } from '../form-surroundings.ts'
import { itemType } from '../expression/item-type.ts'
import { emptyVariant } from './matching-variant.ts'
import { plainInput, plainReason } from './plain-input.ts'
import { problemLine, reasonLine } from '../problem-line.ts'
import { problemStyles } from '../problem-line.styles.ts'
import { oneStepIn, settingPath } from '../problems-within.ts'
import { choicesOf, numberRule } from './setting-field.ts'
import { textOf } from '../text-of.ts'

/** The list has changed. @public */
export class ListChangeEvent extends defineEvent<{ readonly value: Json[] }>('aw-list-change', local) {}

declare global {
  interface HTMLElementEventMap {
    'aw-list-change': ListChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-list-field': AwListField
  }
}

/**
 * A list in a form: texts, numbers, choices, or objects with a form each. It shows `value` and dispatches each change;
 * its only state is how numbers were typed.
 *
 * @event {ListChangeEvent} aw-list-change - An item was changed, added, moved or removed.
 * @csspart code - The text of a code field.
 *
 * @public
 */
export class AwListField extends LitElement {
  static override styles = [tokens, controls, problemStyles, styles]
  static override properties = {
    label: { type: String },
    items: { attribute: false },
    value: { attribute: false },
    problems: { attribute: false },
    surroundings: { attribute: false },
    subject: { attribute: false },
    revision: { attribute: false },
    disabled: { type: Boolean },
    words: { attribute: false },
  }

  /** The setting's title. */
  declare label: string
  /** The JSON Schema of an item. */
  declare items: Readonly<Record<string, unknown>>
  /** The items in order. */
  declare value: readonly Json[]
  /** Problems of its items; `where.setting` begins with the index of one. */
  declare problems: readonly Problem[]
  /** The context of the form, such as columns that items can name. */
  declare surroundings: FormSurroundings | undefined
  /** Identifies the node: drafts belong to it. */
  declare subject: string
  /** The state that results of `surroundings` depend on. */
  declare revision: unknown
  /** If true, nothing can be changed. */
  declare disabled: boolean
  /** Texts of the form. */
  declare words: FormStrings

  /** Numbers as typed ("2." before "2.5") by index, with their value. */
  #typed = new Map<number, { text: string; value: Json }>()

  constructor() {
    super()
    this.label = ''
    this.items = {}
    this.value = []
    this.problems = []
    this.subject = ''
    this.disabled = false
    this.words = formStrings
  }

  /** Texts of the list. */
  get strings(): ListStrings {
    return this.words.list
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('subject')) this.#typed = new Map()
  }

  override render(): unknown {
    const columns = (this.surroundings && columnsFor(this.surroundings)) ?? []
    return html`<ol role="list">
        ${this.value.map((item, index) => this.#renderItem(item, index))}
      </ol>
      <button type="button" class="quiet" ?disabled=${this.disabled} @click=${() => this.#add()}>
        ${icon('plus')}${this.strings.add(this.label)}
      </button>
      <datalist id="columns">
        ${columns.slice(0, 500).map((column) => html`<option value=${column.name}>${column.type}</option>`)}
      </datalist>`
  }

  #renderItem(item: Json, index: number): unknown {
    const isObject = this.#isObject
    const label = this.strings.item(this.label, index + 1)
    const problems = this.problems.filter((problem) => settingPath(problem)[0] === String(index)).map(oneStepIn)
    const within = problems.filter((problem) => isObject && this.#hasSetting(settingPath(problem)[0]))
    const own = problems.filter((problem) => !within.includes(problem))
    const typed = this.#typed.get(index)
    const text = typed !== undefined && typed.value === item ? typed.text : textOf(item)
    const reason = isObject ? undefined : plainReason(this.items, text, this.words)
    const isTold = own.length > 0 || reason !== undefined
    return html`<li
      class=${isObject ? 'object' : 'text'}
      aria-label=${label}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, index)}
    >
      ${isObject ? html`<span class="place muted small" aria-hidden="true">${index + 1}</span>` : nothing}
      ${
        isObject
          ? html`<aw-form
              exportparts="code"
              .type=${itemType(this.items)}
              .config=${isConfig(item) ? item : {}}
              .problems=${within}
              .surroundings=${this.surroundings}
              .subject=${`${this.subject} ${index}`}
              .revision=${this.revision}
              .strings=${this.words}
              .disabled=${this.disabled}
              @aw-setting-change=${(event: SettingChangeEvent) => this.#onSetting(event, index)}
            ></aw-form>`
          : plainInput({
              schema: this.items,
              value: item,
              text,
              label,
              hint: '',
              ...(numberRule(this.items) === undefined ? { suggestions: 'columns' } : {}),
              describedBy: isTold ? `told-${index}` : undefined,
              invalid: reason !== undefined || own.some(({ severity }) => severity === 'error'),
              disabled: this.disabled,
              words: this.words,
              report: (value, as) => this.#setItem(index, value, as),
            })
      }
      ${this.disabled ? nothing : this.#renderActions(index)}
      ${
        isTold
          ? html`<div class="told" id="told-${index}">
              ${reason === undefined ? nothing : reasonLine(reason)}
              ${own.map((problem) => problemLine(problem, this.words.renderText))}
            </div>`
          : nothing
      }
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
        @click=${() => this.#move(index, index - 1)}
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

  #hasSetting(name: string | undefined): boolean {
    return name !== undefined && Object.hasOwn((this.items.properties ?? {}) as object, name)
  }

  #setItem(index: number, value: Json, text: string | undefined): void {
    if (text === undefined) this.#typed.delete(index)
    else this.#typed.set(index, { text, value })
    this.#report(this.value.with(index, value))
    // Text with the same value as before (“2.” for 2) is not reported as a change, and stays as typed.
    this.requestUpdate()
  }

  #report(value: readonly Json[]): void {
    this.dispatchEvent(new ListChangeEvent({ value: [...value] }))
  }

  /** A new item has its required settings, so that the form shows what is missing. */
  #add(): void {
    if (!this.#isObject) {
      const first = choicesOf(this.items)[0] ?? emptyVariant({ title: '', schema: this.items })
      return this.#report([...this.value, first])
    }
    const needed = Array.isArray(this.items.required) ? this.items.required.map((name) => [String(name), '']) : []
    this.#report([...this.value, Object.fromEntries(needed) as Config as Json])
  }

  #move(from: number, to: number): void {
    if (to < 0 || to >= this.value.length) return
    const moved = [...this.value]
    const [item] = moved.splice(from, 1)
    moved.splice(to, 0, item!)
    this.#report(moved)
    void this.#focusItem(to)
  }

  /** Alt with an arrow key moves the item that contains the focus. */
  #onKey(event: KeyboardEvent, index: number): void {
    if (!event.altKey || this.disabled || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    this.#move(index, index + (event.key === 'ArrowUp' ? -1 : 1))
  }

  async #focusItem(index: number): Promise<void> {
    await this.updateComplete
    const item = this.renderRoot.querySelectorAll('li')[index]
    item?.querySelector<HTMLElement>('.actions button:not(:disabled)')?.focus()
  }

  #remove(index: number): void {
    this.#report(this.value.filter((_, at) => at !== index))
    void this.#focusNear(index)
  }

  /** Moves the focus to the item after the removed one. */
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
    this.#report(this.value.with(index, changed as Json))
  }
}

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
