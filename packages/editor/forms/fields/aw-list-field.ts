import type { Config, Json, Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-list-field.styles.ts'
import { formStrings, type FormStrings, type ListStrings } from '../form-strings.ts'
import { findColumns, type FormContext } from '../form-context.ts'
import { formatColumnType } from '../../language/column-types.ts'
import { toNodeType } from '../expression/item-type.ts'
import { createInitialValue } from './find-variant.ts'
import { renderPlainInput, findPlainInputError } from './plain-input.ts'
import { renderProblemLine, renderReason } from '../problem-line.ts'
import { problemStyles } from '../problem-line.styles.ts'
import { toNestedProblem, getSettingPath } from '../nested-problems.ts'
import { readChoices, readNumberConstraints, readSettingFields, type FieldKind } from './setting-field.ts'
import { toFieldText } from './parse-field-text.ts'
import { focusAfterUpdate } from '../focus-after-update.ts'
import { TypedTexts } from '../typed-texts.ts'
import { element } from '../../element.ts'
import { getKey } from '../../get-key.ts'

/** Fired when the user changes the list. @public */
export class ListChangeEvent extends defineEvent<{
  /** The list after the change. */
  readonly value: Json[]
}>('aw-list-change', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-list-change': ListChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-list-field': AwListField
  }
}

/**
 * A list field whose items are strings, numbers, choices, or objects, each of which has a nested form. It displays
 * `value` and dispatches an event for each change. It stores nothing itself except the typed text of numbers.
 *
 * @event {ListChangeEvent} aw-list-change - Fired when the user changes, adds, moves or removes an item.
 * @csspart code - The container of a code editor.
 *
 * @public
 */
