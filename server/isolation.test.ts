import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { modelAgentBodySchema, toModelDefinition } from './agents/model-agent-wire.ts'
import { createAuthenticator } from './security/authenticate.ts'
import type { Caller, Permission } from './security/caller.ts'
import { storedResources } from './resources/resources.ts'
import { listen } from './testing/listen.ts'
import { openTestServer } from './testing/open-test-server.ts'
import { openTestApp } from './testing/test-app.ts'
import { csv, workflow } from './testing/test-requests.ts'
import { sizes } from '../test/sizes.ts'

const workspaces = ['sales', 'lab'] as const
type Workspace = (typeof workspaces)[number]
/** A public key of a browser, from RFC 8291. */
const browserKey = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'
const tokenOf = (workspace: string): string => `${workspace}-`.repeat(10)

/** Contents of each workspace, by kind, and for resources by the last segment of their path. Both have equal documents and files. */
const owned = {} as Record<
  Workspace,
  Record<
    | 'workflow'
    | 'run'
    | 'table'
    | 'dataset'
    | 'template'
    | 'upload'
    | 'link'
    | 'schedule'
    | 'webhook'
    | 'agent'
    | 'modelAgent'
    | 'mcp'
    | 'event'
    | 'evaluation'
    | 'push',
    string
  > &
    Record<string, string>
>

const send = (workspace: string, method: string, path: string, init: RequestInit = {}): Promise<Response> =>
  server.ask(path, {
    ...init,
    method,
    headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${tokenOf(workspace)}` },
  })
const sendJson = (workspace: string, method: string, path: string, body: unknown): Promise<Response> =>
  send(workspace, method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const readJson = async (response: Response): Promise<Record<string, unknown>> => {
  expect(response.status, await response.clone().text()).toBeLessThan(300)
  return (await response.json()) as Record<string, unknown>
}

/** Reads the example of the body that adds a resource. */
async function readExample(path: string): Promise<Record<string, unknown>> {
  const { paths, components } = (await server.json('/openapi.json')) as {
    paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { $ref: string } }> } } }>
    components: { schemas: Record<string, { example: Record<string, unknown> }> }
  }
  const reference = paths[path]!.post.requestBody.content['application/json']!.schema.$ref
  return components.schemas[reference.split('/').at(-1)!]!.example
}

/** Creates the body of a resource that belongs to a workspace: its example, with private values. */
const createResourceBody = (workspace: Workspace, segment: string, example: Record<string, unknown>): object => ({
  ...example,
  ...('name' in example ? { name: `${workspace}-private` } : {}),
  ...('url' in example ? { url: `https://${workspace}-private.example/runs` } : {}),
  ...{
    watches: {
      source: {
        kind: 's3',
        url: `https://${workspace}-private.example/in`,
        prefix: '',
        region: 'auto',
        secret: 'shared-name',
      },
      enabled: false,
    },
    'notification-rules': { channel: 'mail', email: `${workspace}-private@example.com` },
  }[segment],
})

