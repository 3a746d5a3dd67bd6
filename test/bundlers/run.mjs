import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from '../../.ci/build.mjs'
import { pack, stage } from '../../.ci/pack.mjs'
import { installBrowser } from '../browser.mjs'
import { installLinked, unpackLinked } from './install-linked.mjs'
import { doMainJob } from './main-job.mjs'
import { frameworks, readGuide } from './read-guide.mjs'
import { serveByCommand, serveOutput } from './serve.mjs'
import { tools } from './tools.mjs'

/**
 * Packs `@aw-flow/embed` (`--daily` only copies its files), and installs it into a new project per tool. The packed
 * `@aw-flow/create` creates the project, or it is the sample of the tool's guide. Builds the project, serves it under the
 * guide's policy and runs the main job in a browser. Prints the version of each tool, its build time, the size of its
 * output, and the sources that its policy allows beyond the strict one. Exits with 1 on any failure. `node test/bundlers/run.mjs [TOOL …]` runs the
 * named tools only, `--daily` those of `npm test`; `--keep` keeps the projects.
 */
const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const keep = process.argv.includes('--keep')
const isDaily = process.argv.includes('--daily')
const selectedTools = tools.filter(({ name, daily }) => (names.length > 0 ? names.includes(name) : daily || !isDaily))
const unknown = names.filter((name) => !tools.some((tool) => tool.name === name))
if (unknown.length > 0) throw new Error(`Unknown tools: ${unknown.join(', ')}.`)

await build(['packages', 'create', 'embed', 'declarations'])

/** The policy for guides that do not contain one. */
const { policy: strictPolicy } = await readGuide('README')

