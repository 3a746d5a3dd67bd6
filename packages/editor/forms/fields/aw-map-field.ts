import type { Column, Json, Problem } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import { formStrings, type FormStrings } from '../form-strings.ts'
import { renderPlainInput, findPlainInputError } from './plain-input.ts'
import { renderProblemLine, renderReason } from '../problem-line.ts'
import { problemStyles } from '../problem-line.styles.ts'
import { getSettingPath } from '../nested-problems.ts'
import { toFieldText } from './parse-field-text.ts'
import { focusAfterUpdate } from '../focus-after-update.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-map-field': AwMapField
  }
}

interface MapLine {
  key: string
  value: Json
  /** The value as typed, such as "2." while the user is typing "2.5". */
  text?: string | undefined
}

/**
 * A field for values keyed by name, one per line. A line without a name or with a duplicate name is displayed with an
 * error, but is not included in the value.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes a name or a value.
 *
 * @public
 */
export class AwMapField extends element(
  {
    /** The setting's title. */
    label: '',
    /** The values, keyed by name. */
    value: {} as Readonly<Record<string, Json>>,
    /** The JSON Schema of a value. */
    values: {} as Readonly<Record<string, unknown>>,
    /** Problems in the values. `where.setting` is the name. */
    problems: [] as readonly Problem[],
    /** The columns to select names from if `columnKeys` is set, or `undefined` while they are unknown. */
    columns: undefined as readonly Column[] | undefined,
    /** Whether the names are column names. */
    columnKeys: false,
    /** Identifies the node. When it changes, the lines are reset to `value`. */
    subject: '',
    /** Whether the field is disabled. */
    disabled: false,
    /** UI strings for the form. */
    formStrings: formStrings as FormStrings,
    _lines: [] as readonly MapLine[],
  },
  { label: {}, columnKeys: { type: Boolean }, disabled: { type: Boolean } },
) {
  static override styles = [
    tokens,
    controls,
    problemStyles,
    css`
      :host,
      ul {
        display: grid;
        gap: 6px;
        justify-items: start;
      }
      ul {
        width: 100%;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto;
        gap: 4px;
        width: 100%;
        align-items: center;
      }
      .messages {
        grid-column: 1 / -1;
      }
    `,
  ]

  /** JSON of the value that the lines represent. A `value` with different JSON was set by the host. */
  #linesJson = '{}'

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('value') && !changed.has('subject')) return
    const json = JSON.stringify(this.value)
    if (json === this.#linesJson && !changed.has('subject')) return
    this.#linesJson = json
    this._lines = Object.entries(this.value).map(([key, value]) => ({ key, value }))
  }

  override render(): unknown {
    const { map } = this.formStrings
    return html`<ul class="unmarked" role="list">
        ${this._lines.map((line, index) => this.#renderLine(line, index))}
      </ul>
      <button
        type="button"
        class="quiet add"
        aria-label=${map.addTo(this.label)}
        ?disabled=${this.disabled}
        @click=${this.#add}
      >
        ${icon('plus')}${map.add}
      </button>`
  }

  #renderLine(line: MapLine, index: number): unknown {
    const { key, value } = line
    const { map, column } = this.formStrings
    const keyProblem =
      key === ''
        ? toFieldText(value) === ''
          ? undefined
          : map.noKey
        : this._lines.findIndex((candidate) => candidate.key === key) < index
          ? map.duplicateKey(key)
          : undefined
    const valueError = findPlainInputError(this.values, line.text ?? toFieldText(value), this.formStrings)
    const problems =
      keyProblem === undefined ? this.problems.filter((problem) => getSettingPath(problem)[0] === key) : []
    const hasMessages = keyProblem !== undefined || valueError !== undefined || problems.length > 0
    const keyLabel = map.key(this.label, index + 1)
    return html`<li>
      ${
        this.columnKeys
          ? html`<aw-column-field
              .label=${keyLabel}
              .value=${key}
              .columns=${this.columns}
              .strings=${column}
              ?invalid=${keyProblem !== undefined}
              ?disabled=${this.disabled}
              @aw-field-change=${(event: FieldChangeEvent) => this.#onKeyChange(event, index)}
            ></aw-column-field>`
          : html`<input
              type="text"
              class="key"
              autocomplete="off"
              spellcheck="false"
              placeholder=${map.keyHint}
              aria-label=${keyLabel}
              aria-invalid=${keyProblem ? 'true' : nothing}
              aria-describedby=${keyProblem ? `messages-${index}` : nothing}
              ?disabled=${this.disabled}
              .value=${live(key)}
              @input=${(event: Event) => this.#setLine(index, { ...line, key: (event.target as HTMLInputElement).value })}
            />`
      }
      ${renderPlainInput({
        schema: this.values,
        value,
        text: line.text ?? toFieldText(value),
        label: map.value(this.label, key),
        hint: map.valueHint,
        describedBy: hasMessages ? `messages-${index}` : undefined,
        invalid: valueError !== undefined || problems.some(({ severity }) => severity === 'error'),
        disabled: this.disabled,
        strings: this.formStrings,
        onChange: (newValue, text) => this.#setLine(index, { key, value: newValue, text }),
      })}
      ${
        this.disabled
          ? nothing
          : renderIconButton('x', map.remove(this.label, key), () => this.#remove(index), { className: 'remove' })
      }
      ${
        hasMessages
          ? html`<div class="messages" id="messages-${index}">
              ${keyProblem === undefined ? nothing : renderReason(keyProblem)}
              ${valueError === undefined ? nothing : renderReason(valueError)}
              ${problems.map((problem) => renderProblemLine(problem, this.formStrings.renderText))}
            </div>`
          : nothing
      }
    </li>`
  }

  #onKeyChange(event: FieldChangeEvent, index: number): void {
    event.stopPropagation()
    this.#setLine(index, { ...this._lines[index]!, key: String(event.value) })
  }

  #setLine(index: number, line: MapLine): void {
    this.#setLines(this._lines.with(index, line))
  }

  #setLines(lines: readonly MapLine[]): void {
    this._lines = lines
    const valuesByKey = new Map<string, Json>()
    for (const line of lines) if (line.key !== '' && !valuesByKey.has(line.key)) valuesByKey.set(line.key, line.value)
    // `Object.fromEntries` creates own properties even for names such as `__proto__`.
    const value = Object.fromEntries(valuesByKey)
    const json = JSON.stringify(value)
    if (json === this.#linesJson) return
    this.#linesJson = json
    this.dispatchEvent(new FieldChangeEvent({ value }))
  }

  #add = (): void => {
    const [firstChoice] = Array.isArray(this.values.enum) ? (this.values.enum as Json[]) : []
    this.#setLines([...this._lines, { key: '', value: firstChoice ?? (this.values.type === 'boolean' ? false : '') }])
    void focusAfterUpdate(this, () =>
      this.renderRoot.querySelector<HTMLElement>('li:last-child :is(.key, aw-column-field)'),
    )
  }

  #remove(index: number): void {
    this.#setLines(this._lines.filter((_, position) => position !== index))
    void focusAfterUpdate(this, () => {
      const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.remove')
      return buttons[Math.min(index, buttons.length - 1)] ?? this.renderRoot.querySelector<HTMLElement>('.add')
    })
  }
}
