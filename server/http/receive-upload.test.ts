import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { receiveUpload } from './receive-upload.ts'
import { Rejection } from './rejection.ts'
import { openDiskBlobs } from '../blobs/disk-blobs.ts'
import { openDatasetFiles, type DatasetFiles } from '../store/datasets/dataset-files.ts'
import { seed, sizes } from '../../test/sizes.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let files: DatasetFiles
beforeAll(async () => {
  files = await openDatasetFiles({
    blobs: openDiskBlobs(folder),
    uploadFolder: join(folder, 'arriving'),
    isShared: false,
  })
})

const type = 'multipart/form-data; boundary=xyz'
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const form = (content: string, name = 'a.csv'): string =>
  `--xyz\r\nContent-Disposition: form-data; name="n"\r\n\r\nfield\r\n--xyz\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n--xyz--\r\n`

/** A request whose body has chunks of `size` bytes, and ends with an error if `broken`. */
function request(body: Uint8Array, size: number, broken = false): Request {
  let at = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < body.length) controller.enqueue(body.subarray(at, (at += size)))
      else if (broken) controller.error(new Error('The caller hung up.'))
      else controller.close()
    },
  })
  return new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': type },
    body: stream,
    duplex: 'half',
  } as RequestInit)
}

const leftOver = (): Promise<string[]> => readdir(join(folder, 'arriving'))

describe('receiveUpload', () => {
  test('receives a file in chunks of any size', async () => {
    const content = 'id,name\r\n--xy\r\n1,é\r\n'.repeat(5_000)
    const sha = createHash('sha256').update(content).digest('hex')
    for (const size of [1_000_000, 65_536, 1_000, 7]) {
      const { receivedFile: arrived, name } = await receiveUpload(request(encode(form(content)), size), files)
      expect({ dataset: arrived?.dataset, name, size: arrived?.size }).toEqual({
        dataset: sha,
        name: 'a.csv',
        size: encode(content).length,
      })
      await arrived?.discard()
    }
    expect(await leftOver()).toEqual([])
  })

  test('accepts an empty file', async () => {
    const { receivedFile: arrived } = await receiveUpload(request(encode(form('')), 10), files)
    expect(arrived?.size).toBe(0)
    await arrived?.discard()
  })

  test('removes partial files when the client disconnects', async () => {
    const body = encode(form('x'.repeat(100_000)))
    for (const end of [0, 30, 160, 5_000, 100_000]) {
      const upload = receiveUpload(request(body.subarray(0, end), 512, true), files)
      await expect(upload).rejects.toMatchObject({ problem: { code: expect.stringMatching(/^upload\./) } })
    }
    expect(await leftOver()).toEqual([])
  })

  const part = (header: string, content: string): string =>
    `--xyz\r\nContent-Disposition: form-data; ${header}${content}`
  const file = part('name="file"; filename="a.csv"', '\r\n\r\nid\r\n')
  const binary = part('name="b"', '\r\nContent-Type: application/octet-stream\r\n\r\nbytes\r\n')
  test.each([
    ['two files', `${file}${file}--xyz--\r\n`, 'upload.several-files'],
    ['no file', `${part('name="n"', '\r\n\r\nfield\r\n')}--xyz--\r\n`, 'upload.no-file'],
    ['too many parts', `${part('name="n"', '\r\n\r\nfield\r\n').repeat(101)}${file}--xyz--\r\n`, 'upload.incomplete'],
    ['an incomplete part without a file name', binary, 'upload.incomplete'],
    ['an incomplete part after the file', `${file}${binary}`, 'upload.incomplete'],
    ['another boundary', `--other\r\n`, 'upload.incomplete'],
  ])('refuses a form with %s, and stores nothing', async (_, body, code) => {
    for (const size of [1, 50, 100_000]) {
      const upload = receiveUpload(request(encode(body), size), files)
      await expect(upload).rejects.toMatchObject({ problem: { code } })
    }
    expect(await leftOver()).toEqual([])
  })

  test('reads quotes and other alphabets in file names, and no folders', async () => {
    const names = [
      ['filename="a%22b.csv"', 'a"b.csv'],
      ['filename="größe.csv"', 'größe.csv'],
      [`filename*=utf-8''%E2%82%AC.csv`, '€.csv'],
      ['filename="C:\\\\data\\\\c.csv"', 'c.csv'],
      ['filename="../../d.csv"', 'd.csv'],
    ] as const
    for (const [header, expected] of names) {
      const body = `${part(`name="file"; ${header}`, '\r\n\r\nid\r\n')}--xyz--\r\n`
      const { name, receivedFile } = await receiveUpload(request(encode(body), 1_000), files)
      await receivedFile?.discard()
      expect(name).toBe(expected)
    }
  })

  test('rejects when the disk fails', async () => {
    const full: DatasetFiles = {
      ...files,
      async receive(source) {
        for await (const _piece of source) break
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write' })
      },
    }
    const upload = receiveUpload(request(encode(form('x'.repeat(3_000_000))), 65_536), full)
    await expect(upload).rejects.toThrow('ENOSPC')
  })

  test('responds to any form, and stores no partial file', async () => {
    const good = form('id,name\n1,Ada\n')
    const mutated = fc
      .tuple(
        fc.nat(good.length),
        fc.nat(60),
        fc.oneof(fc.string(), fc.constantFrom('\r\n--xyz', '--xyz--', '\r\n\r\n', 'filename="b"', '\0')),
      )
      .map(([at, cut, piece]) => good.slice(0, at) + piece + good.slice(at + cut))
    await fc.assert(
      fc.asyncProperty(mutated, fc.integer({ min: 1, max: 300 }), async (body, size) => {
        const upload = receiveUpload(request(encode(body), size), files)
        const outcome = await upload.catch((cause: unknown) => cause)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Rejection)
        else await (await upload).receivedFile.discard()
      }),
      { numRuns: sizes.requestRuns, seed },
    )
    expect(await leftOver()).toEqual([])
  })
})
