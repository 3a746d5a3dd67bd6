import type { Json } from '@aw-flow/schema'
import type { Text } from '@aw-flow/messages'
import { compileExpression, type ExpressionOptions } from './compile-expression.ts'
import { ExpressionError, type ExpressionLocation } from './expression-error.ts'
import { inferShape, type ValueShape } from './value-shape.ts'

/**
 * The result of evaluating an expression on sample values. `text` is the value as JSON, truncated if it is long.
 * @public
 */
export type TriedExpression =
  | { ok: true; value: Json | undefined; shape: ValueShape; text: string; isTruncated: boolean }
  | { ok: false; message: Text; location: ExpressionLocation | undefined }

const maxTextLength = 10_000

/**
 * Evaluates an expression on sample values with the same limits as in a run. An invalid expression does not reject the
 * promise.
 * @internal
 */
export async function tryExpression(
  text: string,
  values: Readonly<Record<string, unknown>>,
  options: ExpressionOptions,
): Promise<TriedExpression> {
  try {
    const value = await compileExpression(text).evaluate(values, options)
    const json = value === undefined ? '' : JSON.stringify(value, null, 2)
    const isTruncated = json.length > maxTextLength
    return {
      ok: true,
      value,
      shape: inferShape(value),
      text: isTruncated ? `${json.slice(0, maxTextLength)}…` : json,
      isTruncated,
    }
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause
    return { ok: false, message: cause.text, location: cause.location }
  }
}
