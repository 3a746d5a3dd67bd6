import { isMessage, type Text } from '@aw-flow/messages'
import { getHint, getProblemText, type Problem, type RunEventBody } from '@aw-flow/schema'

/** Renders a message as its code and parameters, for runs without message catalogs. */
export const renderCode = (text: Text): string =>
  isMessage(text) ? [text.code, JSON.stringify(text.params ?? {})].join(' ').replace(/ {}$/, '') : text

/**
 * Adds `message` and `hint` to `node-failed` events, because error handlers read them as values. Returns other events
 * unchanged.
 */
export function renderEvent(body: RunEventBody, render: (text: Text) => string): RunEventBody {
  if (body.type !== 'node-failed') return body
  return { ...body, error: { ...body.error, problem: renderProblem(body.error.problem, render) } }
}

function renderProblem(problem: Problem, render: (text: Text) => string): Problem {
  const hint = render(getHint(problem))
  return { ...problem, message: render(getProblemText(problem)), ...(hint === '' ? {} : { hint }) }
}
