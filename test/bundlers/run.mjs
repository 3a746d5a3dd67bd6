import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from '../../.ci/build.mjs'
import { installBrowser } from '../browser.mjs'
import { doMainJob } from './main-job.mjs'
import { tools } from './tools.mjs'

/**
 * Packs `@aw-flow/embed`, installs it into a new project per tool, builds the project, serves it under the strict policy
 * and runs the main job in a browser. Prints the time and the output size of each build. Exits with 1 on any failure.
 * `node test/bundlers/run.mjs [TOOL …]` runs the named tools only, `--daily` those of `npm test`.
 */
const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const icon = join(root, 'examples/01-embed-in-a-page/mark.svg')
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const chosen = tools.filter(({ name, daily }) =>
  names.length > 0 ? names.includes(name) : daily || !process.argv.includes('--daily'),
)

/** Packs `@aw-flow/embed`; returns the path of the tarball. */
async function pack(folder) {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(root, 'packages/embed'),
  })
  return join(folder, JSON.parse(stdout)[0].filename)
}

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/**
 * Installs the package and a tool into a project. Packages of this workspace are linked, so that the daily tests need no
 * network; others come from the registry.
 */
async function install(project, tarball, packages) {
  const own = packages.map((spec) => spec.replace(/(?<=.)@.*$/, ''))
  const isHere = own.every((name) => existsSync(join(root, 'node_modules', name)))
  const fetched = isHere ? [] : packages
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...fetched], { cwd: project })
  if (!isHere) return
  for (const name of own) {
    await mkdir(dirname(join(project, 'node_modules', name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
}

async function tryTool(
  { name, packages, files, build: command, output, policy = (strict) => strict },
  folder,
  tarball,
) {
  const project = join(folder, name.replaceAll(' ', '-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), text)
  }
  await copyFile(icon, join(project, 'mark.svg'))
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await install(project, tarball, packages)
  const start = performance.now()
  const [program, ...args] = command
  if (program) {
    const bins = [project, root].map((place) => join(place, 'node_modules/.bin', program))
    const path = program === 'node' ? process.execPath : bins.find((bin) => existsSync(bin))
    await run(path, args, { cwd: project, maxBuffer: 1 << 26, env: { ...process.env, NODE_ENV: 'production' } })
  }
  const seconds = (performance.now() - start) / 1000
  await copyFile(icon, join(project, output, 'mark.svg'))
  const failures = await doMainJob(join(project, output), policy(contentSecurityPolicy))
  return { failures, seconds, bytes: await sizeOf(join(project, output)) }
}

await build(['packages', 'embed'])
const { contentSecurityPolicy } = await import('../../server/dist/security/content-security-policy.js')
if (!installBrowser()) throw new Error('No Chromium found: install chromium, or name one in CHROME_PATH.')
const folder = await mkdtemp(join(tmpdir(), 'aw-bundlers-'))
let failed = 0
try {
  const tarball = await pack(folder)
  for (const tool of chosen) {
    const result = await tryTool(tool, folder, tarball).catch((cause) => ({
      failures: [`${cause.message}\n${cause.stdout ?? ''}\n${cause.stderr ?? ''}`.slice(0, 4_000)],
    }))
    if (result.failures.length > 0) failed++
    const figures =
      result.seconds === undefined ? '' : `${result.seconds.toFixed(1)} s, ${(result.bytes / 1e6).toFixed(1)} MB`
    console.log(`${result.failures.length === 0 ? 'ok' : 'FAILED'}  ${tool.name}: ${figures}`)
    for (const failure of result.failures) console.log(`  ${failure}`)
  }
} finally {
  if (!process.argv.includes('--keep')) await rm(folder, { recursive: true, force: true })
  else console.log(folder)
}
console.log(`${chosen.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
