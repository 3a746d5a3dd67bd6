import { NodeError, type RunArguments } from '@aw-flow/engine'
import { warning, type Json, type Problem } from '@aw-flow/schema'

/** Codes of JSONata for values that an operator, a function or a conversion does not accept. */
const typeErrorPattern = /^jsonata\.(?:T041[0-2]|T200[1-4]|D1001|D1002|D3030)$/

type Arguments = Pick<RunArguments<unknown>, 'evaluate'>
type Options = Parameters<Arguments['evaluate']>[1]

/**
 * Evaluates an expression that selects an output. If it does not accept the type of a value, it has no value, which is a
 * warning instead of the end of the run.
 *
 * @param evaluatedText What is evaluated instead of `expression`, which the warning names.
 */
export async function evaluateDecision(
  { evaluate }: Arguments,
  expression: string,
  options: Options,
  evaluatedText = expression,
): Promise<{ value: Json | undefined; problems: Problem[] }> {
  try {
    return { value: await evaluate(evaluatedText, options), problems: [] }
  } catch (cause) {
    const { code, params, where } = cause instanceof NodeError ? cause.problem : {}
    const reason = params?.reason
    const isTypeError =
      code === 'expression.failed' &&
      typeof reason === 'object' &&
      'code' in reason &&
      typeErrorPattern.test(String(reason.code))
    if (!isTypeError) throw cause
    const problem = warning('expression.no-decision', { expression, reason }, where ? { where } : {})
    return { value: undefined, problems: [problem] }
  }
}

/** Evaluates a condition; see `evaluateDecision`. */
export async function evaluateCondition(
  args: Arguments,
  expression: string,
  options: Options,
): Promise<{ isTrue: boolean; problems: Problem[] }> {
  // The line break ends a comment on the last line of the expression.
  const { value, problems } = await evaluateDecision(args, expression, options, `$boolean((${expression}\n))`)
  return { isTrue: value === true, problems }
}
