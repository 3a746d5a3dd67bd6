import type { Column } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { placePopover, measureZoom } from '../../elements/editor/place-popover.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { typeIcons } from '../../views/format-cell.ts'
import { styles } from './aw-column-field.styles.ts'
import type { ColumnSamples, LoadColumnSamples } from './column-samples.ts'
import { columnStrings, type ColumnStrings } from './column-strings.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import { searchColumns } from './search-columns.ts'
import { formatColumnType } from '../../language/column-types.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-column-field': AwColumnField
  }
}

/** Maximum number of options to display. Typing narrows the list. */
const maxOptions = 200
/** Maximum number of columns in the checklist. Other columns can be found by typing. */
const maxChecklistItems = 200

type Option = { kind: 'column'; column: Column } | { kind: 'typed'; name: string }

/**
 * A field for a column name or, if `multiple` is set, an ordered list of names, selected from the input columns.
 * Unknown names are highlighted but not removed. As long as the columns are unknown, any name is valid. Arrow keys move
 * through the list, Enter selects an option, and Escape closes the list. On a selected column, Alt+arrow keys move it
 * and Delete removes it.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes the column or the list of columns.
 *
 * @public
 */
export class AwColumnField extends element(
  {
    /** The column name or, if `multiple` is set, the names in order. */
    value: '' as string | readonly string[],
    /** Whether several columns can be selected, in order. */
    multiple: false,
    /** The columns to select from, or `undefined` while they are unknown. */
    columns: undefined as readonly Column[] | undefined,
    /** Loads sample values to show next to the columns. If absent, no samples are shown. */
    loadSamples: undefined as LoadColumnSamples | undefined,
    /** The input whose columns are sampled. Default: the first connected input. */
    input: undefined as string | undefined,
    /** The accessible name. */
    label: '',
    /** The accessible description. */
    description: '',
    /** The placeholder. */
    placeholder: '',
    /** Whether the value is invalid. */
    invalid: false,
    /** Whether the field is disabled. */
    disabled: false,
    /** UI strings for the field. */
    strings: columnStrings as ColumnStrings,
    /** The text typed since the list was opened, or `undefined` if nothing has been typed. */
    _search: undefined as string | undefined,
    _isOpen: false,
    _activeIndex: -1,
    _announcement: '',
    _samples: undefined as ColumnSamples | undefined,
  },
  {
    multiple: { type: Boolean },
    input: {},
    label: {},
    description: {},
    placeholder: {},
    invalid: { type: Boolean },
    disabled: { type: Boolean },
  },
) {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#close()
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('loadSamples') && !changed.has('input')) return
    this._samples = undefined
    if (this.multiple) void this.#loadSamples()
  }

  override updated(changed: PropertyValues): void {
    const list = this.renderRoot.querySelector<HTMLElement>('[popover]')
    if (this._isOpen && list) this.#positionList()
    if (changed.has('_activeIndex') && this._isOpen) {
      this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
    }
  }

  override render(): unknown {
    const { strings, multiple } = this
    const options = this._isOpen ? this.#options : []
    const isMissing = multiple ? false : this.#isMissing(this.#names[0] ?? '')
    const hasChecklist = multiple && !this.disabled && (this.columns ?? []).length > 0
    const text = this._search ?? (multiple ? '' : (this.#names[0] ?? ''))
    return html`${multiple ? this.#renderSelected() : nothing}
      <div class="box">
        <input
          type="text"
          role="combobox"
          aria-label=${this.label}
          aria-describedby="about"
          aria-expanded=${this._isOpen ? 'true' : 'false'}
          aria-controls="list"
          aria-autocomplete="list"
          aria-activedescendant=${options[this._activeIndex] ? `option-${this._activeIndex}` : nothing}
          aria-invalid=${this.invalid || isMissing ? 'true' : nothing}
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          placeholder=${this.placeholder || (multiple ? strings.add : strings.choose)}
          ?disabled=${this.disabled}
          .value=${live(text)}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @click=${() => (hasChecklist ? undefined : this.#show())}
          @blur=${this.#onBlur}
        />
        <button
          type="button"
          class="quiet icon"
          tabindex="-1"
          title=${strings.open}
          aria-label=${strings.open}
          ?disabled=${this.disabled}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${this.#onToggle}
        >
          ${icon('chevron-down')}
        </button>
      </div>
      <ul id="list" popover="manual" role="listbox" aria-label=${strings.list}>
        ${this._isOpen ? this.#renderOptions(options) : nothing}
      </ul>
      ${hasChecklist ? this.#renderChecklist() : nothing}
      ${isMissing ? html`<p class="missing">${icon('triangle-alert')}<span>${strings.missingColumn(this.#names[0]!)}</span></p>` : nothing}
      <span id="about" class="visually-hidden"
        >${this.description}${this.columns === undefined ? ` ${strings.unknownColumns}` : ''}</span
      >
      <span class="visually-hidden" role="status"
        >${this._isOpen && this._search !== undefined ? strings.matchCount(options.filter(({ kind }) => kind === 'column').length) : this._announcement}</span
      >`
  }

  /** Renders a checklist of the columns that are not selected yet, with sample values. */
  #renderChecklist(): unknown {
    const columns = this.#matches.slice(0, maxChecklistItems)
    if (columns.length === 0) return nothing
    return html`<ul class="checklist" role="list" aria-label=${this.strings.list}>
      ${repeat(
        columns,
        ({ name }) => name,
        ({ name, type }, index) =>
          html`<li>
            <label title="${name} · ${formatColumnType(type, this.strings.columnTypes)}">
              <input type="checkbox" .checked=${live(false)} @change=${() => this.#addFromChecklist(name, index)} />
              ${icon(typeIcons[getTypeFamily(type)])}
              <span class="name ellipsis" dir="auto">${name}</span>
              <span class="type ellipsis">${formatColumnType(type, this.strings.columnTypes)}</span>
              ${this.#renderSample(name)}
            </label>
          </li>`,
      )}
    </ul>`
  }

  #renderSample(name: string): unknown {
    const sample = this._samples?.get(name)
    return sample ? html`<span class="sample ellipsis" dir="auto">${sample}</span>` : nothing
  }

  #renderOptions(options: readonly Option[]): unknown {
    const { strings } = this
    const hiddenCount = this.#matches.length - maxOptions
    return html`${options.map((option, index) => {
      const name = option.kind === 'column' ? option.column.name : option.name
      return html`<li
        id="option-${index}"
        role="option"
        class=${option.kind}
        aria-selected=${index === this._activeIndex ? 'true' : 'false'}
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${() => this.#selectName(name)}
      >
        ${
          option.kind === 'column'
            ? html`${icon(typeIcons[getTypeFamily(option.column.type)])}<span class="name ellipsis" dir="auto"
                  >${name}</span
                ><span class="type ellipsis" title=${option.column.type}
                  >${formatColumnType(option.column.type, this.strings.columnTypes)}</span
                >${this.#renderSample(name)}`
            : html`${icon('plus')}<span class="name ellipsis">${strings.useName(name)}</span>`
        }
      </li>`
    })}
    ${
      options.length === 0
        ? html`<li role="presentation" class="note small muted">
            ${this.columns === undefined ? strings.unknownColumns : strings.noMatches(this._search ?? '')}
          </li>`
        : hiddenCount > 0
          ? html`<li role="presentation" class="note small muted">${strings.moreColumns(hiddenCount)}</li>`
          : nothing
    }`
  }

  #renderSelected(): unknown {
    const { strings } = this
    const names = this.#names
    const types = new Map((this.columns ?? []).map((column) => [column.name, column.type]))
    const unselectedColumns = (this.columns ?? []).filter(({ name }) => !names.includes(name))
    return html`<ol role="list" aria-label=${this.label} class=${names.length === 0 ? 'empty' : ''}>
        ${repeat(
          names,
          (name, index) => `${name} ${names.indexOf(name) === index ? '' : index}`,
          (name, index) => {
            const isMissing = this.#isMissing(name)
            const type = types.get(name)
            return html`<li
              class=${isMissing ? 'missing-column' : ''}
              @keydown=${(event: KeyboardEvent) => this.#onSelectedKey(event, index)}
            >
              ${icon(isMissing ? 'triangle-alert' : typeIcons[getTypeFamily(type ?? 'unknown')])}
              <span
                class="name ellipsis"
                dir="auto"
                title=${isMissing ? strings.missingColumn(name) : `${name} ${type ?? ''}`.trim()}
                >${name}</span
              >
              ${isMissing ? html`<span class="visually-hidden">${strings.missingColumn(name)}</span>` : nothing}
              ${
                this.disabled
                  ? nothing
                  : html`${renderIconButton('arrow-up', strings.moveUp(name), () => this.#move(index, index - 1), { isDisabled: index === 0 })}${renderIconButton('x', strings.remove(name), () => this.#remove(index), { className: 'remove' })}`
              }
            </li>`
          },
        )}
      </ol>
      ${
        unselectedColumns.length > 1 && !this.disabled
          ? html`<button
              type="button"
              class="quiet all"
              @click=${() => this.#dispatchChange([...names, ...unselectedColumns.map(({ name }) => name)])}
            >
              ${icon('plus')}${strings.addAll(unselectedColumns.length)}
            </button>`
          : nothing
      }`
  }

  /** Focuses the text input. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('input')?.focus(options)
  }

  get #names(): readonly string[] {
    return typeof this.value === 'string' ? [this.value] : this.value
  }

  #isMissing(name: string): boolean {
    return name !== '' && this.columns !== undefined && !this.#isColumn(name)
  }

  #isColumn(name: string): boolean {
    return this.columns?.some((column) => column.name === name) ?? false
  }

  /** The available columns that match the typed text. */
  get #matches(): readonly Column[] {
    const names = this.#names
    const availableColumns = this.multiple
      ? (this.columns ?? []).filter(({ name }) => !names.includes(name))
      : (this.columns ?? [])
    return searchColumns(availableColumns, this._search ?? '')
  }

  get #options(): Option[] {
    const options = this.#matches.slice(0, maxOptions).map((column): Option => ({ kind: 'column', column }))
    const typedText = this._search ?? ''
    // A name that is not a column is used only when it is selected here.
    const isNew = typedText !== '' && !this.#isColumn(typedText) && !this.#names.includes(typedText)
    if (isNew && (this.multiple || (this.columns !== undefined && options.length === 0)))
      options.push({ kind: 'typed', name: typedText })
    return options
  }

  #dispatchChange(value: string | readonly string[]): void {
    this.value = value
    this.dispatchEvent(new FieldChangeEvent({ value: typeof value === 'string' ? value : [...value] }))
  }

  #selectName(name: string): void {
    if (!this.multiple) {
      this.#dispatchChange(name)
      this.#close()
      return
    }
    this.#dispatchChange([...this.#names, name])
    this._announcement = this.strings.added(name)
    this._search = ''
    this._activeIndex = -1
  }

  /** Selects a column from the checklist and focuses the next one. */
  #addFromChecklist(name: string, index: number): void {
    const search = this._search
    this.#dispatchChange([...this.#names, name])
    this._announcement = this.strings.added(name)
    this._search = search
    void this.#focusAfterUpdate(() => {
      const checkboxes = this.renderRoot.querySelectorAll<HTMLElement>('.checklist input')
      return (
        checkboxes[Math.min(index, checkboxes.length - 1)] ?? this.renderRoot.querySelector<HTMLElement>('.box input')
      )
    })
  }

  async #loadSamples(): Promise<void> {
    const { loadSamples, input } = this
    const samples = await loadSamples?.(input)
    if (loadSamples === this.loadSamples && input === this.input) this._samples = samples
  }

  #remove(index: number): void {
    const name = this.#names[index]!
    this.#dispatchChange(this.#names.filter((_, position) => position !== index))
    this._announcement = this.strings.removed(name)
    void this.#focusAfterUpdate(() => {
      const buttons = this.renderRoot.querySelectorAll<HTMLElement>('ol .remove')
      return buttons[Math.min(index, buttons.length - 1)] ?? this.renderRoot.querySelector<HTMLElement>('input')
    })
  }

  #move(fromIndex: number, toIndex: number): void {
    if (toIndex < 0 || toIndex >= this.#names.length) return
    const names = [...this.#names]
    const [name] = names.splice(fromIndex, 1)
    names.splice(toIndex, 0, name!)
    this.#dispatchChange(names)
    this._announcement = this.strings.moved(name!, toIndex + 1)
    void this.#focusAfterUpdate(() => {
      const item = this.renderRoot.querySelectorAll('ol li')[toIndex]
      const button = item?.querySelector<HTMLElement>('button:not(:disabled)')
      return button
    })
  }

  #onSelectedKey(event: KeyboardEvent, index: number): void {
    if (this.disabled) return
    const step = !event.altKey ? 0 : getKey(event) === 'ArrowUp' ? -1 : getKey(event) === 'ArrowDown' ? 1 : 0
    if (step !== 0) this.#move(index, index + step)
    else if (getKey(event) === 'Delete') this.#remove(index)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #onInput = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value
    this._search = text
    this.#show()
    const [bestOption] = this.#options
    this._activeIndex = text !== '' && (bestOption?.kind === 'column' || this.columns === undefined) ? 0 : -1
    if (!this.multiple && !this.#isMissing(text)) this.#dispatchChange(text)
  }

  #onToggle = (): void => {
    this.renderRoot.querySelector('input')?.focus()
    if (this._isOpen) this.#close()
    else this.#show()
  }

  #onBlur = (): void => {
    // Of typed text that was not selected from the list, a column or the only match is accepted.
    const typedText = this._search ?? ''
    const [match, ...otherMatches] = this.#matches
    const name = this.#isMissing(typedText) ? (otherMatches.length === 0 ? match?.name : undefined) : typedText
    if (this._isOpen && typedText !== '' && name !== undefined && !this.#names.includes(name)) this.#selectName(name)
    this.#close()
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const key = getKey(event)
    const optionCount = this._isOpen ? this.#options.length : 0
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (!this._isOpen) this.#show()
      else if (optionCount > 0) {
        const startIndex = this._activeIndex < 0 && key === 'ArrowUp' ? 0 : this._activeIndex
        this._activeIndex = (startIndex + (key === 'ArrowDown' ? 1 : -1) + optionCount) % optionCount
      }
    } else if (key === 'Enter' && this._isOpen) {
      const option = this.#options[this._activeIndex]
      if (option) this.#selectName(option.kind === 'column' ? option.column.name : option.name)
      else this.#close()
    } else if (key === 'Escape' && this._isOpen) {
      if (this.multiple) this._search = ''
      this.#close()
    } else if (key === 'Backspace' && this.multiple && (this._search ?? '') === '' && this.#names.length > 0) {
      const name = this.#names.at(-1)!
      this.#dispatchChange(this.#names.slice(0, -1))
      this._announcement = this.strings.removed(name)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  #show(): void {
    if (this._isOpen || this.disabled) return
    this._isOpen = true
    this._activeIndex = -1
    if (!this._samples) void this.#loadSamples()
    window.addEventListener('scroll', this.#positionList, { capture: true, passive: true })
    window.addEventListener('resize', this.#positionList, { passive: true })
  }

  #close(): void {
    if (!this._isOpen) return
    this._isOpen = false
    this._search = undefined
    this._activeIndex = -1
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover()
    window.removeEventListener('scroll', this.#positionList, { capture: true })
    window.removeEventListener('resize', this.#positionList)
  }

  /** Positions the open list next to the field. */
  #positionList = (): void => {
    const box = this.renderRoot.querySelector('.box')?.getBoundingClientRect()
    const list = this.renderRoot.querySelector<HTMLElement>('[popover]')
    if (!box || !list || !this._isOpen) return
    placePopover(list, box)
    list.style.minWidth = `${Math.max(box.width / measureZoom(list), 200)}px`
    placePopover(list, box)
  }

  async #focusAfterUpdate(findElement: () => HTMLElement | null | undefined): Promise<void> {
    await this.updateComplete
    findElement()?.focus()
  }
}
