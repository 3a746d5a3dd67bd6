import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import { codeStrings, type CodeStrings } from '../code/code-strings.ts'

/** Texts of fields for expressions; `strings` of the form replaces them. */
export const expressionStrings = {
  gives: 'Preview',
  givesRows: 'Preview (first rows)',
  nothing: '(empty)',
  noRows: 'Run the previous step to see a preview.',
  at: (message: string, line: number, column: number): string => `${message} (line ${line}, column ${column})`,
  /** Renders the reason why an expression is rejected. */
  renderText: (text: Text): string => renderText(text),
  code: codeStrings as CodeStrings,
}
export type ExpressionStrings = typeof expressionStrings
