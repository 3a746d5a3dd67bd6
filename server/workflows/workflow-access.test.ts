import { builtInNodes } from '@aw-flow/nodes'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Workflow } from '@aw-flow/schema'
import { connectServer } from '../../packages/client/server/connect-server.ts'
import { createMemoryStorage } from '../../packages/client/storage/memory-storage.ts'
import { armedService, armedWorkflows } from '../../test/security/armed-workflows.ts'
import { openModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'

let host: string
let otherHost: string
const received: (string | undefined)[] = []

const service = openTestService((request, response) => {
  received.push(request.headers.authorization)
  if (request.url === '/redirect') response.writeHead(302, { location: `http://${otherHost}/` })
  response.end('ok')
})
const { server, folder } = openTestApp(async () => {
  await mkdir(join(folder, 'open'))
  await writeFile(join(folder, 'open', 'in.csv'), 'id\n7\n')
  host = service.host
  otherHost = host.replace('127.0.0.1', 'localhost')
  return {
    nodes: builtInNodes,
    allowHosts: ['*', host, otherHost, '127.0.0.1'],
    filesFolder: join(folder, 'open'),
  }
})
beforeAll(async () => {
  await server.send('PUT', '/api/v1/secrets/key', { value: 'sesame', hosts: ['127.0.0.1'] })
})
beforeEach(() => void received.splice(0))

type NodeEntry = [id: string, type: string, config: object]
const createDocument = (name: string, ...nodes: NodeEntry[]): object => ({
  version: 1,
  name,
  settings: { retry: { count: 0, delaysMs: [1] } },
  nodes: nodes.map(([id, type, config]) => ({ id, type, position: { x: 0, y: 0 }, data: { label: id, config } })),
  edges: nodes.slice(1).map(([id], index) => ({ id: `e${index}`, source: nodes[index]![0], target: id })),
})
const request = (path = '/', secret = 'key'): NodeEntry => {
  const authentication = secret === '' ? {} : { auth: 'bearer', secret }
  return ['call', 'http_request', { url: `http://${host}${path}`, response: 'text', ...authentication }]
}
const post = async (path: string, body: object): Promise<string> => {
  const response = await server.send('POST', path, body)
  expect(response.status, await response.clone().text()).toBeLessThan(300)
  return ((await response.json()) as { id: string }).id
}
const importWorkflow = (document: object, trust?: string): Promise<string> =>
  post(`/api/v1/workflows/import${trust === undefined ? '' : `?trust=${trust}`}`, document)

/** Runs a workflow. Returns its status and the code of the problem of the failed node. */
async function execute(workflow: string): Promise<[status: unknown, code?: string]> {
  const run = await post(`/api/v1/workflows/${workflow}/execute`, {})
  const { status } = await server.waitForEnd(run)
  const steps = await (await server.ask(`/api/v1/runs/${run}/steps`)).text()
  const code = /"code":"(access[^"]+)"/.exec(steps)?.[1]
  return code === undefined ? [status] : [status, code]
}
const grant = async (workflow: string, access: object): Promise<unknown> => {
  const response = await server.send('PUT', `/api/v1/workflows/${workflow}/access`, access)
  return { status: response.status, ...((await response.json()) as object) }
}
const nothing = { secrets: [], hosts: [], tools: [] }

