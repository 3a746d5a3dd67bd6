import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { seed, sizes } from '../../test/sizes.ts'
import { createSeededRandom } from '../testing/seeded-random.ts'
import { openTestBucket, type Failure } from '../testing/test-bucket.ts'
import { UnavailableError } from '../http/unavailable.ts'
import type { Blobs } from './blobs.ts'
import { withCheckedNames } from './checked-blobs.ts'
import { openDiskBlobs } from './disk-blobs.ts'
import { openBlobs } from './open-blobs.ts'
import { openS3Blobs, validateStorageUrl } from './s3-blobs.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

const folder = createTestFolder()
const bucket = openForTests(() => openTestBucket())

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
let files = 0
async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `file-${++files}`)
  await writeFile(path, bytes)
  return path
}
async function read(blobs: Blobs, name: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of await blobs.openStream(name)) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
async function namesOf(blobs: Blobs, beginning: string): Promise<{ name: string; size: number }[]> {
  const found = []
  for await (const entry of blobs.list(beginning)) found.push(entry)
  return found.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Contract of every storage, with and without failures. */
function conformance(open: () => Promise<Blobs>): void {
  let blobs: Blobs
  beforeEach(async () => {
    blobs = await open()
  })

  test('stored bytes can be read as a stream and as a file, and the source file is removed', async () => {
    const bytes = Buffer.from('id,name\n1,Ä\n')
    const path = await fileOf(bytes)
    await blobs.put('datasets/one', path)
    await expect(stat(path)).rejects.toThrow('ENOENT')
    expect(await read(blobs, 'datasets/one')).toEqual(bytes)
    expect(await blobs.findSize('datasets/one')).toBe(bytes.length)
    expect(await readFile((await blobs.findLocalPath('datasets/one'))!)).toEqual(bytes)
    await blobs.check()
  })

  test('replaces a blob of the same name', async () => {
    await blobs.put('datasets/twice', await fileOf(Buffer.from('before')))
    await blobs.put('datasets/twice', await fileOf(Buffer.from('after')))
    expect(String(await read(blobs, 'datasets/twice'))).toBe('after')
  })

  test('stores an empty file', async () => {
    await blobs.put('datasets/empty', await fileOf(Buffer.alloc(0)))
    expect(await blobs.findSize('datasets/empty')).toBe(0)
    expect(await read(blobs, 'datasets/empty')).toHaveLength(0)
  })

  test('stores and returns a large file in parts', async () => {
    const bytes = randomBytes(sizes.partedMegabytes * 2 ** 20 + 7)
    await blobs.put('datasets/large', await fileOf(bytes))
    expect(await blobs.findSize('datasets/large')).toBe(bytes.length)
    expect(hashOf(await read(blobs, 'datasets/large'))).toBe(hashOf(bytes))
    expect(hashOf(await readFile((await blobs.findLocalPath('datasets/large'))!))).toBe(hashOf(bytes))
    await blobs.remove('datasets/large')
  }, 300_000)

  test('does not find removed or unknown names', async () => {
    await blobs.put('datasets/gone', await fileOf(Buffer.from('x')))
    await blobs.remove('datasets/gone')
    await blobs.remove('datasets/gone')
    for (const name of ['datasets/gone', 'datasets/never']) {
      expect(await blobs.findSize(name)).toBeUndefined()
      expect(await blobs.findLocalPath(name)).toBeUndefined()
      await expect(read(blobs, name)).rejects.toThrow()
    }
  })

  test('lists names by prefix', async () => {
    for (const name of ['results/a/1-0.csv', 'results/a/1-1.csv', 'results/ab/1-0.csv']) {
      await blobs.put(name, await fileOf(Buffer.from(name)))
    }
    expect(await namesOf(blobs, 'results/a/')).toEqual([
      { name: 'results/a/1-0.csv', size: 17 },
      { name: 'results/a/1-1.csv', size: 17 },
    ])
    expect(await namesOf(blobs, 'results/none/')).toEqual([])
  })

  test('rejects names that leave the storage', async () => {
    await blobs.put('results/kept/1-0.csv', await fileOf(Buffer.from('x')))
    for (const name of ['..', 'results/../x', 'results//x', '/etc/passwd', 'results/.', 'results/a\\b', 'a\0b', '']) {
      const path = await fileOf(Buffer.from('y'))
      const calls = [
        blobs.put(name, path),
        blobs.openStream(name),
        blobs.findLocalPath(name),
        blobs.findSize(name),
        blobs.remove(name),
        namesOf(blobs, `${name}/`),
      ]
      const outcomes = await Promise.allSettled(calls)
      expect(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual(
        calls.map(() => expect.stringContaining('is not a valid stored file name')),
      )
    }
    expect(await namesOf(blobs, 'results/kept/')).toHaveLength(1)
  })
}

describe('on a disk', () => {
  conformance(() => openBlobs(join(folder, 'disk'), undefined))

  test('reports a folder that is not writable', async () => {
    await expect(openDiskBlobs(join(folder, 'none')).check()).rejects.toThrow()
  })
})

const openBucket = (options: { maxAttempts?: number; timeoutMs?: number } = {}): Promise<Blobs> =>
  openS3Blobs({ url: bucket.address, cacheFolder: join(folder, `cache-${++files}`), delayMs: 1, ...options })

describe('in a bucket', () => {
  beforeEach(() => {
    bucket.failing = undefined
  })
  conformance(async () => withCheckedNames(await openBucket()))

  test('sends no request with more than a part of a file', () => {
    expect(bucket.largest()).toBeGreaterThan(2 ** 20)
    expect(bucket.largest()).toBeLessThanOrEqual(9 * 2 ** 20)
  })

  test('evicts downloaded files from the cache', async () => {
    const cacheFolder = join(folder, 'small-cache')
    const blobs = await openS3Blobs({ url: bucket.address, cacheFolder, cacheBytes: 2_500 })
    for (const name of ['1', '2', '3', '4']) {
      await blobs.put(`datasets/room-${name}`, await fileOf(Buffer.alloc(1_000, name)))
      expect(await readFile((await blobs.findLocalPath(`datasets/room-${name}`))!, 'utf8')).toBe(name.repeat(1_000))
    }
    expect(await readdir(cacheFolder)).toHaveLength(2)
  })

  test('stops reading a response that is longer than the requested part', async () => {
    let sentBytes = 0
    const endless = createServer((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': '10' }).end()
      response.writeHead(206, { 'content-type': 'application/octet-stream' })
      const chunk = Buffer.alloc(2 ** 20)
      const send = (): void => {
        while (!response.destroyed && sentBytes < 2 ** 28) {
          sentBytes += chunk.length
          if (!response.write(chunk)) return void response.once('drain', send)
        }
        response.end()
      }
      send()
    })
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve))
    const { port } = endless.address() as AddressInfo
    const url = `s3+http://KEY:SECRET@127.0.0.1:${port}/data?region=us-east-1`
    const blobs = await openS3Blobs({ url, cacheFolder: join(folder, 'endless'), maxAttempts: 1 })
    await expect(blobs.findLocalPath('datasets/one')).rejects.toBeInstanceOf(UnavailableError)
    expect(sentBytes).toBeLessThan(2 ** 26)
    expect(await readdir(join(folder, 'endless'))).toEqual([])
    endless.closeAllConnections()
    await new Promise((resolve) => endless.close(resolve))
  })

  test('does not pass on names that the service lists outside the prefix', async () => {
    const listing = (name: string): Blobs => ({ async *list () { yield { name, size: 1 } } }) as unknown as Blobs // oxfmt-ignore
    for (const name of ['results/b/1.csv', 'results/a/../../x', '../x', '']) {
      await expect(namesOf(withCheckedNames(listing(name)), 'results/a/')).rejects.toThrow()
    }
    expect(await namesOf(withCheckedNames(listing('results/a/1.csv')), 'results/a/')).toHaveLength(1)
  })

  test('reports an unavailable service and a refusal', async () => {
    const blobs = await openBucket({ maxAttempts: 3 })
    bucket.failing = () => 'cut'
    await expect(blobs.findSize('datasets/one')).rejects.toMatchObject({ problem: { code: 'storage.unavailable' } })
    await expect(blobs.put('datasets/one', await fileOf(Buffer.from('x')))).rejects.toBeInstanceOf(UnavailableError)
    // The timeout applies to any number of attempts.
    const before = bucket.requests()
    const hurried = await openBucket({ maxAttempts: 1_000_000, timeoutMs: 0 })
    await expect(hurried.findSize('datasets/one')).rejects.toMatchObject({ problem: { code: 'storage.unavailable' } })
    expect(bucket.requests() - before).toBe(3)
    bucket.failing = undefined
    expect(await blobs.findSize('datasets/one')).toBeGreaterThan(0)
    const elsewhere = bucket.address.replace('/data?', '/none?')
    const stranger = await openS3Blobs({ url: elsewhere, cacheFolder: join(folder, 'stranger'), delayMs: 1 })
    const refused = { problem: { code: 'storage.refused', params: { reason: expect.not.stringContaining('S3RVER') } } }
    await expect(stranger.put('datasets/one', await fileOf(Buffer.from('x')))).rejects.toMatchObject(refused)
    await expect(stranger.check()).rejects.toMatchObject(refused)
  })
})

describe('in a bucket where half of the requests fail', () => {
  const ways: readonly Failure[] = ['refuse', 'cut', 'lose']
  const random = createSeededRandom(seed)
  beforeEach(() => {
    bucket.failing = () => (random() < 0.5 ? ways[Math.floor(random() * ways.length)] : undefined)
  })
  afterAll(() => {
    bucket.failing = undefined
  })
  conformance(async () => withCheckedNames(await openBucket()))
})

test.each([
  ['http://host/bucket', /start with s3/],
  ['s3://key:secret@host/', /no bucket/],
  ['s3://host/bucket', /no key and secret/],
  ['s3://key:secret@host/bucket', undefined],
  ['s3+http://key:secret@127.0.0.1:9000/bucket', undefined],
])('an address of storage is looked at before it is used: %s', (address, fault) => {
  if (fault) expect(englishFormatter.format(validateStorageUrl(address)!)).toMatch(fault)
  else expect(validateStorageUrl(address)).toBeUndefined()
})
