import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'

/** @internal */
export type TemporaryFolder = Awaited<ReturnType<typeof createTemporaryFolder>>

export interface TemporaryFolderOptions {
  /**
   * Parent folder. Defaults to the system's temporary folder. The owner of any other folder must empty it after a
   * crash.
   */
  parent?: string | undefined
  /**
   * Delay before a guard is started for this folder, in ms. A guard that is already running is notified of the folder
   * immediately. Defaults to 0.
   */
  guardDelayMs?: number
}

/** Folders that have not been removed yet. */
const openFolders = new Set<string>()
/** Folders that the guard removes if this process is killed. */
const guardedFolders = new Set<string>()
/** Input of the guard, the process that removes folders; `undefined` while no guard is running. */
let guardInput: Writable | undefined

/**
 * Creates a temporary folder that is removed when this process exits. In the system's temporary folder, it is also
 * removed if this process is killed: a small process, the guard, waits for this process to exit.
 *
 * @internal
 */
export async function createTemporaryFolder(prefix: string, { parent, guardDelayMs = 0 }: TemporaryFolderOptions = {}) {
  const path = await mkdtemp(join(await realpath(parent ?? tmpdir()), prefix))
  if (openFolders.size === 0) process.once('exit', removeAll)
  openFolders.add(path)
  let timer: NodeJS.Timeout | undefined
  if (parent === undefined) {
    guardedFolders.add(path)
    if (guardInput) guardInput.write(toLine({ add: path }))
    else if (guardDelayMs === 0) startGuard()
    else timer = setTimeout(startGuard, guardDelayMs).unref()
  }
  return {
    path,
    async remove(): Promise<void> {
      clearTimeout(timer)
      openFolders.delete(path)
      guardedFolders.delete(path)
      if (openFolders.size === 0) process.off('exit', removeAll)
      await rm(path, { recursive: true, force: true })
      guardInput?.write(toLine({ remove: path }))
    },
  }
}

const removeAll = (): void => {
  for (const folder of openFolders) rmSync(folder, { recursive: true, force: true })
}

const toLine = (message: { add: string } | { remove: string }): string => `${JSON.stringify(message)}\n`

function startGuard(): void {
  if (guardInput) return
  guardInput = startGuardProcess()
  for (const folder of guardedFolders) guardInput.write(toLine({ add: folder }))
}

/**
 * The guard's script. It receives added and removed folders on its input. The input is closed when this process exits;
 * the guard then removes the remaining folders.
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
  // Detached, because an interrupt from the terminal terminates the entire process group.
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
  // Neither the child process nor its stdin should keep this process alive.
  const { stdin } = child
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  return stdin
}
