import { error, parseJson, type Json, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import { z } from 'zod'
import type { AppEnvironment } from './app-environment.ts'

export interface Refused {
  status: 400 | 415 | 422
  problem: Problem
  details?: Problem[]
}

export type JsonBody = { json: Json; refused?: undefined } | { json?: undefined; refused: Refused }

/**
 * The body as JSON. Malformed JSON is refused with its line; so is a body that does not say that it is JSON, and one that is
 * nested too deep.
 */
export async function readJsonBody(context: Context<AppEnvironment>): Promise<JsonBody> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    const problem = error('body.not-json', `The body's type is ${JSON.stringify(type)}.`, {
      hint: 'Send JSON with the header Content-Type: application/json.',
    })
    return { refused: { status: 415, problem } }
  }
  const text = await context.req.text()
  const most = context.get('bodyDepth')
  if (most > 0 && isDeeper(text, most)) {
    const hint = 'Send less deeply nested JSON.'
    return {
      refused: {
        status: 400,
        problem: error('body.too-deep', `The body is nested deeper than ${most} levels.`, { hint }),
      },
    }
  }
  const { json, problem } = parseJson(text)
  return problem ? { refused: { status: 400, problem: { ...problem, code: 'body.malformed' } } } : { json }
}

export type ReadBody<T> = { body: T; refused?: undefined } | { body?: undefined; refused: Refused }

/** The body as a schema says; names that reach a prototype and what does not fit is refused with every place. `optional`: no body is `{}`. */
export async function readBody<T>(
  context: Context<AppEnvironment>,
  schema: z.ZodType<T>,
  { optional = false, hint = 'See /docs.' }: { optional?: boolean; hint?: string } = {},
): Promise<ReadBody<T>> {
  const isEmpty = optional && (await context.req.text()).trim() === ''
  const { json, refused } = isEmpty ? { json: {} } : await readJsonBody(context)
  if (refused) return { refused }
  const name = reservedIn(json)
  if (name !== undefined) {
    const hint = 'Give it another name.'
    const problem = error('body.reserved-name', `The name ${JSON.stringify(name)} is reserved and cannot be used.`, {
      hint,
    })
    return { refused: { status: 422, problem } }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { body: parsed.data }
  // Messages name places and what is expected there, never the value: it may be a secret.
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape).join(', ') : ''
  const problems = parsed.error.issues.slice(0, 20).map(({ code, path, message }) => {
    const place = path.map(String).join('.')
    return error('body.invalid', `${place || 'The body'}: ${message}.`.replace('..', '.'), {
      ...(place ? { where: { setting: place } } : {}),
      hint: code === 'unrecognized_keys' && place === '' && known !== '' ? `It may hold ${known}.` : hint,
    })
  })
  return { refused: { status: 422, problem: problems[0]!, details: problems } }
}

const reservedNames = new Set(['__proto__', 'constructor', 'prototype'])

/** A name that reaches a prototype, wherever it stands. The body's depth is limited before. */
function reservedIn(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (reservedNames.has(name)) return name
    const found = reservedIn(inner)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether JSON text opens more than `most` lists and objects within one another. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > most) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}
