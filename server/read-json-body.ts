import { error, parseJson, type Json, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'

export type JsonBody =
  { json: Json; refused?: undefined } | { json?: undefined; refused: { status: 400 | 415; problem: Problem } }

/** The body as JSON. Malformed JSON is refused with its line; so is a body that does not say that it is JSON. */
export async function readJsonBody(context: Context): Promise<JsonBody> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    const problem = error('body.not-json', `The body's type is ${JSON.stringify(type)}.`, {
      hint: 'Send JSON with the header Content-Type: application/json.',
    })
    return { refused: { status: 415, problem } }
  }
  const { json, problem } = parseJson(await context.req.text())
  return problem ? { refused: { status: 400, problem: { ...problem, code: 'body.malformed' } } } : { json }
}
