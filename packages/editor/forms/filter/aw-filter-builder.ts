import type { Column, Json } from '@aw-flow/schema'
import { Task } from '@lit/task'
import { LitElement, type PropertyValues } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { LoadColumnSamples } from '../columns/column-samples.ts'
import { formStrings, type FormStrings } from '../form-strings.ts'
import { styles } from './aw-filter-builder.styles.ts'
import type { FilterMatch } from './filter-items.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-filter-builder': AwFilterBuilder
  }
}

/**
 * A builder for the conditions that rows must match, with nested groups. An expression that rows must also match can be
 * converted to equivalent conditions. If conditions cannot represent the entire expression, the builder shows the part
 * that they cannot represent.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes the conditions. After an expression is
 * converted, `others` contains the new `match` and `expression`.
 *
 * @public
 */
export class AwFilterBuilder extends element(
  {
    /** The conditions and groups, in the format of a Filter node. */
    value: [] as readonly Json[],
    /** Whether rows must match all conditions or any of them. */
    match: 'all' as FilterMatch,
    /** An expression that rows must also match. */
    expression: '',
    /** Labels of the comparisons, in display order, keyed by comparison name. */
    operators: {} as Readonly<Record<string, string>>,
    /** The columns of the table, or `undefined` while they are unknown. */
    columns: undefined as readonly Column[] | undefined,
    /** Loads sample values to show next to the columns. */
    loadSamples: undefined as LoadColumnSamples | undefined,
    /** The accessible name. */
    label: '',
    /** The accessible description. */
    description: '',
    /** Whether the builder is disabled. */
    disabled: false,
    /** Identifies the node. When it changes, unfinished input is discarded. */
    subject: '',
    /** UI strings for the form. */
    formStrings: formStrings as FormStrings,
  },
  { label: {}, description: {}, disabled: { type: Boolean } },
) {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, styles]

  /** The content. Its value is absent until its module is loaded. */
  readonly #view = new Task(this, {
    args: () => [this.formStrings.language],
    task: async () => (await import('./filter-view.ts')).createFilterView(this),
  })

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('subject')) this.#view.value?.clear()
  }

  override render(): unknown {
    return this.#view.value?.render()
  }
}
