import type { Column } from '@aw-flow/schema'
import { Task } from '@lit/task'
import { LitElement, type PropertyValues } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { LoadColumnSamples } from '../columns/column-samples.ts'
import type { FormContext } from '../form-context.ts'
import { formStrings, type FormStrings } from '../form-strings.ts'
import { problemStyles } from '../problem-line.styles.ts'
import { styles } from './aw-rule-builder.styles.ts'
import type { RuleData } from './rule-data.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-rule-builder': AwRuleBuilder
  }
}

/**
 * A builder that displays a table schema as a list of rules, each with the number of rows that fail it. The value is
 * the schema as JSON or the name of a built-in schema. JSON that cannot be displayed as a list is edited as text.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes the schema.
 * @csspart code - The container of the code editor.
 *
 * @public
 */
export class AwRuleBuilder extends element(
  {
    /** The schema as JSON, or the name of a built-in schema. */
    value: '',
    /** Whether the node can check what the plan of a Prepare node promises. */
    acceptsPlan: false,
    /** The columns of the table, or `undefined` while they are unknown. */
    columns: undefined as readonly Column[] | undefined,
    /** Tests and suggests rules. If absent, rules are not tested. */
    data: undefined as RuleData | undefined,
    /** Loads sample values to show next to the columns. */
    loadSamples: undefined as LoadColumnSamples | undefined,
    /** The accessible name. */
    label: '',
    /** The accessible description of the code editor. */
    description: '',
    /** Whether the value is invalid. */
    invalid: false,
    /** Whether the builder is disabled. */
    disabled: false,
    /** Identifies the node. When it changes, suggestions are discarded. */
    subject: '',
    /** Any value that changes when the data may have changed. */
    revision: undefined as unknown,
    /** UI strings of the form. */
    formStrings: formStrings as FormStrings,
  },
  { label: {}, description: {}, invalid: { type: Boolean }, disabled: { type: Boolean } },
) {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, problemStyles, styles]
  static override properties = {
    write: { attribute: false },
  }

  /**
   * Opens the dialog that generates a rule or a pattern from a description. Absent if the session does not support
   * this.
   */
  declare write: FormContext['openWriter']

  /** The content. Its value is absent until its module is loaded. */
  readonly #view = new Task(this, {
    args: () => [this.formStrings.language],
    task: async () => (await import('./rule-view.ts')).createRuleView(this),
    // Stops the test of the view in the former language.
    onComplete: (): void => this.#view.value?.clear(),
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#view.value?.clear()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('subject')) this.#view.value?.clear()
    if (this.isConnected) this.#view.value?.update()
  }

  override render(): unknown {
    return this.#view.value?.render()
  }
}