export class AwListField extends element(
  {
    /** The setting's title. */
    label: '',
    /** The JSON Schema of an item. */
    items: {} as Readonly<Record<string, unknown>>,
    /** The items, in order. */
    value: [] as readonly Json[],
    /** Problems in the items. `where.setting` starts with the index of the item. */
    problems: [] as readonly Problem[],
    /** The form's context, for example the columns that items can refer to. */
    context: undefined as FormContext | undefined,
    /** Identifies the node that is edited. When it changes, the typed text of numbers is discarded. */
    subject: '',
    /** Any value that changes when results of `context` may be outdated. */
    revision: undefined as unknown,
    /** Whether the field is disabled. */
    disabled: false,
    /** UI strings for the form. */
    formStrings: formStrings as FormStrings,
  },
  { label: { type: String }, disabled: { type: Boolean } },
) {
  static override styles = [tokens, controls, problemStyles, styles]

  /** Numbers as typed, keyed by item index. */
  readonly #typedTexts = new TypedTexts()

  /** Whether an item's form is small enough to fit on one or two lines. */
  #isCompact = false

  /** UI strings for the list. */
  get strings(): ListStrings {
    return this.formStrings.list
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('subject')) this.#typedTexts.clear()
    if (changed.has('items')) this.#isCompact = this.#hasObjectItems && isCompactItem(this.items)
  }

  override render(): unknown {
    const columns = (this.context && findColumns(this.context)) ?? []
    return html`<ol class="unmarked" role="list">
        ${this.value.map((item, index) => this.#renderItem(item, index))}
      </ol>
      <button
        type="button"
        class="quiet"
        aria-label=${this.strings.addTo(this.label)}
        ?disabled=${this.disabled}
        @click=${() => this.#add()}
      >
        ${icon('plus')}${this.strings.add}
      </button>
      <datalist id="columns">
        ${columns.slice(0, 500).map((column) => html`<option value=${column.name}>${formatColumnType(column.type, this.formStrings.column.columnTypes)}</option>`)}
      </datalist>`
  }

  #renderItem(item: Json, index: number): unknown {
    const isObject = this.#hasObjectItems
    const label = this.strings.item(this.label, index + 1)
    const problems = this.problems
      .filter((problem) => getSettingPath(problem)[0] === String(index))
      .map(toNestedProblem)
    const nestedProblems = problems.filter((problem) => isObject && this.#hasSetting(getSettingPath(problem)[0]))
    const itemProblems = problems.filter((problem) => !nestedProblems.includes(problem))
    const text = this.#typedTexts.get(String(index), item)?.text ?? toFieldText(item)
    const reason = isObject ? undefined : findPlainInputError(this.items, text, this.formStrings)
    const hasMessages = itemProblems.length > 0 || reason !== undefined
    return html`<li
      class=${isObject ? (this.#isCompact ? 'object compact' : 'object') : 'text'}
      aria-label=${label}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, index)}
    >
      ${isObject && !this.#isCompact ? html`<span class="index muted small" aria-hidden="true">${index + 1}</span>` : nothing}
      ${
        isObject
          ? html`<aw-form
              exportparts="code"
              ?compact=${this.#isCompact}
              .type=${toNodeType(this.items)}
              .config=${isConfig(item) ? item : {}}
              .problems=${nestedProblems}
              .context=${this.context}
              .subject=${`${this.subject} ${index}`}
              .revision=${this.revision}
              .strings=${this.formStrings}
              .disabled=${this.disabled}
              @aw-setting-change=${(event: HTMLElementEventMap['aw-setting-change']) => this.#onSetting(event, index)}
            ></aw-form>`
          : renderPlainInput({
              schema: this.items,
              value: item,
              text,
              label,
              hint: '',
              ...(readNumberConstraints(this.items) === undefined ? { suggestionListId: 'columns' } : {}),
              describedBy: hasMessages ? `messages-${index}` : undefined,
              invalid: reason !== undefined || itemProblems.some(({ severity }) => severity === 'error'),
              disabled: this.disabled,
              strings: this.formStrings,
              onChange: (value, typedText) => this.#setItem(index, value, typedText),
            })
      }
      ${this.disabled ? nothing : this.#renderActions(index)}
      ${
        hasMessages
          ? html`<div class="messages" id="messages-${index}">
              ${reason === undefined ? nothing : renderReason(reason)}
              ${itemProblems.map((problem) => renderProblemLine(problem, this.formStrings.renderText))}
            </div>`
          : nothing
      }
    </li>`
  }

  #renderActions(index: number): unknown {
    const [moveUpLabel, removeLabel] = [
      this.strings.moveUp(this.label, index + 1),
      this.strings.remove(this.label, index + 1),
    ]
    return html`<span class="actions">
      ${renderIconButton('arrow-up', moveUpLabel, () => this.#move(index, index - 1), { isDisabled: index === 0 })}
      ${renderIconButton('x', removeLabel, () => this.#remove(index))}
    </span>`
  }

  get #hasObjectItems(): boolean {
    return this.items.type === 'object'
  }

  #hasSetting(name: string | undefined): boolean {
    return name !== undefined && Object.hasOwn((this.items.properties ?? {}) as object, name)
  }

  #setItem(index: number, value: Json, text: string | undefined): void {
    if (text === undefined) this.#typedTexts.delete(String(index))
    else this.#typedTexts.set(String(index), text, value)
    this.#dispatchChange(this.value.with(index, value))
    // Changed text may have an unchanged value (“2.” for 2) and must be displayed as typed.
    this.requestUpdate()
  }

  #dispatchChange(value: readonly Json[]): void {
    this.dispatchEvent(new ListChangeEvent({ value: [...value] }))
  }

  /** Adds an item. Objects are created with their required settings so that the form reports missing values. */
  #add(): void {
    if (!this.#hasObjectItems) {
      const initialItem = readChoices(this.items)[0] ?? createInitialValue({ title: '', schema: this.items })
      return this.#dispatchChange([...this.value, initialItem])
    }
    const requiredSettings = Array.isArray(this.items.required)
      ? this.items.required.map((name) => [String(name), ''])
      : []
    this.#dispatchChange([...this.value, Object.fromEntries(requiredSettings) as Config as Json])
  }

  #move(fromIndex: number, toIndex: number): void {
    if (toIndex < 0 || toIndex >= this.value.length) return
    const reorderedItems = [...this.value]
    const [item] = reorderedItems.splice(fromIndex, 1)
    reorderedItems.splice(toIndex, 0, item!)
    this.#dispatchChange(reorderedItems)
    void focusAfterUpdate(this, () =>
      this.renderRoot.querySelectorAll('li')[toIndex]?.querySelector<HTMLElement>('.actions button:not(:disabled)'),
    )
  }

  /** Moves the item that has focus when Alt+Arrow Up or Alt+Arrow Down is pressed. */
  #onKey(event: KeyboardEvent, index: number): void {
    if (!event.altKey || this.disabled || (getKey(event) !== 'ArrowUp' && getKey(event) !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    this.#move(index, index + (getKey(event) === 'ArrowUp' ? -1 : 1))
  }

  #remove(index: number): void {
    this.#dispatchChange(this.value.filter((_, position) => position !== index))
    void focusAfterUpdate(this, () => {
      const buttons = this.renderRoot.querySelectorAll<HTMLElement>('li .actions button:last-child')
      return buttons[Math.min(index, buttons.length - 1)] ?? this.renderRoot.querySelector<HTMLElement>('ol + button')
    })
  }

  #onSetting(event: HTMLElementEventMap['aw-setting-change'], index: number): void {
    event.stopPropagation()
    const item = this.value[index]
    const { [event.name]: _, ...otherSettings } = isConfig(item) ? item : {}
    const changedItem =
      event.value === undefined ? otherSettings : { ...(isConfig(item) ? item : {}), [event.name]: event.value }
    this.#dispatchChange(this.value.with(index, changedItem as Json))
  }
}

const compactKinds: ReadonlySet<FieldKind> = new Set(['text', 'column', 'choice', 'number', 'integer'])

/** Returns whether an item is an object with at most four settings, all of them with small fields. */
function isCompactItem(itemSchema: Readonly<Record<string, unknown>>): boolean {
  const fields = readSettingFields(itemSchema)
  return fields.length <= 4 && fields.every(({ kind }) => compactKinds.has(kind))
}

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
