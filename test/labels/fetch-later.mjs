/**
 * Downloads the packages of the later set (Debian and npm, by their clients) and copies its files into a folder under
 * the names of their labels: `node test/labels/fetch-later.mjs FOLDER`. The files stay outside of the repository.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const [target] = process.argv.slice(2)
if (target === undefined) {
  console.error('Pass the folder for the files: node test/labels/fetch-later.mjs FOLDER')
  process.exit(2)
}
const here = join(import.meta.dirname, 'batches')
const labels = readdirSync(here)
  .filter((name) => /^later-\d+\.json$/.test(name))
  .flatMap((name) => Object.entries(JSON.parse(readFileSync(join(here, name), 'utf8'))))
const packages = new Map()
for (const [name, { source }] of labels) {
  const key = `${source.package} ${source.version}`
  packages.set(key, [...(packages.get(key) ?? []), [name, source]])
}
let missing = 0
for (const files of packages.values()) {
  const { package: from, version } = files[0][1]
  const folder = mkdtempSync(join(tmpdir(), 'aw-later-'))
  const run = (command, ...words) => execFileSync(command, words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const name = from.replace(/^\w+:/, '')
    if (from.startsWith('npm:'))
      run('tar', '-xzf', run('npm', 'pack', '--silent', `${name}@${version}`).toString().trim())
    else {
      run('apt-get', 'download', `${name}=${version}`)
      for (const archive of readdirSync(folder)) run('dpkg', '-x', archive, '.')
    }
  } catch (cause) {
    console.error(`${from} ${version} could not be fetched: ${cause instanceof Error ? cause.message : cause}`)
  }
  for (const [file, { path }] of files) {
    const source = join(folder, path)
    if (!existsSync(source) && existsSync(`${source}.gz`)) run('gunzip', `${source}.gz`)
    if (!existsSync(source) && existsSync(`${source}.bz2`)) run('bunzip2', `${source}.bz2`)
    const to = join(resolve(target), file)
    mkdirSync(dirname(to), { recursive: true })
    if (existsSync(source)) copyFileSync(source, to)
    else missing++
  }
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${labels.length - missing} of ${labels.length} files copied.`)
process.exitCode = missing > 0 ? 1 : 0
