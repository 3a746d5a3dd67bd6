import type { Column, Json } from '@aw-flow/schema'
import { LitElement, type PropertyValues } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { LoadColumnSamples } from '../columns/column-samples.ts'
import { formStrings, type FormStrings } from '../form-strings.ts'
import { styles } from './aw-filter-builder.styles.ts'
import type { FilterMatch } from './filter-items.ts'
import type { FilterView } from './filter-view.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-filter-builder': AwFilterBuilder
  }
}

/**
 * Conditions that rows must match, with nested groups. An expression that must also match can be converted to
 * conditions if they match the same rows; otherwise the builder shows the part that conditions cannot express.
 *
 * @event {FieldChangeEvent} aw-field-change - The conditions have changed; `others` has `match` and `expression` after
 *   an expression was opened.
 *
 * @public
 */
export class AwFilterBuilder extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]
  static override properties = {
    value: { attribute: false },
    match: { attribute: false },
    expression: { attribute: false },
    operators: { attribute: false },
    columns: { attribute: false },
    loadSamples: { attribute: false },
    label: {},
    description: {},
    disabled: { type: Boolean },
    subject: { attribute: false },
    words: { attribute: false },
    _view: { state: true },
  }

  /** The conditions and groups, as in a Filter node. */
  declare value: readonly Json[]
  /** Whether a row must match all conditions or any of them. */
  declare match: FilterMatch
  /** An expression that a row must also match. */
  declare expression: string
  /** Labels of the comparisons by name, in order. */
  declare operators: Readonly<Record<string, string>>
  /** The columns of the table; `undefined` while they are unknown. */
  declare columns: readonly Column[] | undefined
  /** Loads sample values of the columns, for the lists of columns. */
  declare loadSamples: LoadColumnSamples | undefined
  /** The accessible name. */
  declare label: string
  /** The accessible description. */
  declare description: string
  /** If true, nothing can be changed. */
  declare disabled: boolean
  /** Identifies the node. Unfinished input is discarded when it changes. */
  declare subject: string
  /** UI strings of the form. */
  declare words: FormStrings
  /** Absent until it is loaded. */
  declare private _view: FilterView | undefined

  constructor() {
    super()
    this.value = []
    this.match = 'all'
    this.expression = ''
    this.operators = {}
    this.label = ''
    this.description = ''
    this.disabled = false
    this.subject = ''
    this.words = formStrings
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('words') && changed.get('words')?.language !== this.words.language) void this.#load()
    if (changed.has('subject')) this._view?.clear()
  }

  override render(): unknown {
    return this._view?.render()
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('value')) void this._view?.restoreFocus()
  }

  async #load(): Promise<void> {
    const { language } = this.words
    const { createFilterView } = await import('./filter-view.ts')
    const view = await createFilterView(this)
    if (this.words.language === language) this._view = view
  }
}
