import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { openTestServer } from '../testing/open-test-server.ts'
import { openTestApp } from '../testing/test-app.ts'
import { signIn, type Client } from '../testing/test-accounts.ts'
import { readBody, workflow as document, type Body } from '../testing/test-requests.ts'
import { maskDatasetIds, removeDatasetIds } from './remove-datasets.ts'

const mails: Email[] = []
/** Ada and Grace have a workspace each. Edit is an editor of Ada's. */
let ada: Client & { id: string }
let grace: Client & { id: string }
let workspace = ''

const { server, folder } = openTestApp({ accounts: { signUp: 'open', mails }, bodyLimit: 1_000_000 })
/** All tests use the same sessions. */
beforeEach(async () => {
  await server.backend.store.openedDatabase.execute('delete from gallery_templates')
  if (workspace !== '') return
  ada = await signIn(server, mails, 'ada@example.com')
  grace = await signIn(server, mails, 'grace@example.com')
  workspace = String((await call(ada, 'GET', '/api/v1/auth/me')).workspace_id)
})

async function call(client: Client, method: string, path: string, body?: unknown): Promise<Body> {
  const response = await client.ask(method, path, body)
  expect(response.ok, `${method} ${path} ${await response.clone().text()}`).toBe(true)
  return response.status === 204 ? ({} as Body) : readBody(response)
}
const addWorkflow = async (name: string, fields: object = {}, client: Client = ada): Promise<string> =>
  String((await call(client, 'POST', '/api/v1/workflows', { ...document, name, ...fields })).id)
const publish = (id: string, fields: object = {}, client: Client = ada): Promise<Body> =>
  call(client, 'POST', '/api/v1/gallery', { workflow_id: id, ...fields })
const search = async (text: string, client: Client = grace): Promise<unknown[]> =>
  ((await call(client, 'GET', `/api/v1/gallery?q=${encodeURIComponent(text)}`)).items as Body[]).map(({ name }) => name)

