import { codeStrings, type CodeStrings } from '../code/code-strings.ts'

/** The words of fields for expressions; replace some of them by the form's `strings`. */
export const expressionStrings = {
  gives: 'It gives',
  givesRows: 'In the first rows',
  nothing: 'nothing',
  noRows: 'Run what is before it to see what it gives.',
  at: (message: string, line: number, column: number): string => `${message} (line ${line}, place ${column})`,
  code: codeStrings as CodeStrings,
}
export type ExpressionStrings = typeof expressionStrings