/** For frameworks that do not support Node 20. */
const newerNode = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@24.21.0`

const packageName = (spec) => spec.replace(/(?<=.)@.*$/, '')

/** Returns the total size of the files in a build's output folder, without packages. */
async function measureFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/**
 * Returns the tarballs of packages. The daily tests do not compress them, which takes as long as all builds: they get the
 * folders with the files of the tarballs.
 */
function provide(target, folders) {
  if (isDaily) return stage(target, folders).map(({ stagedFolder }) => stagedFolder)
  mkdirSync(target, { recursive: true })
  return pack(target, folders).map(({ tarball }) => tarball)
}

/** Installs the package and a tool into a project. The daily tests need no network. */
async function install(project, source, { packages, daily }) {
  if (daily && isDaily) return installLinked(project, source, packages.map(packageName))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--save-exact', source, ...packages], {
    cwd: project,
    env: environment(project),
    maxBuffer: 1 << 26,
  })
}

/** Environment of a tool: its programs, those of this workspace, and no telemetry. */
const environment = (project, node) => ({
  ...process.env,
  PATH: [node, ...[project, root].map((folder) => join(folder, 'node_modules/.bin')), process.env.PATH]
    .filter(Boolean)
    .join(delimiter),
  CI: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
})

/** Returns the folder of the Node version that a framework requires; installs it once. */
let installedNode
function nodeFolder(folder, { node = 20 }) {
  if (Number(process.versions.node.split('.')[0]) >= node) return dirname(process.execPath)
  installedNode ??= (async () => {
    const nodeProject = join(folder, 'node')
    await mkdir(nodeProject)
    await writeFile(join(nodeProject, 'package.json'), '{ "private": true }')
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', newerNode], { cwd: nodeProject })
    return join(nodeProject, 'node_modules', packageName(newerNode), 'bin')
  })()
  return installedNode
}

/** Writes the sample of a guide as a project. */
async function writeSample(project, files) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(project, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const manifest = { name: 'sample', version: '1.0.0', private: true, type: 'module' }
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest))
}

/**
 * Creates a project as `npm create @aw-flow` does. The packed editor replaces the published one.
 *
 * @returns {Promise<string[]>} The other packages, at the versions with which the package was released.
 */
async function createProject(project, { framework }, creator) {
  await run(process.execPath, [join(creator, 'create.mjs'), project, '--framework', framework])
  const path = join(project, 'package.json')
  const manifest = JSON.parse(await readFile(path, 'utf8'))
  const { '@aw-flow/embed': _, ...dependencies } = manifest.dependencies
  const packages = Object.entries({ ...dependencies, ...manifest.devDependencies })
  await writeFile(path, JSON.stringify({ ...manifest, dependencies: {}, devDependencies: {} }))
  return packages.map(([name, range]) => `${name}@${range.replace('^', '')}`)
}

/** Returns the installed versions of a tool's packages. */
async function readVersions(packages, project) {
  const versions = packages.map(packageName).map(async (name) => {
    const manifest = await readFile(join(project, 'node_modules', name, 'package.json'), 'utf8')
    return `${name} ${JSON.parse(manifest).version}`
  })
  return (await Promise.all(versions)).join(', ')
}

/** Builds and runs a project of one tool; yields a result for its build and one for its development server. */
async function* tryTool(tool, folder, source, creator) {
  const project = join(folder, tool.name.replaceAll(/\W+/g, '-'))
  const { guide = tool.guide } = frameworks.find(({ name }) => name === tool.framework) ?? {}
  try {
    const { files, policy = strictPolicy, devPolicy = policy } = await readGuide(guide)
    if (!tool.framework) await writeSample(project, files)
    const packages = tool.framework ? await createProject(project, tool, creator) : tool.packages
    await install(project, source, { ...tool, packages })
    const version = await readVersions(packages, project)
    const env = environment(project, await nodeFolder(folder, tool))
    const start = performance.now()
    if (tool.build) {
      const [program, ...args] = tool.build
      await run(program, args, { cwd: project, maxBuffer: 1 << 26, env: { ...env, NODE_ENV: 'production' } })
    }
    const seconds = (performance.now() - start) / 1000
    const output = join(project, tool.output)
    const server = tool.server
      ? await serveByCommand(tool.server, policy, { cwd: project, env: { ...env, NODE_ENV: 'production' } })
      : await serveOutput(output, policy)
    yield { name: tool.name, version, seconds, bytes: await measureFolder(output), ...(await tryServer(server, tool)) }
    if (!tool.dev) return
    const dev = await serveByCommand(tool.dev, devPolicy, { cwd: project, env })
    yield {
      name: `${tool.name} (development)`,
      version,
      ...(await tryServer(dev, { ...tool, expected: developmentMessage })),
    }
  } finally {
    if (!keep) await rm(project, { recursive: true, force: true })
  }
}

/** In development, lit logs a warning about its production build. */
const developmentMessage = /^Lit is in dev mode/

async function tryServer(server, { rendered, expected }) {
  try {
    const html = await (await fetch(server.url)).text()
    const failures = await doMainJob(server, expected)
    if (rendered && !html.includes('<aw-workflow-editor')) failures.push('The server did not render the element.')
    return { failures, policy: [...server.policies].map(listAddedSources).join(' or ') }
  } finally {
    await server.close()
  }
}

/** Lists the sources that a policy allows beyond the strict one. */
function listAddedSources(policy) {
  const read = (text) =>
    new Map(
      text
        .split('; ')
        .map((part) => part.split(' '))
        .map(([key, ...rest]) => [key, rest]),
    )
  const strict = read(strictPolicy)
  const changed = read(policy)
  const added = [...changed].flatMap(([name, sources]) => {
    const more = sources.filter((source) => !(strict.get(name) ?? strict.get('default-src')).includes(source))
    return more.length > 0 ? [`${name} ${more.join(' ')}`] : []
  })
  return [...added, ...(changed.has('require-trusted-types-for') ? [] : ['no Trusted Types'])].join(', ') || 'strict'
}

function print({ name, version = '', seconds, bytes, policy = '', failures }) {
  const cells = [
    failures.length === 0 ? 'ok' : 'FAILED',
    name,
    version,
    seconds === undefined ? '' : `${seconds.toFixed(1)} s`,
    bytes === undefined ? '' : `${(bytes / 1e6).toFixed(1)} MB`,
    policy,
  ]
  console.log(`| ${cells.join(' | ')} |`)
  for (const failure of failures) console.log(`  ${failure}`)
}

if (!installBrowser()) throw new Error('No Chromium found: install Chromium or set CHROME_PATH.')
const folder = await mkdtemp(join(tmpdir(), 'aw-bundlers-'))
const results = []
console.log('| result | tool | version | build | size | policy |\n|---|---|---|---|---|---|')
const report = (result) => {
  results.push(result)
  print(result)
}
try {
  const [embed, create] = provide(join(folder, 'packages'), ['packages/embed', 'packages/create'])
  const creator = join(folder, 'create')
  await unpackLinked(creator, create)
  for (const tool of selectedTools) {
    try {
      for await (const result of tryTool(tool, folder, embed, creator)) report(result)
    } catch (cause) {
      const { message, stdout = '', stderr = '' } = cause
      report({ name: tool.name, failures: [`${message}\n${stdout}\n${stderr}`.slice(0, 6_000)] })
    }
  }
} finally {
  if (keep) console.log(folder)
  else await rm(folder, { recursive: true, force: true })
}
const failed = results.filter(({ failures }) => failures.length > 0).length
console.log(`${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
