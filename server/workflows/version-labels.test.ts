import { describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'

const { server } = openTestApp()

type Body = Record<string, unknown>
const path = '/api/v1/workflows'
const node = { id: 'a', type: 'note', position: { x: 1, y: 2 }, data: { label: 'A', config: {} } }
const send = async (method: string, address: string, body: unknown): Promise<Body & { status: number }> => {
  const response = await server.send(method, address, body)
  return { ...((await response.json()) as Body), status: response.status }
}
const get = async (address: string): Promise<Body> => (await server.json(address)) as Body
const listIds = async (query: string): Promise<unknown[]> =>
  ((await get(`${path}?${query}`)).items as Body[]).map(({ id }) => id)

describe('the label of a version', () => {
  test('is that of the document, which keeps its nodes', async () => {
    const { id } = await send('POST', path, { name: 'Labels', version: '1.0.0', nodes: [node], edges: [] })
    const stored = await get(`${path}/${String(id)}`)
    expect(stored).toMatchObject({ version: 1, version_label: '1.0.0', number: 1, parent_workflow_id: null })
    expect(stored.nodes).toMatchObject([node])
    expect((await get(`${path}/${String(id)}/versions`)).items).toMatchObject([
      { number: 1, label: '1.0.0', created_by: 'local-owner', created_by_name: null },
    ])
  })

  test('changes with a version, and stays with a change without one', async () => {
    const { id } = await send('POST', path, { name: 'Changing', version: '1.0.0', nodes: [node], edges: [] })
    const address = `${path}/${String(id)}`
    await send('PUT', address, { version: '1.1.0', description: 'second' })
    expect(await get(address)).toMatchObject({ number: 2, version_label: '1.1.0', nodes: [node] })
    await send('PUT', address, { description: 'third' })
    expect(await get(address)).toMatchObject({ number: 3, version_label: '1.1.0' })
    await send('PUT', address, { version: '1.2.0' })
    expect(await get(address)).toMatchObject({ number: 3, version_label: '1.2.0', description: 'third' })
    expect((await get(`${address}/versions`)).items).toMatchObject([
      { number: 3, label: '1.2.0' },
      { number: 2, label: '1.1.0' },
      { number: 1, label: '1.0.0' },
    ])
  })

  test('finds a workflow together with its name', async () => {
    const ids: unknown[] = []
    for (const version of ['1.0.0', '2.0.0']) {
      ids.push((await send('POST', path, { name: 'Twice', version, nodes: [], edges: [] })).id)
    }
    expect(await listIds('name=Twice&version=2.0.0')).toEqual([ids[1]])
    expect(await listIds('name=Twice&version=3.0.0')).toEqual([])
    expect(await listIds('name=Twice')).toHaveLength(2)
  })

  test.each(['', 'x'.repeat(101), 'line\nbreak', 'nul\0'])('is refused if it is %j', async (version) => {
    const response = await send('POST', path, { name: 'Refused', version, nodes: [], edges: [] })
    expect(response).toMatchObject({
      status: 422,
      error: { code: 'request.invalid', message: expect.stringContaining('version') },
    })
    expect(await listIds('name=Refused')).toEqual([])
  })

  test('of an imported document can be a parameter', async () => {
    const document = { version: 1, name: 'Imported', nodes: [], edges: [] }
    const { id } = await send('POST', `${path}/import?version=3.1`, document)
    expect(await get(`${path}/${String(id)}`)).toMatchObject({ version_label: '3.1' })
  })
})

test('the version of a workflow counts its saved and named versions', async () => {
  const { id, ...created } = await send('POST', path, { name: 'Counting', nodes: [node], edges: [] })
  expect(created).toMatchObject({ version: 1, format_version: 1, number: 1 })
  const address = `${path}/${String(id)}`
  expect(await send('PUT', address, { description: 'second' })).toMatchObject({ version: 2, number: 2 })
  // A change of the status alone is not saved as a version until it is named.
  expect(await send('PATCH', `${address}/status`, { status: 'archived' })).toMatchObject({ version: 2, number: null })
  expect(await get(address)).toMatchObject({ version: 2, number: null })
  expect((await get(`${path}?name=Counting`)).items).toMatchObject([{ version: 2 }])
  await send('POST', `${address}/versions`, { label: 'Third' })
  const stored = await get(address)
  expect(stored).toMatchObject({ version: 3, format_version: 1, number: 3 })
  // The answer is an entire document. Its count of versions is not taken for a format version.
  expect(await send('PUT', address, { ...stored, nodes: [] })).toMatchObject({ status: 200, version: 4, nodes: [] })
})

test('a copy names the workflow that it was duplicated from, and no label', async () => {
  const { id } = await send('POST', path, { name: 'Original', version: '1.0.0', nodes: [], edges: [] })
  const copy = await send('POST', `${path}/${String(id)}/duplicate`, {})
  expect(copy).toMatchObject({ parent_workflow_id: id, version_label: null, number: 1 })
  expect(await get(`${path}/${String(copy.id)}`)).toMatchObject({ parent_workflow_id: id })
})

test('the fields of the server can be sent back unchanged', async () => {
  const { id } = await send('POST', path, { name: 'Echo', version: '1.0.0', nodes: [node], edges: [] })
  const stored = await get(`${path}/${String(id)}`)
  expect(await send('PUT', `${path}/${String(id)}`, stored)).toMatchObject({ status: 200, number: 1 })
})
