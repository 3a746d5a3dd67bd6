import type { Problem } from '@aw-flow/schema'

/**
 * What a problem's words are about, to say it in another language: `where` it is, and in order what stands between
 * quotation marks or backticks in its message. The `code` tells which sentence it is.
 */
export interface ProblemValues {
  readonly where: NonNullable<Problem['where']>
  readonly quoted: readonly string[]
}

/** The values of a problem. */
export const problemValues = ({ message = '', where = {} }: Problem): ProblemValues => ({
  where,
  quoted: [...message.matchAll(/“([^”]*)”|`([^`]*)`|"([^"]*)"/g)].map(
    ([, curly, code, plain]) => curly ?? code ?? plain ?? '',
  ),
})
