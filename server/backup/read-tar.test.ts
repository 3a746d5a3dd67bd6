import { error } from '@aw-flow/schema'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { beforeAll, expect, test } from 'vitest'
import { readTar } from './read-tar.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const damaged = error('backup.incomplete', { path: 'x' })

const folder = createTestFolder()
let path: string
beforeAll(async () => {
  path = join(folder, 'two.tar.gz')
  const pack = tar.pack()
  for (const name of ['first', 'second']) pack.entry({ name }, `bytes of ${name}`)
  pack.finalize()
  await pipeline(pack, createGzip(), createWriteStream(path))
})

/** Reads the same file with another implementation to the end. */
async function readBeside(): Promise<string[]> {
  const names: string[] = []
  const extract = tar.extract().on('entry', ({ name }, stream, next) => {
    names.push(name)
    stream.on('end', next).resume()
  })
  await pipeline(createReadStream(path), createGunzip(), extract as unknown as NodeJS.WritableStream)
  return names
}

// Regression: a restore under load never resolved, because its first entry arrived before the listener.
test('returns the first entry although it arrived long before the read', async () => {
  const { entries, close } = readTar(path, damaged)
  for (let times = 0; times < 3; times++) expect(await readBeside()).toEqual(['first', 'second'])
  const found: [string, string][] = []
  for (let next = await entries.next(); !next.done; next = await entries.next()) {
    let text = ''
    for await (const piece of next.value) text += String(piece)
    found.push([next.value.header.name, text])
  }
  close()
  expect(found).toEqual([
    ['first', 'bytes of first'],
    ['second', 'bytes of second'],
  ])
})

test('reports an earlier error at the next read', async () => {
  const { entries, close } = readTar(join(folder, 'none'), damaged)
  await expect.poll(() => readBeside()).toHaveLength(2)
  await expect(entries.next()).rejects.toMatchObject({ code: 'ENOENT' })
  close()
})
