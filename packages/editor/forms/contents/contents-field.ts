import type { TemplateResult } from 'lit'
import type { FieldInput } from '../fields/field-input.ts'
import { createLazyRenderer } from './lazy-renderer.ts'

/** A structured setting, such as JSON, together with the text field that can edit it. */
export interface ContentsInput extends FieldInput {
  readonly textField: TemplateResult
}

const render = createLazyRenderer<ContentsInput>(async (language) =>
  (await import('./contents-view.ts')).createContentsView(language),
)

/** Renders a structured setting as individual fields, or as a text field until their module is loaded. */
export const renderContents = (input: ContentsInput): TemplateResult =>
  render(input, input.strings.language, input.refresh) ?? input.textField
