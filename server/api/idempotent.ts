import { error } from '@aw-flow/schema'
import type { MiddlewareHandler } from 'hono'
import { createHash } from 'node:crypto'
import type { AppEnvironment } from '../app-environment.ts'
import type { Backend } from '../backend.ts'
import { refuse } from '../error-answer.ts'

/** Headers of an answer that are given again with it: where its thing is, and which state of it was answered. */
const again = ['ETag', 'Location']

/**
 * A POST with an `Idempotency-Key` is done once: the same request under the same key is given the first answer again
 * (`Idempotency-Replayed: true`), another one is refused. An answer of 5xx frees the key. Kept for a day.
 */
export function idempotent(backend: () => Promise<Backend>): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const { req } = context
    const key = req.header('idempotency-key')
    // Uploads are known by their bytes, and too large to be read here.
    if (key === undefined || req.method !== 'POST' || req.path.endsWith('/upload')) return next()
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      return refuse(context, 422, error('idempotency.key', {}))
    }
    const hash = createHash('sha256')
    for (const part of [req.method, req.url.replace(/^[^/]*\/\/[^/]*/, ''), await req.text()]) hash.update(`${part}\n`)
    const { idempotency } = (await backend()).store
    const caller = context.get('caller').id
    const known = await idempotency.begin(caller, key, hash.digest('hex'))
    if (known.state === 'answered') {
      context.header('Idempotency-Replayed', 'true')
      context.header('Content-Type', 'application/json')
      for (const [name, value] of Object.entries(known.headers)) context.header(name, value)
      return context.body(known.body, known.status as 200)
    }
    if (known.state === 'other') {
      return refuse(context, 422, error('idempotency.reused', {}))
    }
    if (known.state === 'under-way') {
      return refuse(context, 409, error('idempotency.under-way', {}))
    }
    let isAnswered = false
    try {
      await next()
      const { status } = context.res
      if (status < 500 && !context.error) {
        const given = again.map((name) => [name, context.res.headers.get(name)] as const)
        const headers = Object.fromEntries(given.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
        await idempotency.answer(caller, key, { status, body: await context.res.clone().text(), headers })
        isAnswered = true
      }
    } finally {
      if (!isAnswered) await idempotency.release(caller, key)
    }
    return undefined
  }
}