describe('an imported workflow', () => {
  test('uses no host or secret until a person grants it', async () => {
    const workflow = await importWorkflow(createDocument('Calls', request()))
    const requested = { secrets: ['key'], hosts: [host], tools: [] }
    expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toEqual({
      trust: 'imported',
      requested,
      granted: nothing,
    })
    expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.host'])
    expect(await grant(workflow, { ...nothing, hosts: [host] })).toMatchObject({ status: 200, requested })
    expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.secret'])
    expect(received).toEqual([])
    expect(await grant(workflow, requested)).toMatchObject({ granted: requested })
    expect(await execute(workflow)).toEqual(['completed'])
    expect(received).toEqual(['Bearer sesame'])
    await grant(workflow, nothing)
    expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.host'])
  })

  test('uses on the server what was granted in a browser before the server had it', async () => {
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
      const { pathname, search } = new URL(url)
      return server.ask(`${pathname}${search}`, init)
    })
    try {
      const document = createDocument('Granted before', request()) as Workflow
      const storage = createMemoryStorage()
      await storage.putDocument('mine', document, 0, undefined, { trust: 'imported', granted: nothing })
      const granted = { secrets: ['key'], hosts: [host], tools: [] }
      await storage.putAccess('mine', { trust: 'imported', granted })
      const connected = connectServer({ address: 'http://localhost' }, storage)
      const workflow = (await connected.storage.ensureRemoteId('mine', document))!
      expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({ trust: 'imported', granted })
      expect(await execute(workflow)).toEqual(['completed'])
      // What is revoked in the browser is revoked on the server.
      await connected.storage.putAccess('mine', { trust: 'imported', granted: nothing })
      expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.host'])
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('follows a redirect to granted hosts only', async () => {
    const workflow = await importWorkflow(createDocument('Redirects', request('/redirect', '')), 'shared')
    expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({ trust: 'shared' })
    await grant(workflow, { ...nothing, hosts: [host] })
    expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.host'])
    expect(received).toHaveLength(1)
    await grant(workflow, { ...nothing, hosts: [host, otherHost] })
    expect(await execute(workflow)).toEqual(['completed'])
  })

  test('reads no file of the server until a person grants the folder', async () => {
    const workflow = await importWorkflow(createDocument('Reads', ['read', 'read_file', { path: 'in.csv' }]))
    expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({
      requested: { tools: ['folder'] },
    })
    expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.tool'])
    await grant(workflow, { ...nothing, tools: ['folder'] })
    expect(await execute(workflow)).toEqual(['completed'])
    expect(await readFile(join(folder, 'open', 'in.csv'), 'utf8')).toBe('id\n7\n')
  })

  test('asks a granted model with its address and secret, which need no grant of their own', async () => {
    const models = await openModelServer('first', () => ({ says: 'yes' }))
    try {
      const { host: modelHost } = new URL(models.address)
      await server.send('PUT', '/api/v1/secrets/model-key', { value: 'sk', hosts: ['127.0.0.1'] })
      const config = { llm_models: [{ id: 'm', address: models.address, secret: 'model-key' }], default_llm: 'm' }
      expect((await server.send('PUT', '/api/v1/config', config)).status).toBe(200)
      const workflow = await importWorkflow(createDocument('Asks', ['ask', 'agent', { prompt: 'Is it?' }]))
      expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.tool'])
      await grant(workflow, { ...nothing, tools: ['models'] })
      expect(await execute(workflow)).toEqual(['completed'])
      expect(models.authorizationHeaders).toEqual(['Bearer sk'])
      const other = await importWorkflow(
        createDocument('Calls it', ['call', 'http_request', { url: `http://${modelHost}/other`, response: 'text' }]),
      )
      await grant(other, { ...nothing, tools: ['models'] })
      expect(await execute(other)).toEqual(['failed', 'access.not-granted.host'])
    } finally {
      await models.close()
      await server.send('PUT', '/api/v1/config', { llm_models: [], default_llm: null })
    }
  })

  test('[18] imports, opens, copies and runs documents of all shapes with agents without a request to a model', async () => {
    const models = await openModelServer('first', () => ({ says: '{"header": "yes", "rules": [], "items": []}' }))
    try {
      const config = { llm_models: [{ id: 'm', address: models.address }], default_llm: 'm' }
      expect((await server.send('PUT', '/api/v1/config', config)).status).toBe(200)
      const own = { model: 'm', modelAddress: models.address }
      const inner = createDocument('Inner', ['ask', 'agent', { prompt: 'Go' }])
      const documents = [
        createDocument('Agent', ['ask', 'agent', { prompt: 'Go' }]),
        createDocument('Sub-agent', [
          'ask',
          'agent',
          { prompt: 'Go', tools: [{ name: 'inner', kind: 'workflow', config: inner }] },
        ]),
        createDocument('Inner agent', ['inner', 'sub_workflow', { document: inner }]),
        createDocument(
          'Rows',
          ['load', 'loading', { model: 'm' }],
          ['rows', 'classify_rows', { column: 'a', labels: 'x' }],
        ),
        createDocument(
          'Data agents',
          ['load', 'loading', { model: 'm' }],
          ['prepare', 'preparing', own],
          ['check', 'validation', { schema: '', model: 'm' }],
        ),
        createDocument('Hostile', ['ask', 'agent', { prompt: '{{$eval("1")}}', ...own, system: models.address }]),
        {
          name: 'Chain',
          steps: [
            { type: 'loading', config: {} },
            { type: 'agent', config: { prompt: 'Go' } },
          ],
          global_config: { llm: 'm' },
        },
        {
          name: 'Connections',
          nodes: [
            { id: 'a', type: 'agent' },
            { id: 'b', type: 'classify_rows' },
          ],
          connections: [{ source: 'a', target: 'b' }],
        },
      ]
      for (const document of documents) {
        const workflow = await importWorkflow(document)
        for (const path of ['', '/access', '/versions'])
          expect((await server.ask(`/api/v1/workflows/${workflow}${path}`)).status).toBe(200)
        await post(`/api/v1/workflows/${workflow}/duplicate`, {})
        // The others have no file, or are incomplete, and do not start.
        if (documents.indexOf(document) < 3) expect((await execute(workflow))[0]).toBe('failed')
      }
      expect(models.requests).toEqual([])
      // With a grant, the first one asks.
      const granted = await importWorkflow(documents[0]!)
      await grant(granted, { ...nothing, tools: ['models'] })
      expect(await execute(granted)).toEqual(['completed'])
      expect(models.requests).toHaveLength(1)
    } finally {
      await models.close()
      await server.send('PUT', '/api/v1/config', { llm_models: [], default_llm: null })
    }
  })

  test('[18] imports, opens and runs hostile documents without a request, even if each address is that of a granted model', async () => {
    const llm = { id: 'small', address: `http://${host}/v1` }
    expect((await server.send('PUT', '/api/v1/config', { llm_models: [llm], default_llm: 'small' })).status).toBe(200)
    const documents = armedWorkflows.map(
      (text) => JSON.parse(text.replaceAll(armedService, `http://${host}/`)) as object,
    )
    const states: unknown[] = []
    try {
      for (const document of documents) {
        const imported = await server.send('POST', '/api/v1/workflows/import', document)
        // Some of them are not workflows.
        if (imported.status >= 300) continue
        const { id } = (await imported.json()) as { id: string }
        for (const path of ['', '/access', '/versions', '/export'])
          expect((await server.ask(`/api/v1/workflows/${id}${path}`)).status, path).toBeLessThan(500)
        await server.send('POST', '/api/v1/workflows/validate', document)
        const started = await server.send('POST', `/api/v1/workflows/${id}/execute`, {})
        if (started.status >= 300) continue
        const { id: run } = (await started.json()) as { id: string }
        states.push((await server.waitForEnd(run)).status)
      }
      expect(states).toContain('failed')
      expect(received).toEqual([])
      // The same documents do send requests once a person grants the host.
      const granted = await importWorkflow(documents[0]!)
      await grant(granted, { ...nothing, hosts: [host] })
      await execute(granted)
      expect(received).toHaveLength(1)
    } finally {
      await server.send('PUT', '/api/v1/config', { llm_models: [], default_llm: null })
    }
  })

  test('[18] an imported chain asks its model in Load, Prepare and Validate once a person grants it', async () => {
    const models = await openModelServer('first', () => ({ says: '{"header": "no", "rules": [], "operations": []}' }))
    try {
      const config = { llm_models: [{ id: 'gpt-4', address: models.address }] }
      expect((await server.send('PUT', '/api/v1/config', config)).status).toBe(200)
      const workflow = await importWorkflow({
        name: 'Chain',
        steps: [
          { type: 'loading', config: {} },
          { type: 'preparing', config: { target: 'generic', max_retries: 0 } },
          { type: 'validation', config: { schema: '{"columns": []}' } },
        ],
        global_config: { llm: 'gpt-4', max_retries: 0 },
      })
      expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({
        requested: { tools: ['models'] },
      })
      // Every cell is a word, so that the data leave open whether the first line contains the column names.
      const { id: input_data_id } = await server.upload('color,kind\nred,car\ncolor,bus\nblue,tram\n')
      const run = async (): Promise<void> => {
        const { id } = (await (
          await server.send('POST', `/api/v1/workflows/${workflow}/execute`, { input_data_id })
        ).json()) as { id: string }
        expect(await server.waitForEnd(id)).toMatchObject({ status: 'completed' })
      }
      await run()
      expect(models.requests).toEqual([])
      await grant(workflow, { ...nothing, tools: ['models'] })
      await run()
      expect(models.requests.map(({ model }) => model)).toEqual(['gpt-4', 'gpt-4', 'gpt-4'])
    } finally {
      await models.close()
      await server.send('PUT', '/api/v1/config', { llm_models: [], default_llm: null })
    }
  })

  test('remains imported when it is edited, published, duplicated or restored', async () => {
    const document = createDocument('Copied', request())
    const workflow = await importWorkflow(document)
    const access = { secrets: ['key'], hosts: [host], tools: [] }
    expect((await server.send('PUT', `/api/v1/workflows/${workflow}`, document)).status).toBe(200)
    await server.send('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'published' })
    expect((await execute(workflow))[0]).toBe('failed')
    await grant(workflow, access)
    const copy = await post(`/api/v1/workflows/${workflow}/duplicate`, {})
    await grant(workflow, nothing)
    expect(await execute(copy)).toEqual(['failed', 'access.not-granted.host'])
    await grant(copy, access)
    expect(await execute(copy)).toEqual(['completed'])
    expect((await execute(workflow))[0]).toBe('failed')
    await server.ask(`/api/v1/workflows/${copy}`, { method: 'DELETE' })
    expect((await server.ask(`/api/v1/workflows/${copy}/restore`, { method: 'POST' })).status).toBe(200)
    expect(await server.json(`/api/v1/workflows/${copy}/access`)).toMatchObject({ trust: 'imported', granted: access })
  })

  test('remains imported in workflows of a template that is published from it, without its grant', async () => {
    const access = { secrets: ['key'], hosts: [host], tools: [] }
    const workflow = await importWorkflow(createDocument('Published', request()), 'shared')
    await grant(workflow, access)
    const template = await post('/api/v1/templates', { workflow_id: workflow })
    const used = await post(`/api/v1/templates/${template}/use`, {})
    expect(await server.json(`/api/v1/workflows/${used}/access`)).toMatchObject({ trust: 'shared', granted: nothing })
    expect(await execute(used)).toEqual(['failed', 'access.not-granted.host'])
    // A template that is published from such a workflow does not forget the origin.
    const next = await post('/api/v1/templates', { workflow_id: used })
    const usedNext = await post(`/api/v1/templates/${next}/use`, {})
    expect(await server.json(`/api/v1/workflows/${usedNext}/access`)).toMatchObject({ trust: 'shared' })
    const own = await post('/api/v1/workflows', createDocument('Own template', request()))
    const ownTemplate = await post('/api/v1/templates', { workflow_id: own })
    const usedOwn = await post(`/api/v1/templates/${ownTemplate}/use`, {})
    expect(await server.json(`/api/v1/workflows/${usedOwn}/access`)).toMatchObject({ trust: 'own' })
  })

  test('restricts the run of a user’s own workflow that contains it', async () => {
    const part = await importWorkflow(createDocument('Part', request()))
    const whole = await post(
      '/api/v1/workflows',
      createDocument('Whole', ['part', 'sub_workflow', { workflow: 'Part' }]),
    )
    expect((await execute(whole))[0]).toBe('failed')
    expect(received).toEqual([])
    await grant(part, { secrets: ['key'], hosts: [host], tools: [] })
    expect(await execute(whole)).toEqual(['completed'])
  })

  test('cannot use the access of other workflows in the workspace', async () => {
    await post('/api/v1/workflows', createDocument('Own part', request()))
    const workflow = await importWorkflow(createDocument('Deputy', ['part', 'sub_workflow', { workflow: 'Own part' }]))
    expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({ requested: { secrets: ['key'] } })
    expect((await execute(workflow))[0]).toBe('failed')
    expect(received).toEqual([])
  })
})

describe('a workflow of the user’s own', () => {
  test('needs no grant', async () => {
    const workflow = await post('/api/v1/workflows', createDocument('Own', request()))
    expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({ trust: 'own', granted: nothing })
    expect(await execute(workflow)).toEqual(['completed'])
    expect(await grant(workflow, nothing)).toMatchObject({ status: 409, error: { code: 'access.not-needed' } })
  })

  test('is restricted once content of others was added to it', async () => {
    const workflow = await post('/api/v1/workflows', createDocument('Mixed', request()))
    expect(await execute(workflow)).toEqual(['completed'])
    expect(await grant(workflow, { trust: 'imported', ...nothing })).toMatchObject({ status: 200, trust: 'imported' })
    expect(await execute(workflow)).toEqual(['failed', 'access.not-granted.host'])
    expect(await grant(workflow, { trust: 'own', ...nothing })).toMatchObject({ status: 422 })
    expect(await grant(workflow, { ...nothing, hosts: [host] })).toMatchObject({ trust: 'imported' })
    const created = await post('/api/v1/workflows?trust=shared', createDocument('From a link', request()))
    expect(await server.json(`/api/v1/workflows/${created}/access`)).toMatchObject({
      trust: 'shared',
      granted: nothing,
    })
    expect((await server.send('POST', '/api/v1/workflows?trust=own', createDocument('Own', request()))).status).toBe(
      422,
    )
  })

  test('a grant names valid secrets, hosts and tools', async () => {
    const workflow = await importWorkflow(createDocument('Checked', request()))
    for (const change of [{ secrets: ['../x'] }, { hosts: ['http://x'] }, { tools: ['code'] }, { hosts: 'x' }])
      expect(await grant(workflow, { ...nothing, ...change })).toMatchObject({ status: 422 })
    expect(await grant('missing', nothing)).toMatchObject({ status: 404 })
  })
})

test('workflows that are older than trust states are own ones', async () => {
  const { store } = server.backend
  await store.openedDatabase.execute(`insert into workflows
    (workspace_id, id, document, name, status, tags, hash, revision, created_at, updated_at)
    select workspace_id, 'older', document, name, status, tags, hash, revision, created_at, updated_at
    from workflows limit 1`)
  expect(await store.forWorkspace('default').workflows.access.find('older')).toEqual({ trust: 'own', granted: nothing })
})
