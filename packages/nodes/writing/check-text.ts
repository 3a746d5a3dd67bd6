import { parseTableSchema } from '@aw-flow/agents'
import {
  compileExpression,
  compileRowExpression,
  ExpressionError,
  findPatternError,
  RowExpressionError,
} from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { getProblemText } from '@aw-flow/schema'
import { columnRuleSchema, hasErrors, type WriteRequest } from '@aw-flow/schema/internal'

/**
 * Describes, in English, why text is not a valid expression, rule, or pattern. Returns `undefined` if it is valid.
 */
export function findTextError(
  { kind, columns }: Pick<WriteRequest, 'kind' | 'columns'>,
  text: string,
): string | undefined {
  if (text.trim() === '') return 'The text is empty.'
  switch (kind) {
    case 'pattern':
      return findPatternError(text)
    case 'rule':
      return findRuleError(text, columns)
    case 'row-expression':
      try {
        compileRowExpression(text, columns)
        return undefined
      } catch (cause) {
        if (!(cause instanceof RowExpressionError)) throw cause
        return cause.column === undefined
          ? englishFormatter.format(cause.text)
          : `Column "${cause.column}" does not exist.`
      }
    case 'expression':
      try {
        compileExpression(text)
        return undefined
      } catch (cause) {
        if (!(cause instanceof ExpressionError)) throw cause
        return cause.message
      }
  }
}

function findRuleError(text: string, columns: WriteRequest['columns']): string | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'The rule is not valid JSON.'
  }
  const rule = columnRuleSchema.safeParse(json)
  if (!rule.success) return rule.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n')
  if (!columns.some(({ name }) => name === rule.data.name)) return `Column "${rule.data.name}" does not exist.`
  if (Object.keys(rule.data).length === 1) return 'The rule has no requirements.'
  const { problems } = parseTableSchema({ columns: [rule.data] })
  return hasErrors(problems)
    ? problems.map((problem) => englishFormatter.format(getProblemText(problem))).join('\n')
    : undefined
}
