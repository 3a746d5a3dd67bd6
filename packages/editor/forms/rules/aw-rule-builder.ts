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
export class AwRuleBuilder extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, controls, problemStyles, styles]
  static override properties = {
    value: { attribute: false },
    acceptsPlan: { attribute: false },
    columns: { attribute: false },
    data: { attribute: false },
    loadSamples: { attribute: false },
    write: { attribute: false },
    label: {},
    description: {},
    invalid: { type: Boolean },
    disabled: { type: Boolean },
    subject: { attribute: false },
    revision: { attribute: false },
    formStrings: { attribute: false },
  }

  /** The schema as JSON, or the name of a built-in schema. */
  declare value: string
  /** Whether the node can check what the plan of a Prepare node promises. */
  declare acceptsPlan: boolean
  /** The columns of the table, or `undefined` while they are unknown. */
  declare columns: readonly Column[] | undefined
  /** Tests and suggests rules. If absent, rules are not tested. */
  declare data: RuleData | undefined
  /** Loads sample values to show next to the columns. */
  declare loadSamples: LoadColumnSamples | undefined
  /**
   * Opens the dialog that generates a rule or a pattern from a description. Absent if the session does not support
   * this.
   */
  declare write: FormContext['openWriter']
  /** The accessible name. */
  declare label: string
  /** The accessible description of the code editor. */
  declare description: string
  /** Whether the value is invalid. */
  declare invalid: boolean
  /** Whether the builder is disabled. */
  declare disabled: boolean
  /** Identifies the node. When it changes, suggestions are discarded. */
  declare subject: string
  /** Any value that changes when the data may have changed. */
  declare revision: unknown
  /** UI strings of the form. */
  declare formStrings: FormStrings

  /** The content. Its value is absent until its module is loaded. */
  readonly #view = new Task(this, {
    args: () => [this.formStrings.language],
    task: async () => (await import('./rule-view.ts')).createRuleView(this),
    // Stops the test of the view in the former language.
    onComplete: (): void => this.#view.value?.clear(),
  })

  constructor() {
    super()
    this.value = ''
    this.acceptsPlan = false
    this.label = ''
    this.description = ''
    this.invalid = false
    this.disabled = false
    this.subject = ''
    this.formStrings = formStrings
  }

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
