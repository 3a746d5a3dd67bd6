import { builtInNodes } from '@aw-flow/nodes'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openModelServer, type ModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { listen, type ListeningServer } from '../../server/testing/listen.ts'
import { openTestServer, type TestServer } from '../../server/testing/open-test-server.ts'
import { openTestProviders, type TestProviders } from '../../server/web-tools/test-providers.ts'
import type { Sample, Shape } from './sample.ts'

type Context = Map<string, string>

/** Reads the requests of a seed document and the responses that it shows, in order. */
const readSamples = (file: string): Sample[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Sample[]

/** Replaces `{name}` in a string, and in all texts of a value. */
function fill<T>(value: T, context: Context): T {
  const text = JSON.stringify(value)
  return text === undefined
    ? value
    : (JSON.parse(text.replaceAll(/\{(\w+)\}/g, (all, name: string) => context.get(name) ?? all)) as T)
}

function createRequest({ body, file, fields, type = 'application/json' }: Sample): RequestInit {
  if (file || fields) {
    const form = new FormData()
    for (const [name, text] of Object.entries(fields ?? {})) form.append(name, text)
    if (file) form.append(file.field, new File([file.content], file.name))
    return { body: form }
  }
  if (body === undefined) return {}
  return { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

const isTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))

/** Returns the form of a value that a seed shows. */
function toShape(shown: unknown): Shape {
  if (shown === null) return 'null'
  if (Array.isArray(shown)) return shown.length === 0 ? 'array' : [toShape(shown[0])]
  if (typeof shown !== 'object') return isTime(shown) ? 'time' : (typeof shown as Shape)
  const fields = Object.entries(shown)
  return fields.length === 0 ? 'object' : Object.fromEntries(fields.map(([name, value]) => [name, toShape(value)]))
}

/** Returns what differs between a value and a form, each with its path. */
function compareShape(value: unknown, shape: Shape, path = ''): string[] {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value) || value.length === 0) return [`${path}: not a list with items: ${JSON.stringify(value)}`]
    return value.flatMap((item, index) => compareShape(item, shape[0] as Shape, `${path}[${index}]`))
  }
  if (typeof shape === 'object') {
    if (typeof value !== 'object' || value === null) return [`${path}: not an object: ${JSON.stringify(value)}`]
    return Object.entries(shape).flatMap(([name, inner]) =>
      compareShape((value as Record<string, unknown>)[name], inner as Shape, `${path}.${name}`),
    )
  }
  if (shape.startsWith('='))
    return value === shape.slice(1) ? [] : [`${path}: ${JSON.stringify(value)} is not ${shape}`]
  if (value === null && shape.endsWith('?')) return []
  const type = shape.replace('?', '')
  const found =
    type === 'time' && isTime(value) ? 'time' : Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  return found === type ? [] : [`${path}: ${JSON.stringify(value)} is not ${shape}`]
}

/** Opens a WebSocket, and returns the forms that no message has. */
async function findMissingMessages(
  live: ListeningServer,
  path: string,
  { send = [], receives = [] }: Sample,
  headers: Record<string, string>,
): Promise<string[]> {
  const socket = live.connect(path, { headers })
  const messages: unknown[] = []
  const findMissing = (): readonly Shape[] =>
    receives.filter((shape) => !messages.some((message) => compareShape(message, shape).length === 0))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => send.forEach((text) => socket.send(text)))
    socket.on('message', (data) => {
      messages.push(JSON.parse((data as Buffer).toString('utf8')))
      if (findMissing().length === 0) socket.close()
    })
    socket.on('close', () => resolve())
    socket.on('unexpected-response', (_request, { statusCode }) => reject(new Error(`Status ${statusCode}`)))
    socket.on('error', reject)
  })
  return findMissing().map(
    (shape) => `no message ${JSON.stringify(shape)} in ${JSON.stringify(messages).slice(0, 2000)}`,
  )
}

