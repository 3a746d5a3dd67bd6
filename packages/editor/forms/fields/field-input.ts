import type { Config, Dataset, Json, Problem } from '@aw-flow/schema'
import type { FormContext } from '../form-context.ts'
import type { FormStrings } from '../form-strings.ts'
import type { SettingField } from './setting-field.ts'

/** Everything that is needed to render the field of a setting. */
export interface FieldInput {
  readonly field: SettingField
  /** The current value or, if unset, the default. */
  readonly value: Json | undefined
  /** Content of the text field. */
  readonly text: string
  /** The default, shown as a placeholder in an empty field. */
  readonly hint: string
  /** Ids of the form elements that describe the field. */
  readonly describedBy: string
  /** Plain-text description, for fields with their own shadow root. */
  readonly description: string
  readonly invalid: boolean
  /** Problems in parts of the setting, displayed by the field itself. Their paths are relative to the setting. */
  readonly nestedProblems: readonly Problem[]
  /** The invalid range of the text, if known. */
  readonly errorRange: { readonly from: number; readonly to: number } | undefined
  readonly disabled: boolean
  readonly datasets: readonly Dataset[]
  readonly context: FormContext
  readonly subject: string
  readonly revision: unknown
  readonly strings: FormStrings
  /** All settings of the form. */
  readonly config: Config
  /** Changes the setting and, at the same time, optionally other settings. */
  setValue(value: Json | undefined, others?: Config): void
  /** Called with typed text, which may be invalid. */
  onInput(text: string): void
  upload(): void
  open(): void
  /** Renders the field again after something it needs has been loaded. */
  refresh(): void
}
