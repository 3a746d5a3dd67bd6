import type { Json } from '@aw-flow/schema'
import type { Text } from '@aw-flow/messages'
import { compileExpression, type ExpressionOptions } from './compile-expression.ts'
import { ExpressionError, type ExpressionPlace } from './expression-error.ts'
import { shapeOf, type ValueShape } from './value-shape.ts'

/** What an expression comes to on a sample; `text` is JSON, cut where it is long. */
export type TriedExpression =
  | { ok: true; value: Json | undefined; shape: ValueShape; text: string; isCut: boolean }
  | { ok: false; message: Text; place: ExpressionPlace | undefined }

const longest = 10_000

/** Evaluates an expression on a sample, within the limits of every expression. Never rejects. */
export async function tryExpression(
  text: string,
  values: Readonly<Record<string, unknown>>,
  options: ExpressionOptions,
): Promise<TriedExpression> {
  try {
    const value = await compileExpression(text).evaluate(values, options)
    const whole = value === undefined ? '' : JSON.stringify(value, null, 2)
    const isCut = whole.length > longest
    return { ok: true, value, shape: shapeOf(value), text: isCut ? `${whole.slice(0, longest)}…` : whole, isCut }
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause
    return { ok: false, message: cause.text, place: cause.place }
  }
}
