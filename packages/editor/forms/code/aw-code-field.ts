import { defined } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-code-field.styles.ts'
import type { CodeEditor, CodeEditorProps } from './code-editor.ts'
import { codeStrings, type CodeStrings } from './code-strings.ts'
import type { ExpressionAssist } from '../form-context.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import type { CodeLanguage } from '../fields/setting-field.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-code-field': AwCodeField
  }
}

/**
 * A code field with syntax highlighting, completion and error underlines. Until CodeMirror is loaded, or if loading
 * fails, it is a plain text area. The text and cursor position are preserved when the editor replaces the text area.
 * Tab leaves the field.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes the text.
 * @csspart code - The container of the editor.
 *
 * @public
 */
export class AwCodeField extends element(
  {
    /** The text. */
    value: '',
    /** The language of the text. */
    language: 'expression' as CodeLanguage,
    /** The accessible name. */
    label: '',
    /** The accessible description. */
    description: '',
    /** The placeholder. */
    placeholder: '',
    /** Whether the text is invalid. */
    invalid: false,
    /** Whether the field is read-only. */
    disabled: false,
    /** The invalid range of the text, as offsets starting at 0. */
    error: undefined as { readonly from: number; readonly to: number } | undefined,
    /** Column names for SQL completions, keyed by table name. */
    tables: undefined as Readonly<Record<string, readonly string[]>> | undefined,
    /** Returns completions at an offset in the text. */
    complete: undefined as
      | ((text: string, offset: number) => Promise<ExpressionAssist['completions'] | undefined>)
      | undefined,
    /** UI strings for the code editor. */
    strings: codeStrings as CodeStrings,
    _editor: undefined as CodeEditor | undefined,
  },
  {
    language: {},
    label: {},
    description: {},
    placeholder: {},
    invalid: { type: Boolean },
    disabled: { type: Boolean },
  },
) {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]

  #isComposing = false
  #editorLanguage: CodeLanguage | undefined
  #props: CodeEditorProps | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#openEditor()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#closeEditor()
  }

  override firstUpdated(): void {
    void this.#openEditor()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('language') && this._editor && this.#editorLanguage !== this.language) this.#closeEditor()
  }

  override updated(): void {
    if (this._editor) this._editor.update(this.value, this.#getProps())
    else if (this.isConnected && this.hasUpdated) void this.#openEditor()
  }

  override render(): unknown {
    return html`<div class="code" part="code" data-invalid=${this.invalid ? 'true' : nothing}>
        ${
          this._editor
            ? nothing
            : html`<textarea
                rows="4"
                spellcheck="false"
                autocomplete="off"
                dir="ltr"
                aria-label=${this.label}
                aria-describedby="about"
                aria-invalid=${this.invalid ? 'true' : nothing}
                placeholder=${this.placeholder}
                ?readonly=${this.disabled}
                .value=${live(this.value)}
                @input=${this.#onInput}
                @compositionstart=${() => (this.#isComposing = true)}
                @compositionend=${this.#onCompositionEnd}
              ></textarea>`
        }
        <div class="editor" ?hidden=${!this._editor}></div>
      </div>
      <span id="about" class="visually-hidden">${this.description}</span>`
  }

  /** Focuses the editor or text area. */
  override focus(options?: FocusOptions): void {
    if (this._editor) this._editor.focus()
    else this.renderRoot.querySelector('textarea')?.focus(options)
  }

  /** Whether CodeMirror is loaded. */
  get ready(): boolean {
    return this._editor !== undefined
  }

  #dispatchChange(text: string): void {
    this.value = text
    this.dispatchEvent(new FieldChangeEvent({ value: text }))
  }

  #onInput = (event: Event): void => this.#dispatchChange((event.target as HTMLTextAreaElement).value)

  #onCompositionEnd = (): void => {
    this.#isComposing = false
    void this.#openEditor()
  }

  #getProps(): CodeEditorProps {
    const { label, description, placeholder, invalid, disabled, error, strings } = this
    const newProps: CodeEditorProps = { label, description, placeholder, invalid, disabled, error, strings }
    const previousProps = this.#props
    const isUnchanged =
      previousProps !== undefined &&
      (Object.keys(newProps) as (keyof CodeEditorProps)[]).every((key) => previousProps[key] === newProps[key])
    return isUnchanged ? previousProps : (this.#props = newProps)
  }

  async #openEditor(): Promise<void> {
    const { createCodeEditor } = (await import('./edit-code.ts').catch(() => undefined)) ?? {}
    const parent = this.renderRoot.querySelector<HTMLElement>('.editor')
    // Replacing the text area would interrupt an IME composition.
    if (!createCodeEditor || !parent || this._editor || !this.isConnected || this.#isComposing) return
    const textArea = this.renderRoot.querySelector('textarea')
    const hasFocus = textArea !== null && this.shadowRoot?.activeElement === textArea
    this.#editorLanguage = this.language
    this._editor = createCodeEditor({
      parent,
      root: this.shadowRoot!,
      text: this.value,
      selection: hasFocus && textArea ? { anchor: textArea.selectionStart, head: textArea.selectionEnd } : undefined,
      language: this.language,
      ...defined({ tables: this.tables }),
      complete: async (text, offset) => this.complete?.(text, offset),
      props: this.#getProps(),
      onChange: (text) => this.#dispatchChange(text),
      onCompositionEnd: () => this.requestUpdate(),
    })
    if (!hasFocus) return
    // Move focus now instead of after the render that removes the text area, so that no key press is lost.
    parent.hidden = false
    this._editor.focus()
  }

  #closeEditor(): void {
    this._editor?.destroy()
    this._editor = undefined
    this.#editorLanguage = undefined
  }
}