/** Fills a workspace. Only the names in `private` differ between the workspaces. */
async function fill(workspace: Workspace): Promise<void> {
  const form = new FormData()
  form.set('file', new File([csv], `${workspace}-private.csv`))
  const uploaded = await send(workspace, 'POST', '/api/v1/data/upload', { body: form })
  expect(uploaded.status).toBe(201)
  const dataset = String((await readJson(uploaded)).id)
  const document = { ...workflow, name: 'Equal' }
  const id = String((await readJson(await sendJson(workspace, 'POST', '/api/v1/workflows', document))).id)
  const run = String(
    (await readJson(await sendJson(workspace, 'POST', `/api/v1/workflows/${id}/execute`, { input_data_id: dataset })))
      .id,
  )
  const waitForRun = async (): Promise<void> => {
    expect(await readJson(await send(workspace, 'GET', `/api/v1/runs/${run}`))).toMatchObject({ status: 'completed' })
  }
  await vi.waitFor(waitForRun, { timeout: 180_000, interval: 50 })
  const [table] = await server.backend.store.forWorkspace(workspace).runs.listTables(run)
  const template = await sendJson(workspace, 'POST', '/api/v1/templates', {
    workflow_id: id,
    name: `${workspace}-private`,
  })
  const upload = await send(workspace, 'POST', '/api/v1/uploads', {
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': '10',
      'upload-metadata': `filename ${btoa(`${workspace}-private`)}`,
    },
  })
  await addSecret(workspace)
  await sendJson(workspace, 'PUT', '/api/v1/config', { default_llm: `${workspace}-private` })
  const link = await sendJson(workspace, 'PATCH', `/api/v1/workflows/${id}/sharing`, { public: true })
  const triggered = await sendJson(workspace, 'POST', '/api/v1/workflows', {
    name: `${workspace}-private`,
    status: 'published',
    nodes: [
      { id: 'daily', type: 'schedule', data: { label: 'Daily', config: { cron: '0 6 * * *' } } },
      { id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } },
    ],
    edges: [],
  })
  expect(triggered.status).toBe(201)
  const readFirst = async (path: string): Promise<string> =>
    String(((await readJson(await send(workspace, 'GET', path))) as { items: { id: string }[] }).items[0]!.id)
  const agent = await sendJson(workspace, 'POST', '/api/v1/agents', {
    name: `${workspace}-private`,
    url: `https://${workspace}-private.example/agent`,
  })
  const modelAgent = await server.backend.store
    .forWorkspace(workspace)
    .modelAgents.add(
      toModelDefinition(
        modelAgentBodySchema.parse({ name: `${workspace}-private-model`, system_prompt: `${workspace}-private` }),
      ),
      'token',
    )
  const mcp = await sendJson(workspace, 'POST', '/api/v1/mcp/servers', {
    name: `${workspace}-private`,
    type: 'http',
    url: `https://${workspace}-private.example/mcp`,
  })
  const resourceIds: Record<string, string> = {}
  for (const { path } of storedResources) {
    const segment = path.split('/').at(-1)!
    const body = createResourceBody(workspace, segment, await readExample(path))
    resourceIds[segment] = String((await readJson(await sendJson(workspace, 'POST', path, body))).id)
  }
  await readJson(
    await sendJson(workspace, 'PUT', '/api/v1/event-types/shared', { description: `${workspace}-private` }),
  )
  const event = await sendJson(workspace, 'POST', '/api/v1/events', { type: 'shared', data: `${workspace}-private` })
  const push = await sendJson(workspace, 'POST', '/api/v1/push-subscriptions', {
    endpoint: `https://fcm.googleapis.com/fcm/send/${workspace}-private`,
    keys: { p256dh: browserKey, auth: 'BTBZMqHH6r4Tts7J_aSIgg' },
  })
  const evaluation = await server.backend.store.forWorkspace(workspace).evaluations.add({
    id: crypto.randomUUID(),
    name: `${workspace}-private`,
    targetKind: 'workflow',
    targetId: id,
    version: 1,
    dataset: null,
    answerSchema: null,
    cases: [],
    createdBy: `${workspace}-private`,
  })
  owned[workspace] = {
    modelAgent: modelAgent!.id,
    mcp: String((await readJson(mcp)).id),
    event: ((await readJson(event)) as { items: { id: string }[] }).items[0]!.id,
    push: String((await readJson(push)).id),
    evaluation: evaluation.id,
    agent: String((await readJson(agent)).id),
    schedule: await readFirst('/api/v1/schedules'),
    webhook: await readFirst('/api/v1/webhooks'),
    ...resourceIds,
    workflow: id,
    run,
    table: table!.table.id,
    dataset,
    template: String((await readJson(template)).id),
    upload: String((await readJson(upload)).id),
    link: String((await readJson(link)).token),
  }
}

const { server } = openTestApp(() => {
  const tokens = workspaces.map((workspace) => ({ workspace, token: tokenOf(workspace) }))
  return { token: tokens }
})
beforeAll(async () => {
  for (const workspace of workspaces) await fill(workspace)
})

const statementLists = new AsyncLocalStorage<string[]>()

/** Makes a request, and returns the statements of the database that it waited for. */
async function listStatements<T>(request: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = []
  server.backend.store.openedDatabase.setStatementListener(({ sql }) => statementLists.getStore()?.push(sql))
  const result = await statementLists.run(statements, request)
  return { result, statements }
}

interface Operation {
  'x-permission'?: Permission
  requestBody?: { content: Record<string, unknown> }
}
interface Route {
  method: string
  path: string
  operation: Operation
}

