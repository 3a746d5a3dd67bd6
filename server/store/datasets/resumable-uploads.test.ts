import { randomUUID } from 'node:crypto'
import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ReceivedFile } from './dataset-files.ts'
import { maxUploads, openResumableUploads } from './resumable-uploads.ts'
import { createTestFolder } from '../../testing/test-resources.ts'

const folder = createTestFolder()
let time = 1_000_000

const files = {
  toReceivedFile: (file: Pick<ReceivedFile, 'path' | 'dataset' | 'size'>): ReceivedFile => ({
    ...file,
    store: async () => undefined,
    discard: async () => undefined,
  }),
}
const openUploads = async (workspace = 'default') =>
  (
    await openResumableUploads(
      folder,
      files,
      async (name) => name,
      () => time,
    )
  )(workspace)
async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

test('an upload survives a restart, and only its owner finds it', async () => {
  const { id } = (await (await openUploads()).create({ name: 'a.csv', size: 10, owner: 'ann' }))!
  const first = await openUploads()
  expect(await first.append((await first.find(id, 'ann'))!, chunks('hel', 'lo'))).toBe(5)
  const uploads = await openUploads()
  expect(await uploads.find(id, 'ben')).toBeUndefined()
  const other = await openUploads('other')
  expect(await other.find(id, 'ann')).toBeUndefined()
  expect(await other.countPendingBytes()).toBe(0)
  const upload = (await uploads.find(id, 'ann'))!
  expect(upload).toMatchObject({ id, name: 'a.csv', size: 10, offset: 5 })
  expect(await uploads.countPendingBytes()).toBe(10)
  const appendText = (text: string) =>
    uploads.runWithUpload(id, 'ann', (current) => uploads.append(current, chunks(text)))
  expect((await Promise.all([appendText('world'), appendText('world')])).toSorted()).toEqual([10, 'busy'])
  expect(await uploads.runWithUpload(id, 'ann', async ({ offset }) => offset)).toBe(10)
  expect(await uploads.runWithUpload(id, 'ben', async ({ offset }) => offset)).toBeUndefined()
  expect(await other.runWithUpload(id, 'ann', async ({ offset }) => offset)).toBeUndefined()
  await uploads.remove(upload)
  expect(await readdir(folder)).toEqual([])
})

test('uploads are removed after a day', async () => {
  const uploads = await openUploads()
  await uploads.create({ name: 'a.csv', size: 10, owner: 'ann' })
  time += 25 * 3_600_000
  const { id } = (await uploads.create({ name: 'b.csv', size: 20, owner: 'ann' }))!
  expect((await readdir(folder)).sort()).toEqual([`${id}.json`, `${id}.part`])
  expect(await uploads.countPendingBytes()).toBe(20)
})

test('the uploads of a workspace are limited, and the oldest complete one is removed for another one', async () => {
  const uploads = await openUploads('limited')
  const first = (await uploads.create({ name: 'a.csv', size: 1, owner: 'ann' }))!
  for (let count = 2; count < maxUploads; count++) {
    await copyFile(join(folder, `${first.id}.json`), join(folder, `${randomUUID()}.json`))
  }
  time += 1
  const last = (await uploads.create({ name: 'b.csv', size: 1, owner: 'ann' }))!
  expect(await uploads.create({ name: 'c.csv', size: 1, owner: 'ann' })).toBeUndefined()
  expect(await (await openUploads('other')).create({ name: 'c.csv', size: 1, owner: 'ann' })).toBeDefined()
  await uploads.complete(last, 'dataset')
  await uploads.complete(first, 'dataset')
  expect(await uploads.create({ name: 'c.csv', size: 1, owner: 'ann' })).toBeDefined()
  expect(await Promise.all([uploads.find(first.id, 'ann'), uploads.find(last.id, 'ann')])).toEqual([
    undefined,
    expect.objectContaining({ dataset: 'dataset' }),
  ])
})
