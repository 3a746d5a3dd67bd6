import { createCatalog } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openS3Blobs } from '../blobs/s3-blobs.ts'
import { openTestBucket } from '../testing/test-bucket.ts'
import { DocumentChecks } from '../validation/document-checks.ts'
import { signS3Request } from './s3-signature.ts'
import { matchesPattern } from './watch.ts'
import { checkDueWatches, type WatchScannerOptions } from './watch-scanner.ts'
import { openWatchedFolder } from './watched-folder.ts'
import { parseList } from './watched-bucket.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'

let files: string
let clockMs = 0

const bucket = openForTests(() => openTestBucket())
const { server, folder } = openTestApp(async () => {
  files = join(folder, 'files')
  await mkdir(files)
  await writeFile(join(folder, 'secret.csv'), 'secret')
  const { port } = new URL(bucket.address)
  return { nodes: builtInNodes, allowHosts: [`127.0.0.1:${port}`] }
})
afterEach(async () => {
  for (const { id } of (await call('GET', path)).items) await server.ask(`${path}/${id}`, { method: 'DELETE' })
  clockMs = 0
})

const path = '/api/v1/watches'
type Body = Record<string, unknown> & { id: string; items: Body[]; error: { code: string } }
async function call(method: string, address: string, body?: unknown): Promise<Body> {
  const response = body === undefined ? await server.ask(address, { method }) : await server.send(method, address, body)
  return { ...((await response.json()) as Body), http: response.status }
}
const watchFolder = async (name: string, fields: object = {}): Promise<Body> => {
  await mkdir(join(files, name), { recursive: true })
  return call('POST', path, { name, source: { kind: 'folder', path: name }, ...fields })
}

/** Checks all watches, by a clock that runs ahead. */
async function check(fields: Partial<WatchScannerOptions> = {}): Promise<number> {
  clockMs += 60_000
  const catalog = createCatalog(builtInNodes)
  const options = {
    backend: server.backend,
    catalog,
    documents: new DocumentChecks({ catalog, nodes: [] }),
    newId: randomUUID,
    newSeed: () => 1,
    now: () => Date.now() + clockMs,
    filesFolder: files,
    onError: (cause: unknown) => server.faults.push(cause),
    ...fields,
  }
  let total = 0
  for (let count = 1; count > 0; total += count) count = await checkDueWatches(options, new AbortController().signal)
  return total
}

/** Publishes a workflow that starts with the files of a watch, and turns its trigger on. */
async function addListener(event: string): Promise<string> {
  const node = (id: string, type: string, config: object) => ({ id, type, data: { label: id, config } })
  const { id } = await call('POST', '/api/v1/workflows', {
    name: `On ${event}`,
    nodes: [node('on', 'event', { name: event }), node('load', 'loading', {})],
    edges: [],
  })
  await call('PATCH', `/api/v1/workflows/${id}/status`, { status: 'published' })
  const [trigger] = (await call('GET', `/api/v1/event-triggers?workflow_id=${id}`)).items
  await call('PATCH', `/api/v1/event-triggers/${trigger!.id}`, { enabled: true })
  return id
}
const listRuns = async (workflow: string): Promise<Body[]> =>
  (await call('GET', `/api/v1/runs?workflow_id=${workflow}`)).items
const listFiles = async (watch: string): Promise<Body[]> => (await call('GET', `${path}/${watch}/files`)).items
const read = async (watch: string): Promise<Body> => call('GET', `${path}/${watch}`)

