import { compileExpression, ExpressionError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

/** What is wrong with an expression in a setting, as far as it can be told without running it. */
export function checkExpression(text: string, setting: string): Problem[] {
  try {
    compileExpression(text)
    return []
  } catch (cause) {
    const message = `The expression ${text.trim() === '' ? 'is missing' : `"${text}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`}`
    const line = cause instanceof ExpressionError ? cause.place?.line : undefined
    return [
      error('expression.invalid', message.replace(/\.*$/, '.'), {
        where: { setting, ...(line === undefined ? {} : { line }) },
        hint: 'Write it as JSONata, such as input.value > 3.',
      }),
    ]
  }
}
