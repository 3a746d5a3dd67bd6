import { getProblemText, type Problem } from '@aw-flow/schema'
import { Task } from '@lit/task'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-expression-field.styles.ts'
import { expressionStrings, type ExpressionStrings } from './expression-strings.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import type { AskExpression, ExpressionAssist } from '../form-context.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-expression-field': AwExpressionField
  }
}

/** Debounce delay for the preview, in milliseconds. */
const debounceMs = 200

/**
 * An expression field that previews the expression's value, based on data from the last run. An error is shown with its
 * position and underlined in the text.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes the expression.
 * @csspart code - The container of the editor.
 *
 * @public
 */
export class AwExpressionField extends element(
  {
    /** The expression. */
    value: '',
    /**
     * `value` if the expression is evaluated once, or `row` if it is evaluated for each row and names refer to columns.
     */
    over: 'value' as 'value' | 'row',
    /** Returns completions and the value of the expression. If absent, neither is shown. */
    ask: undefined as AskExpression | undefined,
    /** Whether to show only errors below the editor, because the host shows the results. */
    errorsOnly: false,
    /** Any value that changes when the preview may be outdated, for example after a run or an edit. */
    revision: undefined as unknown,
    /** The accessible name. */
    label: '',
    /** The accessible description. */
    description: '',
    /** The placeholder. */
    placeholder: '',
    /** Whether the value is invalid for a reason that the host shows. */
    invalid: false,
    /** Whether the field is disabled. */
    disabled: false,
    /** UI strings for the field. */
    strings: expressionStrings as ExpressionStrings,
    _assist: undefined as { text: string; help: ExpressionAssist } | undefined,
    _failure: undefined as Problem | undefined,
  },
  {
    over: {},
    errorsOnly: { type: Boolean, attribute: 'errors-only' },
    label: {},
    description: {},
    placeholder: {},
    invalid: { type: Boolean },
    disabled: { type: Boolean },
  },
) {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]

  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #preview = new Task(this, { autoRun: false, task: (_, { signal }) => this.#loadPreview(signal) })

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#schedulePreview(0)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#preview.abort()
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('value')) this.#schedulePreview(changed.get('value') === undefined ? 0 : debounceMs)
    else if (changed.has('revision') || changed.has('over') || (changed.has('ask') && !changed.get('ask')))
      this.#schedulePreview(debounceMs)
  }

  override render(): unknown {
    const errorRange = this.#findErrorRange()
    return html`<aw-code-field
        exportparts="code"
        .value=${this.value}
        language=${this.over === 'row' ? 'row-expression' : 'expression'}
        .label=${this.label}
        .description=${this.description}
        .placeholder=${this.placeholder}
        ?invalid=${this.invalid || errorRange !== undefined}
        ?disabled=${this.disabled}
        .error=${errorRange}
        .strings=${this.strings.code}
        .complete=${this.#complete}
        @aw-field-change=${this.#onChange}
      ></aw-code-field>
      ${this.ask ? this.#renderValue() : nothing}`
  }

  /** Focuses the editor. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('aw-code-field')?.focus(options)
  }

  #renderValue(): unknown {
    const { strings, _assist: assist } = this
    if (this._failure !== undefined)
      return this.#renderLine('info', 'muted', strings.renderText(getProblemText(this._failure)))
    if (!assist || this.value.trim() === '') return nothing
    const { tried: result, rows } = assist.help
    const staleClass = assist.text !== this.value ? 'stale' : ''
    if (!result.ok) {
      if (this.invalid) return nothing
      const { location: position } = result
      const reason = strings.renderText(result.message)
      return this.#renderLine(
        'triangle-alert',
        `bad ${staleClass}`,
        position ? strings.withPosition(reason, position.line, position.column) : reason,
      )
    }
    if (this.errorsOnly) return nothing
    if (rows) {
      if (rows.length === 0) return this.#renderLine('info', 'muted', strings.noRows)
      return html`<div class="value ${staleClass}" role="status" aria-label=${strings.previewRows}>
        <span class="muted small">${strings.previewRows}</span>
        <ol>
          ${rows.map((row) => html`<li><code class="ellipsis" dir="auto">${row.ok ? row.text || strings.empty : row.message}</code></li>`)}
        </ol>
      </div>`
    }
    return html`<div class="value ${staleClass}" role="status" aria-label=${strings.preview}>
      <span class="muted small">${strings.preview}</span>
      ${
        result.text === ''
          ? html`<span class="muted">${strings.empty}</span>`
          : html`<pre tabindex="0" dir="ltr" aria-label=${strings.preview}>${result.text}</pre>`
      }
    </div>`
  }

  #renderLine(iconName: Parameters<typeof icon>[0], classNames: string, text: string): unknown {
    return html`<p class="line ${classNames}" role="status">${icon(iconName)}<span>${text}</span></p>`
  }

  #findErrorRange(): { from: number; to: number } | undefined {
    const result = this._assist?.help.tried
    if (!result || result.ok || !result.location || this._assist?.text !== this.value) return undefined
    const { offset, token } = result.location
    // The reported position may be after the token that caused the error.
    const length = token?.length ?? 1
    const from = token !== undefined && this.value.slice(offset - length, offset) === token ? offset - length : offset
    return { from, to: from + length }
  }

  #onChange = (event: FieldChangeEvent): void => {
    event.stopPropagation()
    this.value = String(event.value)
    this.dispatchEvent(new FieldChangeEvent({ value: this.value }))
  }

  #complete = async (text: string, offset: number): Promise<ExpressionAssist['completions'] | undefined> => {
    const response = await this.ask?.(text, offset, this.over)
    return response?.ok ? response.value.completions : undefined
  }

  #schedulePreview(delayMs: number): void {
    clearTimeout(this.#timer)
    if (!this.ask || this.value.trim() === '') return
    this.#timer = setTimeout(() => void this.#preview.run(), delayMs)
  }

  async #loadPreview(signal: AbortSignal): Promise<void> {
    const text = this.value
    const response = await this.ask?.(text, text.length, this.over)
    if (signal.aborted || !response) return
    this._failure = response.ok ? undefined : response.problem
    if (response.ok) this._assist = { text, help: response.value }
  }
}