async function listRoutes(): Promise<Route[]> {
  const { paths } = (await server.json('/openapi.json')) as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** Adds a secret with the same name in each workspace. */
const addSecret = (workspace: Workspace) =>
  sendJson(workspace, 'PUT', '/api/v1/secrets/shared-name', {
    value: `${workspace}-private`,
    hosts: [`${workspace}-private.example`],
  })

/** Fills the parameters of a path with what a workspace owns. */
function fillPath(path: string, things: (typeof owned)[Workspace]): string {
  const group = /^\/api\/v1\/([\w-]+)/.exec(path)?.[1] ?? ''
  const ids: Record<string, string> = {
    ...things,
    workflows: things.workflow,
    runs: things.run,
    jobs: things.run,
    executions: things.run,
    data: things.dataset,
    tools: things.dataset,
    templates: things.template,
    uploads: things.upload,
    schedules: things.schedule,
    webhooks: things.webhook,
    agents: things.agent,
    mcp: things.mcp,
    events: things.event,
    'push-subscriptions': things.push,
    evaluations: things.evaluation,
    workspaces: 'default',
  }
  const values: Record<string, string> = {
    id: ids[group] ?? 'none',
    table: things.table,
    number: '1',
    node: 'read',
    name: group === 'secrets' ? 'shared-name' : 'go',
    token: things.link,
    user_id: 'none',
    invitation: 'none',
    workspace: 'lab',
  }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
}

/** Bodies that change something if they are accepted. They refer to what `things` contains. */
const listBodies = (things: (typeof owned)[Workspace]): unknown[] => [
  {},
  { ...workflow, name: 'Taken over' },
  { workflow_id: things.workflow },
  { workflow_id: things.workflow, input_data_id: things.dataset },
  { data_id: things.dataset, wait_seconds: 0 },
  { data_id: things.dataset, columns: ['id'], wait_seconds: 0 },
  { status: 'archived' },
  { public: false },
  { label: 'Taken over' },
  { decision: 'approve', digest: 'x' },
  { settings: {} },
  { value: 'taken over', hosts: ['taken.example'] },
  { default_llm: 'taken over' },
  { name: 'taken over', url: 'https://taken.example', enabled: true },
  { name: 'taken over', system_prompt: 'taken over' },
  { name: 'taken over', type: 'http', url: 'https://taken.example/mcp' },
  { events: ['run.completed'], enabled: false },
]

/** Everything that a workspace contains, except rate limits and logs. */
async function readContent(workspace: Workspace): Promise<unknown> {
  const tables: Record<string, unknown> = {}
  const named = await server.backend.store.openedDatabase.execute(`select table_name as name
    from information_schema.columns where column_name = 'workspace_id' and table_schema = 'public' order by 1`)
  for (const name of named.map((row) => String(row.name))) {
    const rows = await server.backend.store.openedDatabase.execute(
      `select to_jsonb(r)::text as row from "${name}" r where workspace_id = $1 order by 1`,
      [workspace],
    )
    tables[name] = rows.map(({ row }) => row)
  }
  const store = server.backend.store.forWorkspace(workspace)
  const { dataset, run, upload } = owned[workspace]
  const stream = await store.datasets.openStream(dataset)
  const [table] = await store.runs.listTables(run)
  return {
    tables,
    bytes: stream && Buffer.concat(await stream.toArray()).toString(),
    result: Buffer.concat(await (await store.results.openStream(run, table!.file)).toArray()).toString(),
    upload: await store.uploads.find(upload, 'token'),
  }
}

/** Reads at most the beginning of a response, because a stream may not end. */
async function readText(response: Response): Promise<string> {
  if (!/event-stream/.test(response.headers.get('content-type') ?? '')) return response.text()
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return new TextDecoder().decode(value)
}

/** Returns a generator of numbers from 0 to 1, which are the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

const toHex = (random: () => number): string =>
  Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')

/** Replaces ids, hashes and times in a response. */
const toShape = (text: string): string =>
  text.replace(/[\da-f]{8}-[\da-f-]{27}|[\da-f]{64}/g, 'ID').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')

/** Returns the number of items in a list and its total. */
function countItems(text: string): unknown {
  if (!text.startsWith('{')) return undefined
  const { items, total } = JSON.parse(text) as { items?: unknown[]; total?: number }
  return [items?.length, total]
}

describe('two workspaces with equal documents and files', () => {
  test('every table has a workspace, except those of accounts', async () => {
    const rows = await server.backend.store.openedDatabase
      .execute(`select table_name as name from information_schema.tables t
      where table_schema = 'public' and table_name not like 'kysely%' and not exists (select from information_schema.columns c
        where c.table_name = t.table_name and c.table_schema = 'public' and column_name = 'workspace_id')`)
    const names = rows.map(({ name }) => name).sort()
    expect(names).toEqual([
      'one_time_codes',
      'passkeys',
      'person_keys',
      'sessions',
      'sign_in_attempts',
      'user_identities',
      'users',
    ])
  })

  test('an upload does not show that another workspace has the file, or its name', async () => {
    expect(owned.sales.dataset).toBe(owned.lab.dataset)
    for (const workspace of workspaces) {
      const dataset = await readJson(await send(workspace, 'GET', `/api/v1/data/${owned[workspace].dataset}`))
      expect(dataset).toMatchObject({ name: `${workspace}-private.csv` })
    }
  })

  test('random requests that name data of the other are answered as if it did not exist', async () => {
    const random = createRandom(28)
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
    const form = new FormData()
    form.set('file', new File(['id,name\n9,Only lab\n'], 'lab-private-2.csv'))
    const { id: dataset } = await readJson(await send('lab', 'POST', '/api/v1/data/upload', { body: form }))
    const foreignThings = { ...owned.lab, dataset: String(dataset) }
    const before = await readContent('lab')
    const foreign = ['lab-private', ...Object.entries(foreignThings).flatMap(([kind, id]) => (kind === 'link' || kind === 'table' ? [] : [id]))] // oxfmt-ignore
    // Health and figures change between two requests.
    const routes = (await listRoutes()).filter(({ path }) => !/shared|health|metrics|analytics|usage/.test(path))
    const filters = ['workflow_id', 'search', 'name', 'tag', 'q', 'type', 'user_id', 'dataset_id']
    for (let index = 0; index < sizes.isolationRequests; index++) {
      const { method, path, operation } = pick(routes)
      // The same request with ids that no workspace has.
      const missingThings = Object.fromEntries(
        Object.entries(foreignThings).map(([kind, id]) => [
          kind,
          id.length === 64 ? toHex(random) : crypto.randomUUID(),
        ]),
      ) as typeof foreignThings
      const [filter, filtered] = [pick(filters), pick(['workflow', 'run', 'dataset', 'template'] as const)]
      const bodyIndex = Math.floor(random() * listBodies(foreignThings).length)
      const hasFilter = random() < 0.5
      const sendAbout = async (
        things: typeof foreignThings,
      ): Promise<{ status: number; text: string; sent: string }> => {
        // Both workspaces have a secret of this name, and a request may have deleted that of the caller.
        if (path.includes('/secrets/{name}')) await addSecret('sales')
        const query = method === 'GET' && hasFilter ? `?${filter}=${things[filtered]}` : ''
        const address = `${fillPath(path, things)}${query}`
        const isJson = Object.keys(operation.requestBody?.content ?? {}).includes('application/json')
        const body = isJson ? JSON.stringify(listBodies(things)[bodyIndex]) : 'other'
        const response = await send('sales', method, address, {
          headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': isJson ? 'application/json' : 'application/offset+octet-stream' }, // oxfmt-ignore
          ...(method === 'GET' || method === 'DELETE' ? {} : { body }),
        })
        return { status: response.status, text: await readText(response), sent: `${method} ${address} ${body}` }
      }
      const [existing, missing] = [await sendAbout(foreignThings), await sendAbout(missingThings)]
      expect([existing.sent, existing.status]).toEqual([existing.sent, missing.status])
      const shown = foreign.filter((value) => existing.text.includes(value) && !existing.sent.includes(value))
      expect(shown, existing.sent).toEqual([])
      if (existing.status >= 400) expect(toShape(existing.text), existing.sent).toBe(toShape(missing.text))
      else if (method === 'GET') expect(countItems(existing.text), existing.sent).toEqual(countItems(missing.text))
    }
    expect(await readContent('lab')).toEqual(before)
  })

  test('an upload does the same work whether or not another workspace has the file', async () => {
    const upload = (workspace: Workspace, text: string): Promise<Record<string, unknown>> => {
      const form = new FormData()
      form.set('file', new File([text], 'same.csv'))
      return send(workspace, 'POST', '/api/v1/data/upload', { body: form }).then(readJson)
    }
    const foreign = String((await upload('lab', 'id\nlab\n')).id)
    const path = (await server.backend.store.forWorkspace('lab').datasets.findPath(foreign))!
    const { ino } = await stat(path)
    const [existing, missing] = [
      await listStatements(() => upload('sales', 'id\nlab\n')),
      await listStatements(() => upload('sales', 'id\nnew\n')),
    ]
    expect(existing.result).toMatchObject({ id: foreign, duplicate: false })
    expect(existing.statements.length).toBeGreaterThan(2)
    expect(existing.statements).toEqual(missing.statements)
    expect((await stat(path)).ino, 'the bytes are stored again').not.toBe(ino)
  })

  test('[34] no request of one reveals or changes data of the other', async () => {
    const routes = await listRoutes()
    expect(routes.length).toBeGreaterThan(80)
    const before = await readContent('lab')
    // Nothing of the other workspace, except the hash of a file that both have, and public links.
    const foreign = ['lab-private', ...Object.entries(owned.lab).flatMap(([kind, id]) => kind === 'dataset' || kind === 'link' || kind === 'table' ? [] : [id])] // oxfmt-ignore
    const ownedIds = [owned.lab.run, owned.lab.workflow, owned.lab.template, owned.lab.upload, owned.lab.schedule, owned.lab.webhook, owned.lab.agent, owned.lab.modelAgent, owned.lab.mcp, ...storedResources.map(({ path }) => owned.lab[path.split('/').at(-1)!]!), owned.lab.event, owned.lab.evaluation, owned.lab.push] // oxfmt-ignore
    const statuses: string[] = []
    // Deletions come last: equal files have the same id, so the workspace deletes its own.
    const isDeletion = ({ method }: Route): number => (method === 'DELETE' ? 1 : 0)
    for (const { method, path, operation } of routes.toSorted((a, b) => isDeletion(a) - isDeletion(b))) {
      const isPublic = path.startsWith('/api/v1/shared/{token}')
      // Routes of agents have ids of both kinds of agents.
      const foreignThings = [owned.lab, { ...owned.lab, agent: owned.lab.modelAgent }]
      for (const things of [...(path.includes('/agents/') ? foreignThings : [owned.lab]), owned.sales]) {
        const address = fillPath(path, things)
        // Deletions of what the workspace owns are tested below.
        if (things === owned.sales && method !== 'GET') continue
        const types = Object.keys(operation.requestBody?.content ?? {})
        const bodies = types.includes('application/json') ? listBodies(things) : [undefined]
        for (const body of bodies) {
          const accepts = path.endsWith('/events') ? ['application/json', 'text/event-stream'] : ['*/*']
          for (const accept of accepts) {
            const headers: Record<string, string> = {
              accept,
              'tus-resumable': '1.0.0',
              'upload-offset': '0',
              'content-type':
                method === 'PATCH' && body === undefined ? 'application/offset+octet-stream' : 'application/json',
            }
            const sent = method === 'GET' || method === 'DELETE' ? undefined : (JSON.stringify(body) ?? 'other')
            const response = await send('sales', method, address, {
              headers,
              ...(sent === undefined ? {} : { body: sent }),
            })
            // A rejected id is repeated in the problem; that reveals nothing that was not sent.
            const text = (await readText(response)) + JSON.stringify([...response.headers])
            const isRepeated = (value: string): boolean =>
              response.status >= 400 && (address.includes(value) || (sent?.includes(value) ?? false))
            const shown = isPublic ? [] : foreign.filter((value) => text.includes(value) && !isRepeated(value))
            expect(shown, `${method} ${address}`).toEqual([])
            if (things !== owned.sales && address.includes(things.run)) statuses.push(`${response.status}`)
            if (things !== owned.sales && !isPublic && ownedIds.some((id) => address.includes(id)))
              // oxfmt-ignore
              expect([method, address, response.status >= 400 && response.status < 500]).toEqual([method, address, true])
          }
        }
      }
    }
    expect(new Set(statuses).has('404')).toBe(true)
    expect(await readContent('lab')).toEqual(before)
  })

  test('ids of the other are answered like ids that do not exist, after the same statements', async () => {
    const toShapeOf = (text: string, id: string): string =>
      text.replaceAll(id, 'ID').replace(/"correlation_id":"[^"]*"/, '')
    let comparedStatements = 0
    for (const { method, path } of await listRoutes()) {
      if (
        !/\{(id)\}/.test(path) ||
        !/\/(workflows|runs|jobs|executions|templates|uploads|schedules|agents)\//.test(path)
      )
        continue
      const existing = fillPath(path, owned.lab)
      const id = Object.values(owned.lab).find((value) => existing.includes(value))!
      const unknown = existing.replace(id, crypto.randomUUID())
      const headers = { 'tus-resumable': '1.0.0', 'content-type': 'application/json' }
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
      const [first, second] = [
        await listStatements(() => send('sales', method, existing, { headers, ...body })),
        await listStatements(() => send('sales', method, unknown, { headers, ...body })),
      ]
      expect([path, first.statements]).toEqual([path, second.statements])
      comparedStatements += first.statements.length
      expect([path, first.result.status]).toEqual([path, second.result.status])
      expect(toShapeOf(await first.result.text(), id)).toBe(toShapeOf(await second.result.text(), unknown.split('/').find((part) => part.length === 36)!)) // oxfmt-ignore
    }
    expect(comparedStatements).toBeGreaterThan(80)
  })

  test('an id that the other uses is free: both have a workflow with it, and each has its own triggers', async () => {
    const id = randomUUID()
    const at = `/api/v1/workflows/${id}`
    const schedule = { id: 'daily', type: 'schedule', data: { label: 'Daily', config: { cron: '0 6 * * *' } } }
    const hook = { id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } }
    const answer = async (workspace: string): Promise<unknown> => {
      const document = { name: 'Equal', status: 'published', nodes: [schedule, hook], edges: [] }
      const created = await sendJson(workspace, 'POST', `/api/v1/workflows?id=${id}`, document)
      const shared = await sendJson(workspace, 'PATCH', `${at}/sharing`, { public: true })
      const changed = await sendJson(workspace, 'PUT', at, { ...document, description: workspace })
      const headers = [...created.headers.keys()].sort()
      const body = await readJson(created)
      return [created.status, created.headers.get('location'), headers, body, shared.status, changed.status]
    }
    const withoutTimes = (value: unknown): string => JSON.stringify(value).replace(/20\d\d-[\d-]+T[\d:.]+Z/g, '')
    const [own, other] = [await answer('sales'), await answer('lab')]
    expect(withoutTimes(other)).toBe(withoutTimes(own))
    const read = async (workspace: string, path: string) =>
      readJson(await send(workspace, 'GET', path)) as Promise<{ total: number; items: { name: string }[] }>
    for (const workspace of workspaces) {
      expect(await read(workspace, at)).toMatchObject({ description: workspace })
      expect(await read(workspace, `${at}/versions`)).toMatchObject({ total: 2 })
      expect(await read(workspace, `/api/v1/schedules?workflow_id=${id}`)).toMatchObject({ total: 1 })
      expect(await read(workspace, `/api/v1/webhooks?workflow_id=${id}`)).toMatchObject({ total: 1 })
    }
    expect((await send('lab', 'DELETE', at)).status).toBe(204)
    expect(await read('sales', at)).toMatchObject({ description: 'sales' })
    expect(await read('sales', `/api/v1/schedules?workflow_id=${id}`)).toMatchObject({ total: 1 })
    expect((await send('sales', 'DELETE', at)).status).toBe(204)
  })

  test('sockets follow runs and workflows of their workspace only', async () => {
    const live = await listen(
      server,
      workspaces.map((workspace) => ({ workspace, token: tokenOf(workspace) })),
    )
    try {
      const headers = { authorization: `Bearer ${tokenOf('sales')}` }
      const { run: foreignRun, workflow: foreignWorkflow } = owned.lab
      const foreignPaths = [
        `jobs/${foreignRun}`,
        `runs/${foreignRun}`,
        `executions/${foreignRun}`,
        `workflows/${foreignWorkflow}`,
      ]
      for (const path of foreignPaths.flatMap((name) => [
        `/ws/${name}`,
        `/api/v1/ws/${name}`,
        `/ws/${name}?workspace=lab`,
      ])) {
        expect(await live.follow(path, { headers })).toMatchObject({ code: 4404, messages: [{ type: 'error' }] })
      }
      const own = await live.follow(`/ws/jobs/${owned.sales.run}`, { headers })
      expect([own.code, own.messages.length > 3]).toEqual([1000, true])
      // A workflow of the workspace, with a position in a run of the other one.
      const { messages } = await live.follow(`/ws/workflows/${owned.sales.workflow}?after=${owned.sales.run}:0,${foreignRun}:0`, { headers, maxMessages: own.messages.length - 1 }) // oxfmt-ignore
      expect(new Set(messages.map(({ execution_id: id }) => id))).toEqual(new Set([owned.sales.run]))
      // Sockets of a caller receive no run of the other workspace that starts while they are open.
      const sockets = ['/ws/me', '/ws/analytics', '/ws/me?workspace=lab'].map((path) => live.connect(path, { headers }))
      const received: string[] = []
      for (const socket of sockets) socket.on('message', (data: Buffer) => received.push(data.toString()))
      await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('open', resolve))))
      const startRun = async (workspace: Workspace): Promise<string> => {
        const { workflow: id } = owned[workspace]
        // A file of its own, because other tests delete and upload that of the workspace.
        const form = new FormData()
        form.set('file', new File([csv, '\n'], `${workspace}-private.csv`))
        const { id: dataset } = await readJson(await send(workspace, 'POST', '/api/v1/data/upload', { body: form }))
        const path = `/api/v1/workflows/${id}/execute`
        return String((await readJson(await sendJson(workspace, 'POST', path, { input_data_id: dataset }))).id)
      }
      const newRuns = [await startRun('lab'), await startRun('sales')]
      await vi.waitFor(
        () => {
          const ended = received.filter((text) => text.includes(newRuns[1]!) && text.includes('completed'))
          expect(ended.length).toBeGreaterThan(0)
        },
        { timeout: 180_000, interval: 50 },
      )
      for (const socket of sockets) socket.close()
      const shown = [newRuns[0]!, foreignRun, foreignWorkflow, 'lab-private']
      expect(received.filter((text) => shown.some((value) => text.includes(value)))).toEqual([])
    } finally {
      await live.close()
    }
  })

  test('the same idempotency key executes a request once for each', async () => {
    const headers = { 'idempotency-key': 'equal', 'content-type': 'application/json' }
    const body = JSON.stringify({ ...workflow, name: 'Keyed' })
    const created = await Promise.all(
      workspaces.map(async (workspace) =>
        readJson(await send(workspace, 'POST', '/api/v1/workflows', { headers, body })),
      ),
    )
    expect(new Set(created.map(({ id }) => id)).size).toBe(2)
    const again = await send('sales', 'POST', '/api/v1/workflows', { headers, body })
    expect([again.headers.get('idempotency-replayed'), (await readJson(again)).id]).toEqual(['true', created[0]!.id])
  })

  test('deleting a dataset of one leaves the dataset and the bytes of the other', async () => {
    const form = new FormData()
    form.set('file', new File([csv], 'again.csv'))
    const uploaded = await readJson(await send('sales', 'POST', '/api/v1/data/upload', { body: form }))
    expect(uploaded).toMatchObject({ name: 'again.csv', duplicate: false })
    const { dataset } = owned.sales
    expect((await send('sales', 'DELETE', `/api/v1/data/${dataset}`)).status).toBe(204)
    expect((await send('sales', 'GET', `/api/v1/data/${dataset}/download`)).status).toBe(404)
    expect(await (await send('lab', 'GET', `/api/v1/data/${dataset}/download`)).text()).toBe(csv)
  })

  test('a run reads datasets of its workspace only', async () => {
    const form = new FormData()
    form.set('file', new File(['id,name\n7,Private\n'], 'only-lab.csv'))
    const { id } = await readJson(await send('lab', 'POST', '/api/v1/data/upload', { body: form }))
    const start = await sendJson('sales', 'POST', `/api/v1/workflows/${owned.sales.workflow}/execute`, {
      input_data_id: id,
    })
    expect(start.status).toBe(422)
    const { store } = server.backend
    expect(await store.forWorkspace('sales').datasets.findPath(String(id))).toBeUndefined()
    expect(await store.forWorkspace('lab').datasets.findPath(String(id))).toBeDefined()
  })
})