describe('watched folders', () => {
  it('start a run for each new file, with the file as its input, and none for files that were present', async () => {
    const { id, event } = await watchFolder('orders', { pattern: '*.csv' })
    expect(event).toBe('file.created:orders')
    const workflow = await addListener('file.created:orders')
    await writeFile(join(files, 'orders/old.csv'), 'id\n0\n')
    await check()
    expect([await listRuns(workflow), await listFiles(id)]).toEqual([[], []])
    await writeFile(join(files, 'orders/new.csv'), 'id\n1\n')
    await writeFile(join(files, 'orders/notes.txt'), 'no')
    await check()
    await check()
    const [run, ...others] = await listRuns(workflow)
    expect(others).toEqual([])
    const { inputs } = await server.backend.store.forWorkspace('default').runs.readRequest(run!.id)
    const data = (inputs.on as unknown as Record<string, { json: Record<string, string> }>).data!.json
    expect(data).toMatchObject({ name: 'new.csv', key: 'orders/new.csv', size: 5, watch: 'orders' })
    expect(JSON.stringify(inputs.load)).toContain(data.dataset_id)
    const content = await server.ask(`/api/v1/data/${data.dataset_id}/download`)
    expect(await content.text()).toBe('id\n1\n')
    expect(await listFiles(id)).toMatchObject([{ key: 'orders/new.csv', problem: null }])
    expect(await read(id)).toMatchObject({ problem: null, checked_at: expect.any(String) as string })
  })

  it('start a run again for a file that was replaced, and for no file that has gone', async () => {
    await watchFolder('replaced')
    const workflow = await addListener('file.created:replaced')
    await check()
    const file = join(files, 'replaced/a.csv')
    for (const text of ['id\n1\n', 'id\n22\n']) {
      await writeFile(file, text)
      await check()
    }
    await rm(file)
    await check()
    expect(await listRuns(workflow)).toHaveLength(2)
  })

  it('start one run for a file that several servers find, and after an interruption', async () => {
    const { id } = await watchFolder('shared')
    const workflow = await addListener('file.created:shared')
    await check()
    await writeFile(join(files, 'shared/a.csv'), 'id\n1\n')
    await Promise.all([check(), check(), check()])
    expect(await listRuns(workflow)).toHaveLength(1)
    // As if the server had stopped after it had stored the event.
    await server.backend.store.openedDatabase.execute('delete from watch_files where watch_id = $1', [id])
    await check()
    expect(await listFiles(id)).toHaveLength(1)
    expect(await listRuns(workflow)).toHaveLength(1)
  })

  it('find files of subfolders if they are recursive, without hidden folders and links', async () => {
    const watchTree = (name: string, recursive: boolean): Promise<Body> =>
      call('POST', path, { name, source: { kind: 'folder', path: 'tree', recursive } })
    await mkdir(join(files, 'tree/2026/11'), { recursive: true })
    await mkdir(join(files, 'tree/.hidden'))
    await writeFile(join(files, 'tree/2026/old.csv'), 'x')
    const [recursive, flat] = [await watchTree('tree', true), await watchTree('flat', false)]
    expect(recursive.source).toEqual({ kind: 'folder', path: 'tree', recursive: true })
    await check()
    for (const name of ['a.csv', '2026/b.csv', '2026/11/c.csv', '.hidden/d.csv']) {
      await writeFile(join(files, 'tree', name), name)
    }
    await symlink(folder, join(files, 'tree/2026/up'))
    await check()
    const listKeys = async ({ id }: Body) => (await listFiles(id)).map(({ key }) => key).toSorted()
    expect(await listKeys(recursive)).toEqual(['tree/2026/11/c.csv', 'tree/2026/b.csv', 'tree/a.csv'])
    expect(await listKeys(flat)).toEqual(['tree/a.csv'])
    const { items } = await call('GET', '/api/v1/events')
    const [event] = items.filter(({ data }) => (data as { key?: string }).key === 'tree/2026/11/c.csv')
    expect(event).toMatchObject({ data: { name: 'c.csv', watch: 'tree' } })
  })

  it('do not take files that are being written, hidden files and links', async () => {
    const { id } = await watchFolder('partial')
    await check()
    const inner = (name: string): string => join(files, 'partial', name)
    await writeFile(inner('a.csv.part'), 'x')
    await writeFile(inner('.hidden.csv'), 'x')
    await symlink(join(folder, 'secret.csv'), inner('link.csv'))
    await mkdir(inner('folder.csv'))
    await writeFile(inner('growing.csv'), 'x')
    // Modified just now by the clock of the check.
    const later = new Date(Date.now() + clockMs + 58_000)
    await utimes(inner('growing.csv'), later, later)
    await check()
    expect(await listFiles(id)).toEqual([])
    await check()
    expect(await listFiles(id)).toMatchObject([{ key: 'partial/growing.csv' }])
  })

  it('discard a file that changes while it is read', async () => {
    await mkdir(join(files, 'changing'), { recursive: true })
    await writeFile(join(files, 'changing/a.csv'), 'id\n1\n')
    const source = openWatchedFolder({
      root: files,
      path: 'changing',
      isRecursive: false,
      now: () => Date.now() + 60_000,
    })
    const [file] = await source.list(new AbortController().signal)
    expect(await source.isUnchanged(file!)).toBe(true)
    await appendFile(join(files, 'changing/a.csv'), '2\n')
    expect(await source.isUnchanged(file!)).toBe(false)
  })

  it('are below the folder of the administrator, and the problem names the path', async () => {
    for (const inner of ['../', '/etc', 'a/../..', '.hidden', 'a//b', 'a\\b']) {
      const source = { kind: 'folder', path: inner }
      expect(await call('POST', path, { name: 'Out', source }), inner).toMatchObject({ http: 422 })
    }
    await symlink(folder, join(files, 'up'))
    const { id } = await call('POST', path, { name: 'Up', source: { kind: 'folder', path: 'up' } })
    const missing = await call('POST', path, { name: 'Missing', source: { kind: 'folder', path: 'missing' } })
    await check()
    expect(await read(id)).toMatchObject({ problem: { code: 'watch.folder', params: { path: 'up' } } })
    expect(await read(missing.id)).toMatchObject({ problem: { code: 'watch.folder', params: { path: 'missing' } } })
    await check({ filesFolder: undefined })
    expect(await read(id)).toMatchObject({ problem: { code: 'watch.no-root' } })
  })

  it('respect the limits of uploads, and say which file is too large', async () => {
    const { id } = await watchFolder('limits')
    const workflow = await addListener('file.created:limits')
    await check()
    await writeFile(join(files, 'limits/large.csv'), 'x'.repeat(200))
    await writeFile(join(files, 'limits/small.csv'), 'id\n1\n')
    await check({ uploadLimits: { fileBytes: 100, totalBytes: 0 } })
    const found = await listFiles(id)
    expect(found.map(({ key, problem }) => [key, (problem as { code: string } | null)?.code]).toSorted()).toEqual([
      ['limits/large.csv', 'upload.too-large'],
      ['limits/small.csv', undefined],
    ])
    expect(await listRuns(workflow)).toHaveLength(1)
  })

  it('are not checked while they are off, and have a name of their own', async () => {
    const { id } = await watchFolder('off')
    expect((await watchFolder('off')).error.code).toBe('watch.name-taken')
    expect(await call('PATCH', `${path}/${id}`, { enabled: false })).toMatchObject({ enabled: false })
    expect(await check()).toBe(0)
    expect((await call('PATCH', `${path}/none`, {})).error.code).toBe('watch.not-found')
  })
})

