import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import readReleasePlan from '@changesets/get-release-plan'
import { addVersion } from './changelog.mjs'

/**
 * `npm run release:version`: sets the version of every package as the changesets require, moves their texts to
 * `CHANGELOG.md`, and deletes the changesets. `node .ci/release/version.mjs [FOLDER]` does the same in another checkout.
 */
const tools = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const root = resolve(process.argv[2] ?? tools)

const { changesets, releases } = await readReleasePlan(root)
if (changesets.length === 0) {
  console.log('No changesets found. The version is unchanged.')
  process.exit()
}
const [{ newVersion: version }] = releases
if (releases.some(({ newVersion }) => newVersion !== version))
  throw new Error(
    `All packages need the same version: ${releases.map(({ name, newVersion }) => `${name} ${newVersion}`).join(', ')}.`,
  )

const order = ['none', 'patch', 'minor', 'major']
const summaries = changesets.map(({ summary, releases: affected }) => ({
  summary,
  type: order[Math.max(...affected.map(({ type }) => order.indexOf(type)))],
}))
const changelog = join(root, 'CHANGELOG.md')
const date = new Date().toISOString().slice(0, 10)
const updated = addVersion(readFileSync(changelog, 'utf8'), { version, date, changesets: summaries })

const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
run(process.execPath, join(tools, 'node_modules/@changesets/cli/bin.js'), 'version')
writeFileSync(changelog, updated)
const replaceIn = (path, pattern, text) =>
  writeFileSync(join(root, path), readFileSync(join(root, path), 'utf8').replace(pattern, text))
// The workspace itself is not released.
replaceIn('package.json', /("version": )"[^"]*"/, `$1"${version}"`)
for (const folder of ['packages/cli', 'server'])
  replaceIn(`${folder}/product-version.ts`, /(productVersion = )'[^']*'/, `$1'${version}'`)
replaceIn('examples/12-node-package/package.json', /("@aw-flow\/node-kit": )"[^"]*"/, `$1"^${version}"`)
replaceIn('packages/embed/README.md', /@aw-flow\/embed@[^/]*\//g, `@aw-flow/embed@${version}/`)
run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund')
console.log(`Version ${version}: ${changesets.length} changesets, ${releases.length} packages.`)
