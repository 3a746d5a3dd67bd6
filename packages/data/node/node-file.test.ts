import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openNodeFile, type NodeFile } from './node-file.ts'

let folder: string
let file: NodeFile
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-node-file-'))
  const path = join(folder, 'a.txt')
  await writeFile(path, '0123456789')
  file = await openNodeFile(path, 'a'.repeat(64))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

it('reads into a buffer that is large enough, and into new memory otherwise', async () => {
  const buffer = new Uint8Array(4)
  const read = await file.read(2, 6, buffer)
  expect([toText(read), read.buffer === buffer.buffer]).toEqual(['2345', true])
  const last = await file.read(8, 12, buffer)
  expect([toText(last), last.buffer === buffer.buffer]).toEqual(['89', true])
  const large = await file.read(0, 9, buffer)
  expect([toText(large), large.buffer === buffer.buffer]).toEqual(['012345678', false])
  expect(toText(await file.read(3, 5))).toBe('34')
})
