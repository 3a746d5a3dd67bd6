import { error } from '@aw-flow/schema'
import type { MiddlewareHandler } from 'hono'
import { createHash } from 'node:crypto'
import type { AppEnvironment } from '../app-environment.ts'
import type { RunServices } from '../backend.ts'
import { sendProblem } from '../http/error-response.ts'
import { removeSecrets } from '../http/secret-field.ts'
import type { Caller } from '../security/caller.ts'
import { isForm } from './read-start-body.ts'

/** Response headers to store and replay: the resource's revision and location. */
const replayedHeaders = ['ETag', 'Location']

/**
 * Ensures that a POST request with an `Idempotency-Key` is executed only once. Repeating the request with the same key
 * returns the stored response (with `Idempotency-Replayed: true`); a different request with the same key is rejected, and so
 * is one whose first execution failed (5xx), was interrupted by the end of the server, or responded with a stream: it
 * could have an effect twice. Secrets in the response, such as a new token, are not stored: the repeated response has
 * `null` in their place. After a refusal for now (429), the key can be used again. Keys are kept for a day.
 */
export function createIdempotencyMiddleware(
  getBackend: () => Promise<Pick<RunServices, 'store'>>,
): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const { req } = context
    const key = req.header('idempotency-key')
    // Uploads are identified by their content, and are too large to hash here.
    const isUpload = req.path.endsWith('/upload') || isForm(req.header('content-type'))
    // Requests to sign in have no caller whose key it could be.
    if (key === undefined || isUpload || context.get('hasPermission') !== true) return next()
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      return sendProblem(context, 422, error('idempotency.key', {}))
    }
    const hash = createHash('sha256')
    for (const part of [req.method, req.url.replace(/^[^/]*\/\/[^/]*/, '')]) hash.update(`${part}\n`)
    hash.update(new Uint8Array(await req.arrayBuffer())).update('\n')
    const sender: Caller | undefined = context.get('caller')
    // Pull agents do not have this permission: they are authenticated by their own routes, which are idempotent. Other
    // callers without it have no workspace.
    if (!sender?.permissions.has('view')) return next()
    const { workspace, id: callerId } = sender
    const { idempotency } = (await getBackend()).store.forWorkspace(workspace)
    const entry = await idempotency.begin(callerId, key, hash.digest('hex'))
    if (entry.state === 'completed') {
      context.header('Idempotency-Replayed', 'true')
      context.header('Content-Type', 'application/json')
      for (const [name, value] of Object.entries(entry.headers)) context.header(name, value)
      return context.body(entry.body, entry.status as 200)
    }
    if (entry.state === 'mismatch') {
      return sendProblem(context, 422, error('idempotency.reused', {}))
    }
    if (entry.state === 'in-progress') {
      return sendProblem(context, 409, error('idempotency.in-progress', {}))
    }
    if (entry.state === 'unknown') {
      return sendProblem(context, 409, error('idempotency.unknown', {}))
    }
    await next()
    const { status } = context.res
    if (status === 429) {
      await idempotency.release(callerId, key)
      return undefined
    }
    const isStream = !/^application\/json|^$/.test(context.res.headers.get('content-type') ?? '')
    if (status >= 500 || isStream) {
      await idempotency.keepUnknown(callerId, key)
      return undefined
    }
    const replayedEntries = replayedHeaders.map((name) => [name, context.res.headers.get(name)] as const)
    const headers = Object.fromEntries(
      replayedEntries.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    )
    const text = await context.res.clone().text()
    const secretPaths = context.get('secretPaths') ?? []
    const body = secretPaths.length === 0 ? text : JSON.stringify(removeSecrets(JSON.parse(text), secretPaths))
    await idempotency.storeResponse(callerId, key, { status, body, headers })
    return undefined
  }
}
