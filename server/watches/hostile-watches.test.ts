import { createCatalog } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Backend } from '../backend.ts'
import { DocumentChecks } from '../validation/document-checks.ts'
import { openWatchScanner, type WatchScannerOptions } from './watch-scanner.ts'
import { unwrap } from '@aw-flow/schema'
import { openResourceStore, toColumns } from '../resources/resource-store.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { Watch, WatchSource } from './watch.ts'
import { watchResource } from './watch-resource.ts'
import { listWatchFiles } from './watches.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'

let respond: (url: URL, response: ServerResponse) => void
let paths: string[] = []
const service = openTestService((request, response) => {
  paths.push(request.url!)
  respond(new URL(request.url!, service.origin), response)
})

const { server, folder } = openTestApp(async () => {
  await mkdir(join(folder, 'files/orders'), { recursive: true })
  return { nodes: builtInNodes, allowHosts: [service.host] }
})
afterEach(async () => {
  await server.backend.store.openedDatabase.execute('delete from watches', [])
  paths = []
})

const addWatch = async (store: WorkspaceStore, name: string, source: WatchSource): Promise<Watch> =>
  unwrap(await openResourceStore(watchResource, store).add({ ...toColumns({ name, source }), interval_seconds: 5 }))

async function addBucket(workspace: string): Promise<Watch> {
  const store = server.backend.store.forWorkspace(workspace)
  await store.secrets.put({ name: 'bucket', value: 'KEY:SECRET', hosts: [service.host] })
  const url = `${service.origin}/bucket`
  const source = { kind: 's3', url, prefix: 'in/', region: 'us-east-1', secret: 'bucket' } as const
  return addWatch(store, 'Bucket', source)
}

async function addFolder(): Promise<Watch> {
  const source = { kind: 'folder', path: 'orders' } as const
  return addWatch(server.backend.store.forWorkspace('default'), 'Orders', source)
}

const find = (workspace: string, { id }: Watch): Promise<Watch | undefined> =>
  openResourceStore(watchResource, server.backend.store.forWorkspace(workspace)).find(id)
const listKeys = async (workspace: string, { id }: Watch): Promise<string[]> =>
  (await listWatchFiles(server.backend.store.forWorkspace(workspace), id)).map(({ key }) => key)

/** Opens a scanner whose clock runs 100 times as fast, so that checks are soon due, and returns its faults. */
async function scan(work: () => Promise<void>, backend: Partial<Backend> = {}): Promise<unknown[]> {
  const faults: unknown[] = []
  const catalog = createCatalog(builtInNodes)
  const startMs = performance.now()
  const options: WatchScannerOptions = {
    backend: { ...server.backend, ...backend },
    catalog,
    documents: new DocumentChecks({ catalog, nodes: [] }),
    newId: randomUUID,
    newSeed: () => 1,
    now: () => Date.now() + 100 * (performance.now() - startMs),
    filesFolder: join(folder, 'files'),
    onError: (cause) => faults.push(cause),
  }
  const scanner = openWatchScanner(options)
  try {
    await work()
  } finally {
    await scanner.close()
  }
  return faults
}

/** Returns a string that the index of a database cannot compress. */
const randomText = (): string => Array.from({ length: 1_000 }, () => randomUUID()).join('')
const objectXml = (key: string, fields = '<LastModified>2026-01-02T03:04:05Z</LastModified><ETag>1</ETag>'): string =>
  `<Contents><Key>${key}</Key>${fields}<Size>5</Size></Contents>`
/** Responds with a list on the first request, and with other objects afterwards. */
function respondWithNewObjects(objects: string): void {
  let lists = 0
  respond = (url, response) =>
    void response.end(url.search === '' ? 'id\n1\n' : `<ListBucketResult>${lists++ === 0 ? '' : objects}`)
}

describe('a hostile S3 service', () => {
  it('that never ends its list is reported', async () => {
    const watch = await addBucket('hostile')
    let page = 0
    respond = (_, response) =>
      void response.end(`<IsTruncated>true</IsTruncated><NextContinuationToken>${page++}</NextContinuationToken>`)
    const faults = await scan(async () => {
      await expect.poll(async () => (await find('hostile', watch))?.problem).toContain('watch.too-many')
    })
    expect(faults).toEqual([])
  })

  it('whose list does not arrive delays no watch of another workspace', async () => {
    const watch = await addBucket('hostile')
    respond = () => undefined
    const other = await addFolder()
    await scan(async () => {
      await expect.poll(() => paths.length).toBeGreaterThan(0)
      await expect.poll(async () => (await find('default', other))?.checked_at ?? undefined).toBeDefined()
      await writeFile(join(folder, 'files/orders/a.csv'), 'id\n1\n')
      await expect.poll(() => listKeys('default', other)).toEqual(['orders/a.csv'])
      expect((await find('hostile', watch))?.checked_at).toBeNull()
    })
  })

  it('whose keys contain parent segments is asked for objects of the bucket only', async () => {
    const watch = await addBucket('hostile')
    const keys = ['in/../../other/a.csv', '../other/b.csv', 'in/./c.csv', 'in/..', 'in/%2e%2e/%2e%2e/d.csv']
    respondWithNewObjects([...keys, 'in/e.csv'].map((key) => objectXml(key)).join(''))
    const faults = await scan(async () => {
      await expect.poll(() => listKeys('hostile', watch)).toContain('in/e.csv')
      await expect.poll(async () => (await find('hostile', watch))?.problem).toBeNull()
    })
    expect(paths.filter((path) => !/^\/bucket(\/in\/|\?)/.test(path))).toEqual([])
    expect(faults).toEqual([])
  })

  it.each([
    ['dates that no database can store', objectXml('in/a.csv', '<LastModified>-271000-01-01T00:00:00Z</LastModified>')],
    ['keys that are too long', objectXml(`in/${randomText()}`)],
    ['versions that are too long', objectXml('in/a.csv', `<ETag>${randomText()}</ETag>`)],
  ])('that lists %s does not stop the check of other objects', async (_, object) => {
    const watch = await addBucket('hostile')
    respondWithNewObjects(object + objectXml('in/good.csv'))
    const faults = await scan(async () => {
      await expect.poll(() => listKeys('hostile', watch)).toContain('in/good.csv')
    })
    expect(faults).toEqual([])
  })

  it('that lists keys with NUL and half characters is asked for each of them once', async () => {
    const watch = await addBucket('hostile')
    respondWithNewObjects(objectXml('in/&#0;&#xD800;.csv') + objectXml('in/good.csv'))
    const faults = await scan(async () => {
      await expect.poll(() => listKeys('hostile', watch)).toContain('in/good.csv')
      const lists = paths.filter((path) => path.includes('?')).length
      await expect.poll(() => paths.filter((path) => path.includes('?')).length).toBeGreaterThan(lists + 2)
    })
    expect(paths.filter((path) => !path.includes('?')).length).toBeLessThanOrEqual(2)
    expect(faults).toEqual([])
  })
})

it('a watch whose check fails for an unknown reason is checked again, and delays no other', async () => {
  const watch = await addBucket('hostile')
  const other = await addFolder()
  const fault = new Error('unknown')
  const faults = await scan(
    async () => {
      await expect.poll(async () => (await find('default', other))?.checked_at ?? undefined).toBeDefined()
      await expect.poll(async () => (await find('hostile', watch))?.problem).toContain('server.internal-error')
    },
    {
      withEgress() {
        throw fault
      },
    },
  )
  expect(new Set(faults)).toEqual(new Set([fault]))
})
