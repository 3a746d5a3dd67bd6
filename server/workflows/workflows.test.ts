import type { Workflow } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { readBody, createWorkflow, csv, workflow } from '../testing/test-requests.ts'

const { server } = openTestApp()
const create = (document?: unknown): Promise<string> => createWorkflow(server, document)

describe('workflows', () => {
  test('can be created, listed, changed and removed', async () => {
    const id = await create()
    const found = (await server.json(`/api/v1/workflows/${id}`)) as Record<string, unknown>
    expect(found).toMatchObject({ id, name: 'Names', version: 1, status: 'draft', ready: true, problems: [] })
    const list = (await server.json('/api/v1/workflows?limit=1')) as { items: unknown[] }
    expect(list.items).toMatchObject([{ id, name: 'Names', nodes: 2, ready: true }])
    const changed = await server.send('PUT', `/api/v1/workflows/${id}`, { ...found, name: 'Other' })
    expect(changed.status).toBe(200)
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name: 'Other' })
    expect((await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await server.ask(`/api/v1/workflows/${id}`)).status).toBe(404)
    expect((await server.send('PUT', `/api/v1/workflows/${id}`, found)).status).toBe(404)
  })

  test('are created with the id of the client, once; a deleted one is restored with the new document', async () => {
    const id = randomUUID()
    const path = `/api/v1/workflows/${id}`
    const createWithId = (name: string) => server.send('POST', `/api/v1/workflows?id=${id}`, { ...workflow, name })
    const created = await createWithId('First')
    expect([created.status, created.headers.get('location'), created.headers.get('etag')]).toEqual([201, path, '"1"'])
    expect(await created.json()).toMatchObject({ id, name: 'First' })

    const conflict = await createWithId('Second')
    expect([conflict.status, conflict.headers.get('etag')]).toEqual([409, '"1"'])
    const { error } = (await conflict.json()) as { error: { details: object } }
    expect(error.details).toMatchObject({ current: { id, name: 'First' }, sent: { name: 'Second' } })
    expect(await server.json(path)).toMatchObject({ name: 'First' })

    await server.ask(path, { method: 'DELETE' })
    const restored = await createWithId('Third')
    expect([restored.status, restored.headers.get('etag')]).toEqual([201, '"2"'])
    expect(await server.json(path)).toMatchObject({ id, name: 'Third' })
    const { items } = (await server.json(`${path}/versions`)) as { items: { number: number }[] }
    expect(items.map(({ number }) => number)).toEqual([2, 1])

    const [first, second] = await Promise.all(
      [randomUUID(), randomUUID()].map((other) =>
        Promise.all(
          ['A', 'B'].map((name) => server.send('POST', `/api/v1/workflows?id=${other}`, { ...workflow, name })),
        ),
      ),
    )
    for (const answers of [first!, second!]) expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('a deleted workflow of the user that is created again from a file is imported', async () => {
    const id = await create()
    await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })
    const again = await server.send('POST', `/api/v1/workflows?id=${id}&trust=imported`, workflow)
    expect(again.status).toBe(201)
    expect(await server.json(`/api/v1/workflows/${id}/access`)).toMatchObject({ trust: 'imported' })
  })

  test.each(['none', '5D0B2F66-0D0A-4B5B-8F3C-6F1C8A1F9E11', '../a', ''])('refuses %j as an id', async (id) => {
    const answer = await server.send('POST', `/api/v1/workflows?id=${encodeURIComponent(id)}`, workflow)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('id')
  })

  test('a change of some fields keeps the others, also those of a change at the same time', async () => {
    const id = await create({ ...workflow, description: 'First', tags: ['a'] })
    const path = `/api/v1/workflows/${id}`
    const changes = [
      { name: 'Renamed' },
      { description: 'Second' },
      { tags: ['b'] },
      { settings: { retry: { count: 1 } } },
    ]
    const answers = await Promise.all(changes.map((change) => server.send('PUT', path, change)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { nodes, edges } = (await server.json(path)) as { nodes: { id: string }[]; edges: unknown[] }
    expect(await server.json(path)).toMatchObject({ ...changes[0], ...changes[1], ...changes[2], ...changes[3] })
    expect([nodes.length, edges.length]).toEqual([2, 1])

    const [first] = nodes
    const kept = await server.send('PUT', path, { nodes: [first] })
    expect(await kept.json()).toMatchObject({ name: 'Renamed', nodes: [{ id: first!.id }], edges: [] })
    const graph = await server.send('PUT', path, { name: 'Graph', nodes, edges })
    expect(await graph.json()).toMatchObject({ name: 'Graph', description: 'Second', tags: ['b'], ...changes[3] })
    // A document with a version is complete and removes the fields that it does not have.
    const complete = await server.send('PUT', path, { version: 1, name: 'Complete', nodes, edges })
    expect(Object.keys((await complete.json()) as object)).not.toContain('description')
    const outdated = await server.ask(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': '"1"' },
      body: '{"name":"Late"}',
    })
    expect(outdated.status).toBe(409)
    const unchanged = await server.send('PUT', path, {})
    expect(await unchanged.json()).toMatchObject({ name: 'Complete', nodes, edges })
    expect((await server.send('PUT', path, { name: 7 })).status).toBe(422)
    expect(await server.json(path)).toMatchObject({ name: 'Complete' })
  })

  test('is published by a change of its status, once', async () => {
    const id = await create()
    const path = `/api/v1/workflows/${id}`
    const readStatus = () => server.json(`${path}/status`)
    await server.send('PUT', path, { status: 'published' })
    expect(await readStatus()).toMatchObject({ status: 'published', version: 2, published_version: 2 })
    await server.send('PUT', path, { description: 'Edited' })
    expect(await readStatus()).toMatchObject({ status: 'published', version: 3, published_version: 2 })
  })

  test('is created and replaced by YAML, and found by its name', async () => {
    const send = async (method: string, path: string, body: string): Promise<{ code: number; id: string }> => {
      const answer = await server.ask(path, { method, headers: { 'content-type': 'application/yaml' }, body })
      return { ...((await answer.json()) as { id: string }), code: answer.status }
    }
    const created = await send('POST', '/api/v1/workflows', 'name: "In YAML: one"\nsteps:\n  - type: loading\n')
    expect(created).toMatchObject({ code: 201, name: 'In YAML: one', nodes: [{ type: 'loading' }] })
    const path = `/api/v1/workflows/${created.id}`
    expect(await send('PUT', path, 'name: "In YAML: two"\nsteps: []\n')).toMatchObject({ code: 200, nodes: [] })
    const find = (name: string) => server.json(`/api/v1/workflows?name=${encodeURIComponent(name)}`)
    expect(await find('In YAML: two')).toMatchObject({ total: 1, items: [{ id: created.id }] })
    expect(await find('In YAML')).toMatchObject({ total: 0 })
    expect(await send('POST', '/api/v1/workflows', 'name: [')).toMatchObject({ code: 400 })
  })

  test('stores a workflow that cannot run, with its problems', async () => {
    const id = await create({
      name: 'Broken',
      nodes: [
        { id: 'a', type: 'check' },
        { id: 'b', type: 'check' },
        { id: 'f', type: 'fail' },
        { id: 'x', type: 'teleport' },
      ],
      edges: [
        { id: '1', source: 'a', target: 'b' },
        { id: '2', source: 'b', target: 'a' },
      ],
    })
    const answer = (await (await server.ask(`/api/v1/workflows/${id}/validate`, { method: 'POST' })).json()) as {
      valid: boolean
      problems: { code: string; where: object; hint: string }[]
    }
    expect(answer.valid).toBe(false)
    expect(answer.problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['workflow.cycle', 'node.unknown-type', 'node.invalid-setting']),
    )
    for (const problem of answer.problems) expect(problem.hint).not.toBe('')
    const execute = await server.ask(`/api/v1/workflows/${id}/execute`, { method: 'POST' })
    expect(execute.status).toBe(422)
    expect((await readBody(execute)).error.details).toHaveLength(3)
  })

  test.each([
    ['{\n  "name": "x",\n  oops\n}', 400, 'body.malformed', 'line 3'],
    ['', 400, 'body.malformed', 'empty'],
    ['[1]', 422, 'workflow.not-an-object', 'an array'],
    ['{"nodes":[]}', 422, 'workflow.invalid', 'name'],
    ['{"name":"x","nodes":[{"id":"a"}]}', 422, 'workflow.invalid', 'type'],
    [`${'['.repeat(40_000)}${']'.repeat(40_000)}`, 400, 'body.too-deep', 'levels deep'],
    [`{"name":"x","nodes":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 400, 'body.too-deep', 'levels deep'],
    ['{"name":"x","nodes":[],"__proto__":{"a":1}}', 422, 'workflow.reserved-name', '__proto__'],
  ])('refuses an invalid workflow and names the position (%#)', async (body, status, code, words) => {
    const answer = await server.ask('/api/v1/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(status)
    const { error } = await readBody(answer)
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  test('refuses a body without a JSON media type', async () => {
    const answer = await server.ask('/api/v1/workflows', { method: 'POST', body: JSON.stringify(workflow) })
    expect(answer.status).toBe(415)
  })

  test('refuses a body over the limit, with and without Content-Length', async () => {
    const long = JSON.stringify({ ...workflow, description: 'x'.repeat(120_000) })
    const announced = await server.ask('/api/v1/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(long.length) },
      body: long,
    })
    expect([announced.status, (await readBody(announced)).error.code]).toEqual([413, 'body.too-large'])
    const found = await server.ask('/api/v1/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([long]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(found.status).toBe(413)
  })

  test.each(['nul \0', 'half \ud800', '\udc00 half'])(
    'refuses the name %j, for new and changed workflows',
    async (name) => {
      const id = await create()
      for (const [method, path] of [
        ['POST', '/api/v1/workflows'],
        ['PUT', `/api/v1/workflows/${id}`],
      ] as const) {
        const answer = await server.send(method, path, { ...workflow, name })
        expect(answer.status).toBe(422)
        const { error } = await readBody(answer)
        expect(error.code).toBe('workflow.unstorable-name')
        expect(error.message).toContain(JSON.stringify(name))
      }
      expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name: workflow.name })
    },
  )

  test('stores every other text that JSON allows', async () => {
    const [name, description] = ['💥, \u2028, 名前', 'nul \0, half \ud800']
    const id = await create({ ...workflow, name, description })
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name, description })
    const { id: file } = await server.upload(csv)
    const run = await readBody(await server.send('POST', `/api/v1/workflows/${id}/execute`, { input_data_id: file }))
    expect(await server.waitForEnd(String(run.id))).toMatchObject({ status: 'completed' })
    const result = await server.ask(`/api/v1/runs/${String(run.id)}/result?format=csv`)
    expect(await result.text()).toBe(csv)
  })

  test('names who created a workflow, and whether it has a public link', async () => {
    const id = await create()
    const at = `/api/v1/workflows/${id}`
    const sent = { name: 'Mine', created_by: 'someone' }
    const answer = await server.send('PUT', at, sent)
    expect(await answer.json()).toMatchObject({ created_by: 'local-owner', is_public: false, ignored_fields: ['created_by'] }) // oxfmt-ignore
    expect(answer.headers.get('warning')).toBe('299 aw "Ignored fields: created_by"')
    await server.send('PATCH', `${at}/sharing`, { public: true })
    expect(await server.json(at)).toMatchObject({ created_by: 'local-owner', is_public: true })
    const renamed = await server.send('PUT', at, { name: 'Renamed' })
    expect(await renamed.json()).toMatchObject({ name: 'Renamed', is_public: true })
    const copy = (await (await server.send('POST', `${at}/duplicate`, {})).json()) as object
    expect(copy).toMatchObject({ created_by: 'local-owner', is_public: false })
  })

  test('is shared by link, and no longer shared, by the field is_public', async () => {
    const id = await create({ ...workflow, is_public: true })
    const at = `/api/v1/workflows/${id}`
    const { token } = (await server.json(`${at}/sharing`)) as { token: string }
    expect((await server.ask(`/api/v1/shared/${token}`)).status).toBe(200)
    const unshared = (await (await server.send('PUT', at, { is_public: false })).json()) as object
    expect(unshared).toMatchObject({ is_public: false, name: workflow.name, nodes: [{}, {}] })
    expect(unshared).not.toHaveProperty('ignored_fields')
    expect((await server.ask(`/api/v1/shared/${token}`)).status).toBe(404)
    expect(await server.json(at)).toMatchObject({ is_public: false })
    expect(await readBody(await server.send('PUT', at, { is_public: 'no' }))).toMatchObject({
      error: { code: 'request.invalid', message: expect.stringContaining('is_public') },
    })
    // A file from elsewhere cannot share itself.
    for (const path of ['/api/v1/workflows/import', '/api/v1/workflows?trust=imported']) {
      const imported = await readBody(await server.send('POST', path, { ...workflow, is_public: true }))
      expect(imported).toMatchObject({ is_public: false, ignored_fields: ['is_public'] })
    }
  })

  test('a change of the steps keeps the common settings, and what steps cannot express', async () => {
    const steps = [
      { type: 'loading', config: {}, timeout_ms: 500, require_approval: true },
      { type: 'preparing', config: {}, retry_config: { max_retries: 1, delays_ms: [5] } },
      { type: 'validation', config: { schema: 'plan' } },
    ]
    const config = { llm: 'gpt-4', max_retries: 3 }
    const created = await readBody(await server.send('POST', '/api/v1/workflows', { name: 'Chain', steps, global_config: config })) // oxfmt-ignore
    const at = `/api/v1/workflows/${String(created.id)}`
    const change = async (body: object) => readBody(await server.send('PUT', at, body))
    expect(created.steps).toMatchObject(steps)
    const settings = { retry: { count: 3 }, variables: { llm: 'gpt-4' } }
    const { nodes, edges, ...document } = created as unknown as Workflow
    const detailedNodes = nodes.map((node) => ({
      ...node,
      position: { x: 7, y: 8 },
      onError: 'continue',
      typeVersion: 1,
    }))
    const notes = [{ id: 'n', text: 'Note', position: { x: 0, y: 0 }, size: { width: 100, height: 100 } }]
    await change({ ...document, nodes: detailedNodes, edges, notes })
    const changed = await change({ steps: created.steps })
    expect(changed).toMatchObject({ settings, notes, nodes: detailedNodes, edges, steps: created.steps })
    expect(changed).not.toHaveProperty('ignored_fields')
    expect(await change({ name: 'Other', steps: created.steps })).toMatchObject({ name: 'Other', settings, notes })
    expect(await change({ global_config: { max_retries: 7 } })).toMatchObject({
      settings: { retry: { count: 7 }, variables: { llm: 'gpt-4' } },
      steps: created.steps,
    })
    expect(await change({ global_config: 7 })).toMatchObject({ error: { code: 'workflow.invalid' } })
  })

  test('restores a removed workflow unchanged', async () => {
    const id = await create()
    const at = `/api/v1/workflows/${id}`
    const before = await server.json(at)
    expect((await server.ask(at, { method: 'DELETE' })).status).toBe(204)
    expect((await server.ask(at)).status).toBe(404)
    const listDeleted = async () => ((await server.json('/api/v1/workflows?deleted=true')) as { items: object[] }).items
    expect(await listDeleted()).toContainEqual(expect.objectContaining({ id }))
    const restored = await server.ask(`${at}/restore`, { method: 'POST' })
    expect([restored.status, await restored.json()]).toEqual([200, before])
    expect(restored.headers.get('etag')).toBe((await server.ask(at)).headers.get('etag'))
    expect(await listDeleted()).not.toContainEqual(expect.objectContaining({ id }))
    expect((await server.ask('/api/v1/workflows/none/restore', { method: 'POST' })).status).toBe(404)
  })
})