/** Sends a sample, with the token of an earlier sign-in. Returns what differs from the seed. */
async function findDifferences(
  { server, live }: { server: TestServer; live: ListeningServer },
  sample: Sample,
  context: Context,
): Promise<string[]> {
  const [method = '', path = ''] = fill(sample.route, context).split(/ (.*)/)
  const request = createRequest(fill(sample, context))
  const token = context.get('access_token')
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  if (sample.after !== undefined) {
    const isEnded = async (): Promise<boolean> => {
      const answer = await server.ask(`/api/v1/runs/${context.get(sample.after!)}`, { headers: authorization })
      return ['completed', 'failed', 'cancelled'].includes(((await answer.json()) as { status: string }).status)
    }
    await expect.poll(isEnded, { timeout: 60_000 }).toBe(true)
  }
  const headers = {
    ...(sample.headers?.['x-api-key'] === undefined ? authorization : {}),
    ...(request.headers as Record<string, string>),
    ...fill(sample.headers ?? {}, context),
  }
  if (method === 'WS') return findMissingMessages(live, path, fill(sample, context), headers)
  const response = await server.ask(path, { ...request, method, headers })
  const text = await response.text()
  if (!sample.status?.includes(response.status)) return [`status ${response.status}: ${text.slice(0, 300)}`]
  const { equals = {}, keep = {}, responseHeaders = {} } = fill(sample, context)
  const json: unknown = /^[[{]/.test(text) ? JSON.parse(text) : {}
  const responseBody = json as Record<string, unknown>
  for (const [name, field] of Object.entries(keep)) context.set(name, String(responseBody[field]))
  return [
    ...Object.entries(equals)
      .filter(([field, value]) => JSON.stringify(responseBody[field]) !== JSON.stringify(value))
      .map(([field]) => `${field}: ${JSON.stringify(responseBody[field])}`),
    ...Object.entries(responseHeaders)
      .filter(([name, value]) => response.headers.get(name) !== value)
      .map(([name]) => `${name}: ${response.headers.get(name)}`),
    ...(sample.shows === undefined ? [] : compareShape(json, toShape(sample.shows))),
    ...(sample.shape === undefined ? [] : compareShape(json, sample.shape)),
  ]
}

/**
 * Sends all samples of the seeds to two servers: one without accounts, and one with accounts.
 *
 * @param getDatabaseUrl Returns the address of a new PostgreSQL database; without it, each server has PGlite.
 */
export function testSeeds(getDatabaseUrl?: () => Promise<string>): void {
  let folder: string
  let withoutAccounts: { server: TestServer; live: ListeningServer }
  let withAccounts: { server: TestServer; live: ListeningServer }
  let providers: TestProviders
  let models: ModelServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aw-seeds-'))
    const open = async (name: string, options: Parameters<typeof openTestServer>[1]): Promise<typeof withAccounts> => {
      const server = await openTestServer(join(folder, name), {
        nodes: builtInNodes,
        ...options,
        ...(getDatabaseUrl ? { databaseUrl: await getDatabaseUrl() } : {}),
      })
      return { server, live: await listen(server) }
    }
    withoutAccounts = await open('a', {})
    providers = await openTestProviders()
    models = await openModelServer('first', () => ({ says: 'Hello' }))
    // The code that the seeds show.
    withAccounts = await open('b', {
      accounts: { signUp: 'open', createCode: () => '123456' },
      allowHosts: [providers.host, new URL(models.address).host],
    })
  })
  afterAll(async () => {
    for (const { server, live } of [withoutAccounts, withAccounts]) {
      await live.close()
      await server.close()
    }
    await providers.close()
    await models.close()
    await rm(folder, { recursive: true, force: true })
  })

  describe.each([
    ['A', 'a.json', () => withoutAccounts],
    ['B', 'b.json', () => withoutAccounts],
    ['B with accounts', 'b-with-accounts.json', () => withAccounts],
    ['C', 'c.json', () => withAccounts],
    ['D', 'd.json', () => withoutAccounts],
  ])('the clients of seed %s', (_seed, file, getServer) => {
    const context: Context = new Map()
    beforeAll(() => {
      context.set('provider_address', providers.address)
      context.set('model_address', models.address)
    })
    for (const sample of readSamples(file)) {
      test(`${sample.title}: ${sample.route}`, async () =>
        expect(await findDifferences(getServer(), sample, context)).toEqual([]))
    }
  })
}
