import type { TemplateResult } from 'lit'
import type { FieldInput } from '../fields/field-input.ts'
import { createLazyRenderer } from './lazy-renderer.ts'

/** A setting that contains JSON, and its field as text. */
export interface ContentsInput extends FieldInput {
  readonly textField: TemplateResult
}

const render = createLazyRenderer<ContentsInput>(async (language) =>
  (await import('./contents-view.ts')).createContentsView(language),
)

/** Renders a setting that contains JSON as fields, and as text until they have been loaded. */
export const renderContents = (input: ContentsInput): TemplateResult =>
  render(input, input.strings.language, input.refresh) ?? input.textField