it('the event of new files is published by the server only', async () => {
  const forged = await call('POST', '/api/v1/events', { type: 'file.created', data: { dataset_id: 'x' } })
  expect(forged.error.code).toBe('event.reserved')
})

describe('watched S3 prefixes', () => {
  const addWatch = async (prefix: string, fields: object = {}): Promise<Body> => {
    const { port } = new URL(bucket.address)
    const source = { kind: 's3', url: `http://127.0.0.1:${port}/data`, prefix, region: 'us-east-1', secret: 'bucket' }
    return call('POST', path, { name: prefix, source: { ...source, ...fields } })
  }
  const putSecret = async (value: string, host?: string): Promise<void> => {
    const { port } = new URL(bucket.address)
    const hosts = [host ?? `127.0.0.1:${port}`]
    expect((await call('PUT', '/api/v1/secrets/bucket', { value, hosts })).http).toBeLessThan(300)
  }
  const put = async (key: string, text: string): Promise<void> => {
    const blobs = await openS3Blobs({ url: bucket.address, cacheFolder: join(folder, 'cache') })
    const file = join(folder, 'object')
    await writeFile(file, text)
    await blobs.put(key, file)
  }

  it('start a run for each new object, listed in pages', async () => {
    await putSecret('S3RVER:S3RVER')
    const { id } = await addWatch('in/')
    const workflow = await addListener('file.created:in/')
    await put('in/old.csv', 'id\n0\n')
    await put('other/a.csv', 'id\n0\n')
    await check()
    expect(await read(id)).toMatchObject({ problem: null })
    for (const name of ['a.csv', "b & 'c' (1)+ü.csv"]) await put(`in/${name}`, `name\n${name}\n`)
    await check()
    await check()
    expect((await listFiles(id)).map(({ key }) => key).toSorted()).toEqual(['in/a.csv', "in/b & 'c' (1)+ü.csv"])
    const runs = await listRuns(workflow)
    expect(runs).toHaveLength(2)
    await put('in/a.csv', 'name\nreplaced\n')
    await check()
    expect(await listRuns(workflow)).toHaveLength(3)
  })

  it('report a wrong key, a secret of another host, and a service that does not respond', async () => {
    await putSecret('UNKNOWN:S3RVER')
    const { id } = await addWatch('wrong/')
    await check()
    expect(await read(id)).toMatchObject({ problem: { code: 'watch.s3', params: { status: 403 } } })
    await putSecret('S3RVER:S3RVER', 'elsewhere.example')
    await check()
    expect(await read(id)).toMatchObject({ problem: { code: 'watch.secret', params: { secret: 'bucket' } } })
    await putSecret('S3RVER:S3RVER')
    bucket.failing = () => 'refuse'
    await check()
    bucket.failing = undefined
    expect(await read(id)).toMatchObject({ problem: { code: 'watch.s3', params: { status: 503, reason: 'SlowDown' } } })
    await check()
    expect(await read(id)).toMatchObject({ problem: null })
  })

  it('read lists with entities, and ignore what is malformed', () => {
    const object = (key: string) =>
      `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05Z</LastModified><ETag>"1"</ETag><Size>5</Size></Contents>`
    const text = `<ListBucketResult>${object('in/a&amp;b&#x20;c.csv')}${object('in/')}<Contents><Size>1</Size></Contents><Contents><Key>cut`
    expect(parseList(text)).toEqual([
      {
        key: 'in/a&b c.csv',
        name: 'a&b c.csv',
        size: 5,
        version: '"1"-2026-01-02T03:04:05Z',
        modifiedAt: Date.parse('2026-01-02T03:04:05Z'),
      },
    ])
    expect(parseList('')).toEqual([])
  })
})

it('requests are signed as the documentation of S3 shows', () => {
  const url = new URL('https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2')
  const keyId = 'AKIAIOSFODNN7EXAMPLE'
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const { authorization } = signS3Request(
    url,
    { accessKeyId: keyId, secret, region: 'us-east-1' },
    Date.UTC(2013, 4, 24),
  )
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
      'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  )
})

it.each([
  ['*', '', true],
  ['*.csv', 'a.csv', true],
  ['*.csv', 'a.csv.part', false],
  ['a?c*', 'abc', true],
  ['a?c*', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['*a*b*', 'xxbxxaxx', false],
  ['a.csv', 'aXcsv', false],
  ['?', '😀', true],
  [`${'*a'.repeat(50)}b`, 'a'.repeat(2_000), false],
])('the pattern %j and the name %j: %j', (pattern, name, isMatch) => {
  expect(matchesPattern(pattern, name)).toBe(isMatch)
})