describe('permissions', () => {
  /** Routes without a permission. Those of agents require the token of an agent or of a step. */
  const open =
    /^\/(health|health\/ready|api\/v1\/health|api\/v1\/shared\/\{token\}.*|api\/v1\/agent-steps\/.*|api\/v1\/auth\/(settings|oidc\/start|oidc\/callback|request-otp|verify-otp|register|login|passkey-sign-in|passkey-sign-in\/options|reset-password|session|setup|refresh))$/
  test('every route asks for one, and a caller without any changes and reads nothing', async () => {
    const path = await mkdtemp(join(tmpdir(), 'aw-permissions-'))
    const [holder] = [createAuthenticator([{ workspace: 'default', token: 'x'.repeat(32) }])]
    const caller = holder.identifyCaller(`Bearer ${'x'.repeat(32)}`) as Caller
    const stranger = { ...caller, permissions: new Set<never>() }
    const closed = await openTestServer(path, { authentication: { identifyCaller: () => stranger } })
    try {
      for (const { method, path: route } of await listRoutes()) {
        if (open.test(route)) continue
        const address = fillPath(route, owned.lab)
        const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
        const headers = { 'content-type': 'application/json', 'tus-resumable': '1.0.0' }
        const response = await closed.ask(address, { method, headers, ...body })
        expect([method, route, response.status]).toEqual([method, route, 403])
      }
      const live = await listen(closed, [{ workspace: 'default', token: 'x'.repeat(32) }])
      await live.close()
    } finally {
      await closed.close()
      await rm(path, { recursive: true, force: true })
    }
  })

  test('a caller without the permission of a route never learns whether its request is valid', async () => {
    const path = await mkdtemp(join(tmpdir(), 'aw-permissions-'))
    const holder = createAuthenticator([{ workspace: 'default', token: 'x'.repeat(32) }])
    const caller = holder.identifyCaller(`Bearer ${'x'.repeat(32)}`) as Caller
    let permissions = new Set<Permission>()
    const authentication = { identifyCaller: () => ({ ...caller, permissions }) }
    const restricted = await openTestServer(path, { authentication, bodyLimit: 100 })
    try {
      const routes = (await listRoutes()).filter(({ operation }) => operation['x-permission'] !== undefined)
      expect(routes.length).toBeGreaterThan(80)
      for (const { method, path: route, operation } of routes) {
        const address = `${fillPath(route, owned.lab)}?limit=none&rows=none&format=none&sort=none&status=none&from=none`
        const requests: RequestInit[] = [
          {},
          { body: '{', headers: { 'content-type': 'application/json' } },
          { body: '{"constructor":1}', headers: { 'content-type': 'application/json' } },
          { body: 'x'.repeat(1_000), headers: { 'content-type': 'text/plain', 'idempotency-key': 'ä'.repeat(300) } },
        ]
        const permission = operation['x-permission']!
        const all: Permission[] = ['view', 'edit', 'execute', 'administer', 'own', 'operate', 'account']
        permissions = new Set(all.filter((candidate) => candidate !== permission))
        for (const request of method === 'GET' || method === 'DELETE' ? requests.slice(0, 1) : requests) {
          const response = await restricted.ask(address, { ...request, method })
          const { error } = (await response.json()) as { error: { details: unknown[] } }
          expect([method, route, response.status, error]).toEqual([
            method,
            route,
            403,
            expect.objectContaining({ code: 'caller.no-permission' }),
          ])
        }
        // Whatever can start a run needs the right to execute as well.
        permissions = new Set([permission, 'execute'])
        const allowed = await restricted.ask(address, { method })
        await allowed.body?.cancel()
        expect([method, route, allowed.status]).not.toEqual([method, route, 403])
      }
      const withoutPermission = (await listRoutes()).filter(({ operation }) => operation['x-permission'] === undefined)
      expect(withoutPermission.map(({ path: route }) => route).filter((route) => !open.test(route))).toEqual([])
    } finally {
      await restricted.close()
      await rm(path, { recursive: true, force: true })
    }
  })

  test('figures of the complete server are for the default workspace', async () => {
    const response = await send('sales', 'GET', '/metrics')
    expect(response.status).toBe(403)
    expect(await readJson(await send('sales', 'GET', '/api/v1/health/detailed'))).toMatchObject({
      runs: expect.any(Object),
    })
  })
})