describe('the gallery', () => {
  test('shows templates to all workspaces, which copy them, and counts the copies', async () => {
    await call(ada, 'PATCH', '/api/v1/auth/me', { full_name: 'Ada Lovelace' })
    const id = await addWorkflow('Addresses', { tags: ['post'] })
    const template = await publish(id, { description: 'Repairs postal codes.' })
    expect(template).toMatchObject({ author: 'Ada Lovelace', uses: 0, workflow_id: id, can_withdraw: true })
    const shown = await call(grace, 'GET', '/api/v1/gallery')
    expect(shown).toMatchObject({
      total: 1,
      items: [
        {
          id: template.id,
          name: 'Addresses',
          description: 'Repairs postal codes.',
          author: 'Ada Lovelace',
          tags: ['post'],
          nodes: document.nodes.length,
          workflow_id: null,
          can_withdraw: false,
        },
      ],
    })
    // The address of the author, the workspace and their ids are not public.
    expect(JSON.stringify(shown)).not.toMatch(new RegExp([workspace, ada.id, id, 'ada@'].join('|')))
    const preview = await call(grace, 'GET', `/api/v1/gallery/${String(template.id)}`)
    expect((preview.workflow as Body).nodes).toHaveLength(document.nodes.length)

    const copy = await call(grace, 'POST', `/api/v1/gallery/${String(template.id)}/use`, { name: 'Mine' })
    expect(copy).toMatchObject({ name: 'Mine', status: 'draft' })
    expect(await call(grace, 'GET', `/api/v1/workflows/${String(copy.id)}/access`)).toMatchObject({ trust: 'imported' })
    await call(grace, 'POST', `/api/v1/gallery/${String(template.id)}/use`)
    // Otherwise, authors could place their own templates first.
    await call(ada, 'POST', `/api/v1/gallery/${String(template.id)}/use`)
    const { id: lab } = await call(ada, 'POST', '/api/v1/workspaces', { name: 'Lab' })
    const inLab = { 'x-workspace-id': String(lab) }
    const own = await ada.ask('POST', `/api/v1/gallery/${String(template.id)}/use`, undefined, inLab)
    expect(own.status).toBe(201)
    expect(await call(ada, 'GET', `/api/v1/gallery/${String(template.id)}`)).toMatchObject({ uses: 2 })
    // The copy is independent of the template and of the workflow of the author.
    await call(ada, 'DELETE', `/api/v1/gallery/${String(template.id)}`)
    expect((await grace.ask('GET', `/api/v1/gallery/${String(template.id)}`)).status).toBe(404)
    expect(await call(grace, 'GET', `/api/v1/workflows/${String(copy.id)}`)).toMatchObject({ name: 'Mine' })
  })

  test('contains no workflow of others, and copies have no trigger, secret or host that is on', async () => {
    const trigger = (id: string, type: string, config: object) => ({ id, type, data: { label: id, config } })
    const nodes = [
      trigger('hook', 'webhook', {}),
      trigger('daily', 'schedule', { cron: '* * * * *' }),
      trigger('on', 'event', { name: 'order.created' }),
      trigger('ask', 'http_request', { url: 'https://evil.example', secret: 'key' }),
    ]
    const id = await addWorkflow('"><script>alert(1)</script>', { nodes, edges: [] })
    await call(ada, 'PATCH', `/api/v1/workflows/${id}/status`, { status: 'published' })
    const template = await publish(id)
    for (const [method, path, body] of [
      ['POST', '/api/v1/gallery', { workflow_id: id, name: 'Taken over' }],
      ['POST', '/api/v1/gallery', { workflow_id: template.id }],
      ['PATCH', `/api/v1/workflows/${id}/status`, { status: 'draft' }],
      ['DELETE', `/api/v1/gallery/${String(template.id)}`, undefined],
    ] as const)
      expect([403, 404]).toContain((await grace.ask(method, path, body)).status)
    expect(await search('script')).toEqual(['"><script>alert(1)</script>'])
    const copy = await call(grace, 'POST', `/api/v1/gallery/${String(template.id)}/use`)
    expect(copy).toMatchObject({ status: 'draft' })
    await call(grace, 'PATCH', `/api/v1/workflows/${String(copy.id)}/status`, { status: 'published' })
    for (const kind of ['webhooks', 'schedules', 'event-triggers']) {
      const { items } = await call(grace, 'GET', `/api/v1/${kind}`)
      expect([kind, (items as { enabled: boolean }[]).filter(({ enabled }) => enabled)]).toEqual([kind, []])
    }
    expect(await call(grace, 'GET', `/api/v1/workflows/${String(copy.id)}/access`)).toMatchObject({
      trust: 'imported',
      granted: { hosts: [], secrets: [] },
    })
  })

  test('is searched by words of name, description and tags, most used first', async () => {
    const first = await publish(await addWorkflow('Postal codes', { tags: ['geo'] }))
    const second = await publish(await addWorkflow('Codes of airports', { tags: ['travel'] }), {
      description: '100 % of them',
    })
    await call(grace, 'POST', `/api/v1/gallery/${String(second.id)}/use`)
    expect(await search('')).toEqual(['Codes of airports', 'Postal codes'])
    expect(await search('CODES postal')).toEqual(['Postal codes'])
    expect(await search('travel')).toEqual(['Codes of airports'])
    expect(await search('100 %')).toEqual(['Codes of airports'])
    expect(await search('_')).toEqual([])
    expect(await call(grace, 'GET', '/api/v1/gallery?limit=1&offset=1')).toMatchObject({
      total: 2,
      items: [{ id: first.id }],
    })
  })

  test('has one template per workflow, which is replaced and keeps its uses', async () => {
    const id = await addWorkflow('First name')
    const template = await publish(id)
    await call(grace, 'POST', `/api/v1/gallery/${String(template.id)}/use`)
    expect(await publish(id, { name: 'Second name' })).toMatchObject({ id: template.id, name: 'Second name', uses: 1 })
    expect(await search('')).toEqual(['Second name'])
    // A workflow of another workspace does not exist.
    expect((await grace.ask('POST', '/api/v1/gallery', { workflow_id: id })).status).toBe(404)
  })

  test('contains no reference to a dataset, because its id is the hash of its content', async () => {
    const dataset = 'a'.repeat(64)
    const node = { id: 'load', type: 'load', data: { label: 'Load', config: { dataset, header: true } } }
    const id = await addWorkflow('With a file', { nodes: [node], edges: [] })
    const { id: template } = await publish(id)
    const preview = await call(grace, 'GET', `/api/v1/gallery/${String(template)}`)
    expect(JSON.stringify(preview)).not.toContain(dataset)
    expect(removeDatasetIds({ nodes: [node] } as never)).toEqual({
      nodes: [{ ...node, data: { label: 'Load', config: { header: true } } }],
    })
  })

  test('contains no id of a dataset in longer texts either: a statement remains valid, and the name is public', async () => {
    const [letters, digits] = ['ab'.repeat(32), '12'.repeat(32)]
    const statement = `SELECT "t_${letters}".* FROM ${letters} WHERE source <> '${digits}' -- \u0001${digits.toUpperCase()}`
    const node = { id: 'sql', type: 'load', data: { label: `Of ${digits}`, config: { statement, [letters]: 'kept' } } }
    const id = await addWorkflow(`Of ${letters}`, { nodes: [node], edges: [], description: `From ${digits}.` })
    const { id: template } = await publish(id, { description: `Reads ${digits}` })
    const shown = [
      await call(grace, 'GET', '/api/v1/gallery'),
      await call(grace, 'GET', `/api/v1/gallery/${String(template)}`),
      await call(grace, 'POST', `/api/v1/gallery/${String(template)}/use`),
    ]
    for (const body of shown) expect(JSON.stringify(body)).not.toMatch(new RegExp(`${letters}|${digits}`, 'i'))
    const [letterId, digitId] = [`a${'0'.repeat(63)}`, '0'.repeat(64)]
    expect(shown[1]!.workflow).toMatchObject({
      name: `Of ${letterId}`,
      description: `Reads ${digitId}`,
      nodes: [
        {
          data: {
            config: {
              statement: `SELECT "t_${letterId}".* FROM ${letterId} WHERE source <> '${digitId}' -- \u0001${digitId}`,
              [letterId]: 'kept',
            },
          },
        },
      ],
    })
    // Of a longer hash, and a shorter one.
    expect(maskDatasetIds(`${letters}0 ${letters.slice(1)}`)).toBe(`${letters}0 ${letters.slice(1)}`)
  })

  test('publishes, shows and copies a large document without parsing or serializing it in this thread', async () => {
    const note = { text: 'x'.repeat(1_000), position: { x: 0, y: 0 }, size: { width: 100, height: 100 } }
    const notes = Array.from({ length: 200 }, (_, index) => ({ ...note, id: `n${index}` }))
    const id = await addWorkflow('Large', { notes })
    const parse = vi.spyOn(JSON, 'parse')
    const stringify = vi.spyOn(JSON, 'stringify')
    const { id: template, nodes } = await publish(id)
    const shown = await (await grace.ask('GET', `/api/v1/gallery/${String(template)}`)).text()
    const copied = await (await grace.ask('POST', `/api/v1/gallery/${String(template)}/use`)).text()
    const large = [...parse.mock.calls, ...stringify.mock.results.map(({ value }) => [value as unknown])].filter(
      // The audit log reads the id in the response.
      ([value]) => typeof value === 'string' && value.length > 100_000 && value !== copied,
    )
    vi.restoreAllMocks()
    expect(large).toEqual([])
    expect([nodes, JSON.parse(shown), JSON.parse(copied)]).toMatchObject([
      document.nodes.length,
      { name: 'Large', workflow: { notes: { length: 200 } } },
      { name: 'Large', notes: { length: 200 } },
    ])
  })

  test('lets the author and administrators withdraw a template, and no one else', async () => {
    await call(ada, 'POST', `/api/v1/workspaces/${workspace}/invite`, { email: 'edit@example.com', role: 'editor' })
    await expect.poll(() => mails.find(({ to }) => to === 'edit@example.com')).toBeDefined()
    const token = /token=(\S+)/.exec(mails.find(({ to }) => to === 'edit@example.com')!.text)![1]!
    const editor = await signIn(server, mails, 'edit@example.com')
    await call(editor, 'POST', `/api/v1/invitations/${token}/accept`)
    const asMember = { 'x-workspace-id': workspace }
    const { id: own } = await publish(await addWorkflow('By Ada'))
    const withdraw = async (client: Client, id: unknown): Promise<number> =>
      (await client.ask('DELETE', `/api/v1/gallery/${String(id)}`, undefined, client === editor ? asMember : {})).status
    expect([await withdraw(grace, own), await withdraw(editor, own), await withdraw(grace, 'none')]).toEqual([
      403, 403, 404,
    ])
    const body = { workflow_id: await addWorkflow('By an editor') }
    const published = await readBody(await editor.ask('POST', '/api/v1/gallery', body, asMember))
    expect([await withdraw(editor, published.id), await withdraw(ada, own)]).toEqual([204, 204])
  })

  test('hides templates of deleted workspaces', async () => {
    const created = await call(ada, 'POST', '/api/v1/workspaces', { name: 'Temporary' })
    const inWorkspace = { 'x-workspace-id': String(created.id) }
    const added = await readBody(await ada.ask('POST', '/api/v1/workflows', { ...document, name: 'Gone' }, inWorkspace))
    const published = await ada.ask('POST', '/api/v1/gallery', { workflow_id: added.id }, inWorkspace)
    expect(published.status).toBe(201)
    expect(await search('gone')).toEqual(['Gone'])
    await call(ada, 'DELETE', `/api/v1/workspaces/${String(created.id)}`)
    expect(await search('gone')).toEqual([])
  })

  test('is recorded in the audit log', async () => {
    const { id } = await publish(await addWorkflow('Recorded'))
    await call(ada, 'DELETE', `/api/v1/gallery/${String(id)}`)
    expect((await call(ada, 'GET', '/api/v1/audit?entity_type=public_template&limit=2')).items).toMatchObject([
      { action: 'delete', entity_id: id },
      { action: 'create', entity_id: id },
    ])
  })
})

test('the operator can turn the gallery off', async () => {
  const off = await openTestServer(join(folder, 'off'), { hasGallery: false })
  try {
    for (const [method, path] of [
      ['GET', '/api/v1/gallery'],
      ['GET', '/api/v1/gallery/x'],
      ['POST', '/api/v1/gallery'],
      ['POST', '/api/v1/gallery/x/use'],
      ['DELETE', '/api/v1/gallery/x'],
    ] as const) {
      const response = await off.ask(path, { method })
      expect([method, path, response.status, (await readBody(response)).error.code]).toEqual([
        method,
        path,
        404,
        'route.not-found',
      ])
    }
  } finally {
    await off.close()
  }
})
