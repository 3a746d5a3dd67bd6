import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pack } from '../pack.mjs'
import { readNotes } from './changelog.mjs'

/**
 * `npm run release`: packs and publishes every package whose version is not in the registry, dependencies first. It can
 * be repeated after a failure. Options are passed to `npm publish`: `--dry-run`, `--provenance=false`. Other arguments
 * are folders of packages, such as `packages/schema`, which restrict the packages to publish.
 *
 * A version such as `1.2.0-beta.1` gets the tag `next`. When all packages are published, the commit gets the Git tag
 * `v1.2.0`, which still has to be pushed.
 */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const [options, folders] = [true, false].map((isOption) =>
  process.argv.slice(2).filter((argument) => argument.startsWith('-') === isOption),
)
const npm = (...args) => execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] })

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
if (!readNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version))
  throw new Error(`CHANGELOG.md has no text for version ${version}. Run \`npm run release:version\`.`)

/** Sorts packages by dependencies: each package follows those that it depends on. */
function sortByDependencies(packages) {
  const byName = new Map(packages.map((packed) => [packed.manifest.name, packed]))
  const sorted = new Set()
  const add = (packed) => {
    const { dependencies = {}, peerDependencies = {} } = packed.manifest
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const dependency = byName.get(name)
      if (dependency && !sorted.has(dependency)) add(dependency)
    }
    sorted.add(packed)
  }
  for (const packed of packages) if (!sorted.has(packed)) add(packed)
  return [...sorted]
}

const registry = new URL(npm('config', 'get', 'registry').trim())

/** Whether the registry has a version. Any other error ends the release. */
async function isPublished({ name }) {
  // A new connection each time: registries close idle ones before the next package is published.
  const headers = { accept: 'application/json', connection: 'close' }
  const response = await fetch(new URL(name.replace('/', '%2f'), registry), { headers })
  if (response.status === 404) return false
  if (!response.ok)
    throw new Error(`The registry responded with status ${response.status} for ${name}. Run the command again.`)
  const { versions } = await response.json()
  return version in versions
}

/** Tags the current commit, unless an interrupted release has done so. */
function tagCommit(tag) {
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }).trim()
  if (git('tag', '--list', tag) === '') git('tag', '--annotate', tag, '--message', tag)
  else if (git('rev-parse', `${tag}^{commit}`) !== git('rev-parse', 'HEAD'))
    throw new Error(`The tag ${tag} is on another commit. Delete the tag, or release the commit that it is on.`)
  console.log(`${tag} tagged`)
}

const folder = mkdtempSync(join(tmpdir(), 'aw-release-'))
try {
  const packages = sortByDependencies(pack(folder, folders.length > 0 ? folders : undefined))
  const mismatched = packages.filter(({ manifest }) => manifest.version !== version)
  if (mismatched.length > 0)
    throw new Error(`Packages without version ${version}: ${mismatched.map((packed) => packed.folder).join(', ')}.`)
  for (const { manifest, tarball } of packages) {
    const spec = `${manifest.name}@${version}`
    if (await isPublished(manifest)) console.log(`${spec} is already published`)
    else {
      const tag = version.includes('-') ? 'next' : 'latest'
      execFileSync('npm', ['publish', tarball, '--tag', tag, ...options], { stdio: ['ignore', 2, 2] })
      console.log(`${spec} published`)
    }
  }
  // Not after a part of the packages or a trial.
  if (folders.length === 0 && !options.includes('--dry-run')) tagCommit(`v${version}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
