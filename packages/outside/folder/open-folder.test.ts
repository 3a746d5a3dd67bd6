import { NodeError } from '@aw-flow/engine'
import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readText } from '../egress/test-service.ts'
import { openFolder } from './open-folder.ts'

const signal = new AbortController().signal
let outer = ''
let root = ''
beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'aw-folder-'))
  root = join(outer, 'open')
  await mkdir(join(root, 'inner'), { recursive: true })
  await writeFile(join(outer, 'secret.txt'), 'secret')
  await writeFile(join(root, 'a.csv'), 'id\n1\n')
  await writeFile(join(root, '.env'), 'secret')
})
afterEach(() => rm(outer, { recursive: true, force: true }))

const read = async (path: string): Promise<string> => readText((await openFolder(root).read(path, signal)).chunks)
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}
const write = (path: string, text = 'new', overwrite = false): Promise<number> =>
  openFolder(root).write(path, pieces(text), { overwrite, signal })
const code = async (work: Promise<unknown>): Promise<string> => {
  const cause = await work.then(
    () => 'done',
    (thrown: unknown) => thrown,
  )
  expect(cause).toBeInstanceOf(NodeError)
  return (cause as NodeError).problem.code
}

const outside = [
  '../secret.txt',
  'inner/../../secret.txt',
  '/etc/passwd',
  'a.csv\0.txt',
  '..\\secret.txt',
  'C:/Windows/win.ini',
  'C:secret',
  '.env',
  'inner/.git/config',
  './a.csv',
  'inner//a.csv',
  'a.csv/',
  '',
  ' ',
  'a.csv:stream',
  'nul',
  'COM1.txt',
  'a.csv.',
  'line\nbreak',
  'x'.repeat(300),
]

describe('paths', () => {
  it.each(outside)('[12, 26, 27] rejects %j for reading and writing', async (path) => {
    expect(await code(read(path))).toBe('file.path')
    expect(await code(write(path))).toBe('file.path')
    expect(await readFile(join(outer, 'secret.txt'), 'utf8')).toBe('secret')
  })

  it('[26] does not decode percent-encoding', async () => {
    expect(await code(read('..%2fsecret.txt'))).toBe('file.path')
    expect(await code(read('%2e%2e/secret.txt'))).toBe('file.not-read')
  })

  it('[12] do not follow links to files or folders', async () => {
    await symlink(join(outer, 'secret.txt'), join(root, 'link.txt'))
    await symlink(outer, join(root, 'up'))
    await symlink(join(root, 'a.csv'), join(root, 'own.csv'))
    for (const path of ['link.txt', 'up/secret.txt', 'own.csv']) {
      expect(await code(read(path))).toBe('file.link')
      expect(await code(write(path, 'x', true))).toBe('file.link')
    }
    expect(await code(write('up/new.txt'))).toBe('file.link')
    expect(await readdir(outer)).toEqual(['open', 'secret.txt'])
    expect(await readFile(join(outer, 'secret.txt'), 'utf8')).toBe('secret')
  })

  it('refer to files only', async () => {
    expect(await code(read('inner'))).toBe('file.not-regular')
    expect(await code(write('inner', 'x', true))).toBe('file.not-regular')
    expect(await code(read('none.csv'))).toBe('file.not-read')
  })
})

describe('files', () => {
  it('are read and written, creating their folders', async () => {
    expect(await read('a.csv')).toBe('id\n1\n')
    expect(await write('inner/deep/b.txt', 'grüße')).toBe(7)
    expect(await read('inner/deep/b.txt')).toBe('grüße')
  })

  it('are replaced only on request, and written completely or not at all', async () => {
    expect(await code(write('a.csv'))).toBe('file.exists')
    expect(await write('a.csv', 'x', true)).toBe(1)
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10)
      throw new Error('broke off')
    }
    await expect(openFolder(root).write('a.csv', broken(), { overwrite: true, signal })).rejects.toThrow('broke off')
    expect(await read('a.csv')).toBe('x')
    expect((await readdir(root)).sort()).toEqual(['.env', 'a.csv', 'inner'])
  })

  it('with hard links are replaced, not modified', async () => {
    await link(join(outer, 'secret.txt'), join(root, 'twin.txt'))
    await write('twin.txt', 'mine', true)
    expect(await readFile(join(outer, 'secret.txt'), 'utf8')).toBe('secret')
  })
})
