import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Json, SuggestedFix, Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getSettingTitle } from '../../forms/setting-title.ts'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-problem-help.styles.ts'
import { inspectorStrings, type InspectorStrings } from './inspector-strings.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-problem-help': AwProblemHelp
  }
}

/**
 * Explains a problem and offers fixes. The explanation and the fixes are loaded when the user opens the element. Each
 * fix shows the value that it changes, and is a single undo step. The element closes when the document changes, because
 * the fixes were determined for the previous document.
 *
 * @public
 */
export class AwProblemHelp extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** The problem to explain. */
    problem: undefined as Problem | undefined,
    readonly: false,
    strings: inspectorStrings as InspectorStrings,
    /** Called to apply a fix. Default: applies the edit to the document. */
    apply: undefined as ((edit: Edit) => void) | undefined,
    _explanation: undefined as { readonly meaning: string; readonly language: string } | undefined,
    /** Fixes for the problem; `undefined` until they are loaded. */
    _fixes: undefined as readonly SuggestedFix[] | undefined,
    _isOpen: false,
  },
  { readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]

  readonly #controller = new SessionController(this, ['document'])
  #key = ''
  #document: unknown

  override willUpdate(_changed: PropertyValues): void {
    const { code, where, params } = this.problem ?? {}
    const key = JSON.stringify([code, where, params])
    const document = this.#controller.session?.document.current
    if (key === this.#key && document === this.#document) return
    this.#key = key
    this.#document = document
    this._isOpen = false
    this._explanation = undefined
    this._fixes = undefined
  }

  override render(): unknown {
    if (!this.problem || !this.#controller.session?.assistant) return nothing
    const { strings } = this
    return html`<details .open=${this._isOpen} @toggle=${this.#onToggle}>
      <summary>${icon('chevron-right')}${strings.explain}</summary>
      ${this._explanation ? html`<p lang=${this._explanation.language} dir="auto">${renderCode(this._explanation.meaning)}</p>` : nothing}
      <div role="status">
        ${this._fixes ? this._fixes.map((fix) => this.#renderFix(fix)) : html`<p class="muted">${strings.docsLoading}</p>`}
      </div>
    </details>`
  }

  #renderFix({ change, edit, verified, fields }: SuggestedFix): unknown {
    const { strings } = this
    if (fields) return this.#renderForm(change, edit, fields)
    const values = this.#findValues(edit)
    return html`<div class="fix">
      ${
        values
          ? html`<p class="small"><del dir="auto">${values.before}</del> <ins dir="auto">${values.after}</ins></p>`
          : nothing
      }
      ${verified ? nothing : html`<p class="muted small">${strings.fixNotTested}</p>`}
      <button type="button" ?disabled=${this.readonly} @click=${() => this.#applyFix(edit)}>
        ${icon('wand-sparkles')}<span>${renderCode(strings.fix(strings.renderText(change)))}</span>
      </button>
    </div>`
  }

  /** Renders a fix as a form whose fields the user completes, such as the target of a tool. */
  #renderForm(change: SuggestedFix['change'], edit: Edit, fields: NonNullable<SuggestedFix['fields']>): TemplateResult {
    const { strings } = this
    const onSubmit = (event: SubmitEvent): void => {
      event.preventDefault()
      const data = new FormData(event.target as HTMLFormElement)
      if (edit.type !== 'set-config') return
      const value = fields.reduce<Json>(
        (current, { path }, index) => replaceItem(current, path, String(data.get(String(index)) ?? '')),
        edit.value ?? null,
      )
      this.#applyFix({ ...edit, value })
    }
    return html`<form class="fix" @submit=${onSubmit}>
      ${fields.map(
        ({ type, setting, node, value }, index) =>
          html`<label
            >${node === undefined ? '' : `${node}: `}${this.#findTitle(type, setting)}
            <input
              name=${index}
              required
              spellcheck="false"
              autocomplete="off"
              .value=${value}
              pattern=${noPlaceholderPattern}
              ?disabled=${this.readonly}
          /></label>`,
      )}
      <button ?disabled=${this.readonly}>
        ${icon('wand-sparkles')}<span>${renderCode(strings.fix(strings.renderText(change)))}</span>
      </button>
    </form>`
  }

  #findTitle(type: string, setting: string): string {
    const nodeType = this.#controller.session?.engine.catalog.find((candidate) => candidate.type === type)
    return getSettingTitle(nodeType && this.strings.nodeTypes.translateType(nodeType), [setting])
  }

  /** Returns a setting's value before and after an edit; `undefined` unless the edit changes a setting. */
  #findValues(edit: Edit): { before: string; after: string } | undefined {
    if (edit.type !== 'set-config') return undefined
    const node = this.#controller.session?.document.current.nodes.find(({ id }) => id === edit.id)
    const [key = ''] = edit.path
    return { before: toText(node?.data.config[key]), after: toText(edit.value) }
  }

  #applyFix(edit: Edit): void {
    if (this.apply) this.apply(edit)
    else this.#controller.session?.document.apply(edit)
  }

  readonly #onToggle = (event: Event): void => {
    this._isOpen = (event.target as HTMLDetailsElement).open
    if (this._isOpen && this._fixes === undefined) void this.#load()
  }

  async #load(): Promise<void> {
    const { problem, strings } = this
    const { document, assistant } = this.#controller.session ?? {}
    if (!problem || !document || !assistant) return
    const key = this.#key
    const requestedDocument = document.current
    const isCurrent = (): boolean => key === this.#key && document.current === requestedDocument
    const explanationPromise = assistant.explainProblem(problem.code, strings.language)
    const fixesPromise = assistant.findFixes(problem)
    const explanation = await explanationPromise
    if (isCurrent() && explanation.ok) this._explanation = explanation.value
    const fixes = await fixesPromise
    if (isCurrent()) this._fixes = fixes.ok ? fixes.value : []
  }
}

/** Rejects text that contains placeholders, because a language model could choose the text that replaces them. */
const noPlaceholderPattern = '(?!.*\\{\\{).*'

/** Returns a copy of a JSON value in which the item at a path is replaced. */
function replaceItem(value: Json, [key, ...rest]: readonly string[], item: Json): Json {
  if (key === undefined) return item
  if (Array.isArray(value))
    return value.map((child, index) => (String(index) === key ? replaceItem(child, rest, item) : child))
  if (typeof value !== 'object' || value === null) return value
  return { ...value, [key]: replaceItem(value[key] ?? null, rest, item) }
}

const maxValueLength = 300

function toText(value: Json | undefined): string {
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text
}
