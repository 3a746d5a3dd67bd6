import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, stat, symlink } from 'node:fs/promises'
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
 * Unpacks a packed package into a folder, or copies the folder of a package that was not packed.
 *
 * @returns {Promise<string[]>} The names of its dependencies.
 */
async function unpack(folder, source) {
  await mkdir(folder, { recursive: true })
  if ((await stat(source)).isDirectory()) await cp(source, folder, { recursive: true })
  else await run('tar', ['-xzf', source, '-C', folder, '--strip-components=1'])
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return Object.keys(dependencies)
}

/** Unpacks a packed package, with its dependencies linked to those of this workspace. */
export async function unpackLinked(folder, source) {
  await linkPackages(folder, await unpack(folder, source))
}

/**
 * Installs the package into a project without a network: unpacks or copies it, and links its dependencies and `packages`
 * to those of this workspace.
 */
export async function installLinked(project, source, packages) {
  const dependencies = await unpack(join(project, 'node_modules/@aw-flow/embed'), source)
  await linkPackages(project, [...packages, ...dependencies])
}
