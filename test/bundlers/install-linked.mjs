import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Links packages of a project to those of this workspace. */
async function linkPackages(project, names) {
  for (const name of names) {
    const link = join(project, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(root, 'node_modules', name), link)
  }
}

/**
 * Unpacks a packed package into a folder.
 *
 * @returns {Promise<string[]>} The names of its dependencies.
 */
async function unpack(folder, tarball) {
  await mkdir(folder, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return Object.keys(dependencies)
}

/** Unpacks a packed package, with its dependencies linked to those of this workspace. */
export async function unpackLinked(folder, tarball) {
  await linkPackages(folder, await unpack(folder, tarball))
}

/**
 * Installs the packed package into a project without a network: unpacks it, and links its dependencies and `packages` to
 * those of this workspace.
 */
export async function installLinked(project, tarball, packages) {
  const dependencies = await unpack(join(project, 'node_modules/@aw-flow/embed'), tarball)
  await linkPackages(project, [...packages, ...dependencies])
}
