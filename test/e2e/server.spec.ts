import type { WorkflowSession } from '@aw-flow/client'
import { expect, test, type Page } from '@playwright/test'
import { policy } from './support/policy.ts'
import { startPolicyProxy, type PolicyProxy } from './support/policy-proxy.ts'
import { startRealServer, type RealServer } from './support/real-server.ts'

let server: RealServer
let proxy: PolicyProxy
test.beforeAll(async () => {
  test.setTimeout(400_000)
  server = await startRealServer()
  await expect
    .poll(async () => (await fetch(new URL('/health/ready', server.url))).status, { timeout: 300_000 })
    .toBe(200)
  proxy = await startPolicyProxy(server.url)
})
test.afterEach(() => expect(proxy.takeReports()).toEqual([]))
test.afterAll(async () => {
  await proxy.close()
  await server.stop()
})

const api = async (path: string, init?: RequestInit): Promise<unknown> =>
  (await fetch(new URL(`/api/v1${path}`, server.url), init)).json()

const document = {
  name: 'Prepared there',
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 } },
    { id: 'table', type: 'table', position: { x: 320, y: 0 } },
  ],
  edges: [{ id: 'e', source: 'load', target: 'table', sourceHandle: 'table', targetHandle: 'table' }],
}

/** Replaces the studio with an element whose `server` is set. The studio's page provides the scripts and the policy. */
async function openEditor(page: Page, workflow: string): Promise<void> {
  const answer = await page.goto(`${proxy.url}/workflows`)
  expect(answer?.headers()['content-security-policy']).toContain(policy.split(';')[0]!)
  await page.waitForFunction(() => customElements.get('aw-workflow-editor') !== undefined)
  await page.evaluate((id) => {
    const editor = globalThis.document.createElement('aw-workflow-editor')
    editor.setAttribute('server', '/')
    editor.setAttribute('workflow', id)
    globalThis.document.body.replaceChildren(editor)
  }, workflow)
  await expect.poll(() => read(page, 'engine', 'state'), { timeout: 120_000 }).toBe('ready')
}

/** A property of the element's session as JSON. */
const read = <Part extends 'document' | 'runs' | 'engine'>(
  page: Page,
  part: Part,
  name: keyof WorkflowSession[Part],
): Promise<unknown> =>
  page.evaluate(
    ([of, property]) => {
      const editor = globalThis.document.querySelector('aw-workflow-editor') as unknown as {
        activeSession?: Record<string, Record<string, unknown>>
      }
      const value = editor.activeSession?.[of]?.[property]
      return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown)
    },
    [part, String(name)] as const,
  )

test('opens a document of a server, saves and runs it there, and shows progress in the same monitor', async ({
  page,
}) => {
  const headers = { 'content-type': 'application/json' }
  const stored = (await api('/workflows', { method: 'POST', headers, body: JSON.stringify(document) })) as {
    id: string
  }
  const asked: string[] = []
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  await openEditor(page, stored.id)
  expect(await read(page, 'document', 'current')).toMatchObject({ name: 'Prepared there' })

  // A file that is dropped on the page is stored on the server once.
  const give = (): Promise<string> =>
    page.evaluate(async () => {
      const editor = globalThis.document.querySelector('aw-workflow-editor') as unknown as {
        activeSession: WorkflowSession
      }
      const dataset = await editor.activeSession.data.add(new File(['id,name\n1,Ada\n2,Bo\n'], 'names.csv'))
      if (!dataset.ok) throw new Error(dataset.problem.code)
      return dataset.value.id
    })
  const dataset = await give()
  await expect.poll(() => api(`/data/${dataset}`)).toMatchObject({ id: dataset, name: 'names.csv' })
  expect(asked.filter((line) => line === 'POST /api/v1/data/upload')).toHaveLength(1)
  await page.evaluate((id) => {
    const editor = globalThis.document.querySelector('aw-workflow-editor') as unknown as {
      activeSession: WorkflowSession
    }
    editor.activeSession.document.apply({ type: 'replace-config', id: 'load', config: { dataset: id } })
  }, dataset)
  await expect
    .poll(() => api(`/workflows/${stored.id}`))
    .toMatchObject({ nodes: [{ id: 'load', data: { config: { dataset } } }, { id: 'table' }] })

  await page.evaluate(() => {
    const editor = globalThis.document.querySelector('aw-workflow-editor') as unknown as {
      activeSession: WorkflowSession
    }
    void editor.activeSession.runs.start()
  })
  await expect.poll(() => read(page, 'runs', 'current'), { timeout: 120_000 }).toMatchObject({ state: 'completed' })
  const { items } = (await api(`/runs?workflow_id=${stored.id}`)) as { items: { id: string; status: string }[] }
  expect(items).toMatchObject([{ status: 'completed' }])
  // The monitor shows the events of the server.
  const record = (await read(page, 'runs', 'record')) as { seq: number; type: string }[]
  const there = (await api(`/runs/${items[0]!.id}/events`)) as { items: { seq: number; type: string }[] }
  expect(record.map(({ seq, type }) => [seq, type])).toEqual(there.items.map(({ seq, type }) => [seq, type]))
  expect(asked.filter((line) => line === 'POST /api/v1/data/upload')).toHaveLength(1)
  const rows = await page.evaluate(async () => {
    const editor = globalThis.document.querySelector('aw-workflow-editor') as unknown as {
      activeSession: WorkflowSession
    }
    const { runs, tables } = editor.activeSession
    const values = Object.values(runs.current!.nodes).flatMap(({ outputs }) => Object.values(outputs))
    const [table] = values.flatMap((value) => (value.kind === 'table' ? [value.table] : []))
    const page = await tables.page({ table: table!, offset: 0, limit: 10 })
    return page.ok && page.value.byteLength
  })
  expect(rows).toBeGreaterThan(100)
})

test('a page that was offline merges what was saved on the server in the meantime', async ({ page }) => {
  const headers = { 'content-type': 'application/json' }
  const stored = (await api('/workflows', { method: 'POST', headers, body: JSON.stringify(document) })) as {
    id: string
  }
  await openEditor(page, stored.id)
  const there = (await api(`/workflows/${stored.id}`)) as object
  await api(`/workflows/${stored.id}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ ...there, description: 'Said on the server.' }),
  })
  await page.evaluate(() => {
    const editor = globalThis.document.querySelector('aw-workflow-editor') as unknown as {
      activeSession: WorkflowSession
    }
    editor.activeSession.document.apply({ type: 'set-label', id: 'load', label: 'Read it' })
  })
  await expect
    .poll(() => api(`/workflows/${stored.id}`), { timeout: 180_000 })
    .toMatchObject({ description: 'Said on the server.', nodes: [{ data: { label: 'Read it' } }, {}] })
  await expect.poll(() => read(page, 'document', 'current')).toMatchObject({ description: 'Said on the server.' })
})
