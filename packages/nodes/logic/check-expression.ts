import { compileExpression, ExpressionError } from '@aw-flow/engine'
import { error, defined, type Problem } from '@aw-flow/schema'

/** Finds problems in a setting's expression without evaluating it. */
export function checkExpression(text: string, setting: string): Problem[] {
  try {
    compileExpression(text)
    return []
  } catch (cause) {
    const reason = cause instanceof ExpressionError ? cause.text : String(cause)
    const line = cause instanceof ExpressionError ? cause.location?.line : undefined
    const where = defined({ setting, line })
    return [error('expression.invalid', { kind: 'jsonata', setting, text: text.trim(), reason }, { where })]
  }
}
