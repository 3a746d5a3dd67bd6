import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'

/** @internal */
export interface TemporaryFolder {
  path: string
  remove(): Promise<void>
}

export interface TemporaryFolderOptions {
  /**
   * The parent folder. Default: the temporary folder of the system. Any other folder must be emptied by its owner after
   * a crash.
   */
  parent?: string | undefined
  /**
   * The delay before a guard is started for this folder, in ms. A guard that is already running receives it
   * immediately. Default: 0.
   */
  guardAfterMs?: number
}

/** Folders that are not yet removed. */
const openFolders = new Set<string>()
/** Folders that the guard removes if this process is killed. */
const guardedFolders = new Set<string>()
/** Input of the process that removes folders; `undefined` while no such process runs. */
let guard: Writable | undefined

/**
 * Creates a temporary folder that is removed when this process exits. In the temporary folder of the system, it is also
 * removed if this process is killed: a small process waits for the end of this one.
 *
 * @internal
 */
export async function createTemporaryFolder(
  prefix: string,
  { parent, guardAfterMs = 0 }: TemporaryFolderOptions = {},
): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(parent ?? tmpdir()), prefix))
  if (openFolders.size === 0) process.once('exit', removeAll)
  openFolders.add(path)
  let timer: NodeJS.Timeout | undefined
  if (parent === undefined) {
    guardedFolders.add(path)
    if (guard) guard.write(toLine({ add: path }))
    else if (guardAfterMs === 0) startGuard()
    else timer = setTimeout(startGuard, guardAfterMs).unref()
  }
  return {
    path,
    async remove() {
      clearTimeout(timer)
      openFolders.delete(path)
      guardedFolders.delete(path)
      if (openFolders.size === 0) process.off('exit', removeAll)
      await rm(path, { recursive: true, force: true })
      guard?.write(toLine({ remove: path }))
    },
  }
}

const removeAll = (): void => {
  for (const folder of openFolders) rmSync(folder, { recursive: true, force: true })
}

const toLine = (message: { add: string } | { remove: string }): string => `${JSON.stringify(message)}\n`

function startGuard(): void {
  if (guard) return
  guard = startGuardProcess()
  for (const folder of guardedFolders) guard.write(toLine({ add: folder }))
}

/**
 * The script of the guard. Its input lists added and removed folders and ends with this process; it then removes the
 * remaining folders.
 */
const guardScript = `
const folders = new Set()
require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { add, remove } = JSON.parse(line)
    if (add !== undefined) folders.add(add)
    folders.delete(remove)
  })
  .on('close', () => {
    for (const folder of folders) require('node:fs').rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })`

function startGuardProcess(): Writable {
  // Detached, because an interrupt from the terminal ends the entire process group.
  const child = spawn(process.execPath, ['-e', guardScript], {
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: tmpdir(),
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  // Without a guard, folders are still removed when this process exits.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  // Neither the child process nor its stdin keeps this process alive.
  const { stdin } = child
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  return stdin
}
