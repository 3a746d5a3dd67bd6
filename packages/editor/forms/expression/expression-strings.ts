import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import { codeStrings, type CodeStrings } from '../code/code-strings.ts'

/** UI strings for expression fields, overridden by the form's `strings` property. */
export const expressionStrings = {
  preview: 'Preview',
  previewRows: 'Preview (first rows)',
  empty: '(empty)',
  noRows: 'Run the previous step to see a preview.',
  withPosition: (message: string, line: number, column: number): string =>
    `${message} (line ${line}, column ${column})`,
  /** Renders the message of an invalid expression. */
  renderText: (text: Text): string => renderText(text),
  code: codeStrings as CodeStrings,
}
export type ExpressionStrings = typeof expressionStrings
