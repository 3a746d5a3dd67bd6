import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTemporaryFolder } from './temporary-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-temporary-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const leave = async (name: string): Promise<void> => {
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'spill'), 'rows')
}

/** The name of the folder of a process on this machine. */
async function nameOf(pid: number, started: string): Promise<string> {
  const own = basename(await createTemporaryFolder(folder, { isShared: true }))
  return [own.split('~')[0], pid, started].join('~')
}

test('removes folders of ended processes of this machine, and no others', async () => {
  const gone = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => gone.once('exit', resolve))
  const beside = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  try {
    await leave(await nameOf(gone.pid!, ''))
    const alive = await nameOf(beside.pid!, '')
    await leave(alive)
    await leave('another-container~1~boot:2')
    const own = await createTemporaryFolder(folder, { isShared: true })
    expect(await readdir(own)).toEqual([])
    expect((await readdir(folder)).toSorted()).toEqual([alive, 'another-container~1~boot:2', basename(own)].toSorted())
  } finally {
    beside.kill('SIGKILL')
  }
})

test.skipIf(process.platform !== 'linux')('recognizes the folder of an earlier process with the same id', async () => {
  await leave(await nameOf(process.ppid, 'earlier boot:1'))
  const own = await createTemporaryFolder(folder, { isShared: true })
  expect(await readdir(folder)).toEqual([basename(own)])
})

test('removes all folders if the common folder is not shared', async () => {
  await leave('own')
  await leave('another-container~1~boot:2')
  const own = await createTemporaryFolder(folder, { isShared: false })
  expect(await readdir(folder)).toEqual([basename(own)])
})
