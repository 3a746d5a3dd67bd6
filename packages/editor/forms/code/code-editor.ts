import type { CodeStrings } from './code-strings.ts'
import type { ExpressionAssist } from '../form-context.ts'
import type { CodeLanguage } from '../fields/setting-field.ts'

/** Labels and state of a code editor. */
export interface CodeEditorProps {
  readonly label: string
  /** Accessible description, which is also the text of the element with the id `about` in the same root. */
  readonly description: string
  readonly placeholder: string
  readonly invalid: boolean
  readonly disabled: boolean
  /** The invalid range of the text, as offsets. */
  readonly error: { readonly from: number; readonly to: number } | undefined
  readonly strings: CodeStrings
}

export interface CodeEditorOptions {
  readonly parent: HTMLElement
  readonly root: ShadowRoot
  readonly text: string
  readonly selection: { readonly anchor: number; readonly head: number } | undefined
  readonly language: CodeLanguage
  /** Column names for SQL completions, keyed by table name. */
  readonly tables?: Readonly<Record<string, readonly string[]>>
  readonly complete?: (text: string, offset: number) => Promise<ExpressionAssist['completions'] | undefined>
  readonly props: CodeEditorProps
  onChange(text: string): void
  /** An input method has ended. Updates in the meantime had no effect. */
  onCompositionEnd(): void
}

/** A mounted code editor. */
export interface CodeEditor {
  update(text: string, props: CodeEditorProps): void
  focus(): void
  readonly hasFocus: boolean
  destroy(): void
}
