import type { CodeStrings } from './code-strings.ts'
import type { Completions } from './completions.ts'
import type { CodeLanguage } from '../fields/setting-field.ts'

/** How a code editor presents itself. */
export interface CodeLook {
  readonly label: string
  /** Stands in an element with the id `about` in the same root. */
  readonly description: string
  readonly placeholder: string
  readonly invalid: boolean
  readonly disabled: boolean
  /** The stretch that is wrong, as offsets. */
  readonly error: { readonly from: number; readonly to: number } | undefined
  readonly words: CodeStrings
}

export interface CodeEditorOptions {
  readonly parent: HTMLElement
  readonly root: ShadowRoot
  readonly text: string
  readonly selection: { readonly anchor: number; readonly head: number } | undefined
  readonly language: CodeLanguage
  /** Names of tables with those of their columns, to complete SQL by. */
  readonly tables?: Readonly<Record<string, readonly string[]>>
  readonly complete?: (text: string, offset: number) => Promise<Completions | undefined>
  readonly look: CodeLook
  onChange(text: string): void
}

/** An editor for code that stands in a page. */
export interface CodeEditor {
  update(text: string, look: CodeLook): void
  focus(): void
  readonly hasFocus: boolean
  destroy(): void
}
