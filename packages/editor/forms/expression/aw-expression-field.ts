import { textOf, type Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-expression-field.styles.ts'
import type { Completions } from '../code/completions.ts'
import { expressionStrings, type ExpressionStrings } from './expression-strings.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import type { AskExpression, ExpressionHelp } from '../form-surroundings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-expression-field': AwExpressionField
  }
}

/** Debounce of the preview, in ms. */
const pause = 200

/**
 * A field for an expression with a preview of its value on data of the last run. An error is shown with its position
 * and marked in the text.
 *
 * @event {FieldChangeEvent} aw-field-change - The expression has changed.
 * @csspart code - The text of a code field.
 *
 * @public
 */
export class AwExpressionField extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]
  static override properties = {
    value: { attribute: false },
    over: {},
    ask: { attribute: false },
    revision: { attribute: false },
    label: {},
    description: {},
    placeholder: {},
    invalid: { type: Boolean },
    disabled: { type: Boolean },
    strings: { attribute: false },
    _help: { state: true },
    _failure: { state: true },
  }

  /** The expression. */
  declare value: string
  /** `row`: its names are columns, and it has a value for each row. */
  declare over: 'value' | 'row'
  /** Returns completions and the value of the expression; without it, neither is shown. */
  declare ask: AskExpression | undefined
  /** The state that the preview depends on besides the text (a run, the document); another value requests it again. */
  declare revision: unknown
  /** The accessible name. */
  declare label: string
  /** The accessible description. */
  declare description: string
  /** The placeholder. */
  declare placeholder: string
  /** True if the value is invalid for a reason that is reported elsewhere. */
  declare invalid: boolean
  /** If true, nothing can be changed. */
  declare disabled: boolean
  /** Texts of the field. */
  declare strings: ExpressionStrings
  declare private _help: { text: string; help: ExpressionHelp } | undefined
  declare private _failure: Problem | undefined

  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  constructor() {
    super()
    this.value = ''
    this.over = 'value'
    this.label = ''
    this.description = ''
    this.placeholder = ''
    this.invalid = false
    this.disabled = false
    this.strings = expressionStrings
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#askSoon(0)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#asked++
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('value')) this.#askSoon(changed.get('value') === undefined ? 0 : pause)
    else if (changed.has('revision') || changed.has('over') || (changed.has('ask') && !changed.get('ask')))
      this.#askSoon(pause)
  }

  override render(): unknown {
    const error = this.#errorPlace()
    return html`<aw-code-field
        exportparts="code"
        .value=${this.value}
        language=${this.over === 'row' ? 'row-expression' : 'expression'}
        .label=${this.label}
        .description=${this.description}
        .placeholder=${this.placeholder}
        ?invalid=${this.invalid || error !== undefined}
        ?disabled=${this.disabled}
        .error=${error}
        .strings=${this.strings.code}
        .complete=${this.#complete}
        @aw-field-change=${this.#onChange}
      ></aw-code-field>
      ${this.ask ? this.#renderValue() : nothing}`
  }

  /** Moves the focus to the text. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('aw-code-field')?.focus(options)
  }

  #renderValue(): unknown {
    const { strings, _help: known } = this
    if (this._failure !== undefined) return this.#line('info', 'muted', strings.renderText(textOf(this._failure)))
    if (!known || this.value.trim() === '') return nothing
    const { tried, rows } = known.help
    const isOld = known.text !== this.value ? 'old' : ''
    if (!tried.ok) {
      if (this.invalid) return nothing
      const { place } = tried
      const reason = strings.renderText(tried.message)
      return this.#line('triangle-alert', `bad ${isOld}`, place ? strings.at(reason, place.line, place.column) : reason)
    }
    if (rows) {
      if (rows.length === 0) return this.#line('info', 'muted', strings.noRows)
      return html`<div class="value ${isOld}" role="status" aria-label=${strings.givesRows}>
        <span class="muted small">${strings.givesRows}</span>
        <ol>
          ${rows.map((row) => html`<li><code dir="auto">${row.ok ? row.text || strings.nothing : row.message}</code></li>`)}
        </ol>
      </div>`
    }
    return html`<div class="value ${isOld}" role="status" aria-label=${strings.gives}>
      <span class="muted small">${strings.gives}</span>
      ${
        tried.text === ''
          ? html`<span class="muted">${strings.nothing}</span>`
          : html`<pre tabindex="0" dir="ltr" aria-label=${strings.gives}>${tried.text}</pre>`
      }
    </div>`
  }

  #line(shape: Parameters<typeof icon>[0], look: string, text: string): unknown {
    return html`<p class="line ${look}" role="status">${icon(shape)}<span>${text}</span></p>`
  }

  #errorPlace(): { from: number; to: number } | undefined {
    const tried = this._help?.help.tried
    if (!tried || tried.ok || !tried.place || this._help?.text !== this.value) return undefined
    const { offset, token } = tried.place
    // The reported position may be after the actual error.
    const length = token?.length ?? 1
    const from = token !== undefined && this.value.slice(offset - length, offset) === token ? offset - length : offset
    return { from, to: from + length }
  }

  #onChange = (event: FieldChangeEvent): void => {
    event.stopPropagation()
    this.value = String(event.value)
    this.dispatchEvent(new FieldChangeEvent({ value: this.value }))
  }

  #complete = async (text: string, offset: number): Promise<Completions | undefined> => {
    const answer = await this.ask?.(text, offset, this.over)
    return answer?.ok ? answer.value.completions : undefined
  }

  #askSoon(wait: number): void {
    clearTimeout(this.#timer)
    if (!this.ask || this.value.trim() === '') return
    this.#timer = setTimeout(() => void this.#tryNow(), wait)
  }

  async #tryNow(): Promise<void> {
    const text = this.value
    const asked = ++this.#asked
    const answer = await this.ask?.(text, text.length, this.over)
    if (asked !== this.#asked || !answer) return
    this._failure = answer.ok ? undefined : answer.problem
    if (answer.ok) this._help = { text, help: answer.value }
  }
}
