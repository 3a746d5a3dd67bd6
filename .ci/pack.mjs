import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { packagesWithPrograms, runtimePackages } from './bundle-programs.mjs'
import { isPrecomputed, printModule } from './precompute.mjs'

/**
 * Packs the published packages for the registry. Build them first.
 *
 * `node .ci/pack.mjs FOLDER [PACKAGE …]` writes the tarballs into a folder.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }

/** Folders of all published packages, relative to the repository. */
export const listPublishedFolders = () =>
  [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'server'].filter((folder) => {
    const path = join(root, folder, 'package.json')
    return existsSync(path) && !JSON.parse(readFileSync(path, 'utf8')).private
  })

/**
 * Files that are not published: tests, build information, source maps (the sources are not published), and the English
 * entries, from which the scripts of `precompute.mjs` are made.
 */
const isUnpublished = (path) => /\.map$|\.tsbuildinfo$|\.test\.|(?:^|\/)test-[^/]+$|^dist\/english\//.test(path)

const isBundled = (folder) => packagesWithPrograms.some((entry) => entry.folder === folder)

/** Whether a file of `dist` is left over from a source file that was removed or renamed. */
function isOrphan(folder, path) {
  // The bundler removes scripts that it no longer writes.
  const [, name] = (isBundled(folder) ? /^dist\/(.+?)\.d\.ts$/ : /^dist\/(.+?)(?:\.d\.ts|\.js)$/).exec(path) ?? []
  if (name === undefined || !existsSync(join(root, folder, 'tsconfig.json')) || folder === 'packages/embed')
    return false
  return !existsSync(join(root, folder, `${name}.ts`)) && !existsSync(join(root, folder, `${name}.tsx`))
}

/**
 * Lists the files that `files` of a manifest selects, by npm's rules: folders, files, and patterns such as
 * `folder/*.ext`.
 */
function* listFiles(folder, { files = [] }) {
  yield* ['LICENSE', 'README.md']
  for (const entry of files) {
    const directory = entry.includes('*') ? dirname(entry) : entry
    if (statSync(join(root, folder, directory)).isFile()) {
      yield entry
      continue
    }
    const isListed = (path) =>
      directory === entry || (dirname(path) === directory && path.endsWith(entry.slice(entry.indexOf('*') + 1)))
    for (const file of readdirSync(join(root, folder, directory), { recursive: true, withFileTypes: true })) {
      const path = relative(join(root, folder), join(file.parentPath, file.name)).replaceAll('\\', '/')
      if (file.isFile() && isListed(path)) yield path
    }
  }
}

/** Returns the ranges of the packages that bundled programs need at run time. */
function findRuntimeDependencies() {
  const manifests = [...listPublishedFolders(), 'node_modules/@duckdb/node-api'].map((folder) =>
    JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  )
  return Object.fromEntries(
    runtimePackages.map((name) => [
      name,
      manifests.find(({ dependencies }) => dependencies?.[name]).dependencies[name],
    ]),
  )
}

/**
 * Removes the fields that only this workspace uses from a manifest: the source condition and development dependencies.
 * Of the dependencies of bundled programs, those in the bundle become optional: only their types are used.
 */
function createPublishedManifest(manifest, folder) {
  const { devDependencies: _, ...published } = manifest
  if (isBundled(folder)) {
    published.dependencies = findRuntimeDependencies()
    published.peerDependencies = Object.fromEntries(
      Object.entries(manifest.dependencies).filter(([name]) => !runtimePackages.includes(name)),
    )
    published.peerDependenciesMeta = Object.fromEntries(
      Object.keys(published.peerDependencies).map((name) => [name, { optional: true }]),
    )
  }
  const exports = Object.entries(manifest.exports ?? {}).map(([path, target]) => {
    if (typeof target === 'string') return [path, target]
    const { 'aw-source': _, types, ...conditions } = target
    return [path, { ...(types ? { types } : {}), ...conditions }]
  })
  return { ...published, exports: Object.fromEntries(exports) }
}

/** Returns a script with the values that a built script exports, instead of the data and code that compute them. */
function precompute(script) {
  const program = `console.log(JSON.stringify({ ...(await import(${JSON.stringify(pathToFileURL(script))})) }))`
  return printModule(JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], options)))
}

/**
 * Copies the published files of packages. Packing them as well would take seconds for each package with WebAssembly.
 *
 * @param {string} target - The folder for the copies.
 * @param {string[]} [folders] - Folders of packages, relative to the repository; default: all published ones.
 * @returns {{ folder: string, manifest: object, stagedFolder: string, paths: string[] }[]}
 */
export const stage = (target, folders = listPublishedFolders()) =>
  folders.map((folder) => {
    const source = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const manifest = createPublishedManifest(source, folder)
    const stagedFolder = join(target, folder)
    const paths = [...listFiles(folder, source)].filter((path) => !isUnpublished(path) && !isOrphan(folder, path))
    for (const path of paths) {
      mkdirSync(dirname(join(stagedFolder, path)), { recursive: true })
      if (isPrecomputed(folder, path)) {
        writeFileSync(join(stagedFolder, path), precompute(join(root, folder, path)))
      } else if (/\.(?:js|d\.ts)$/.test(path)) {
        const text = readFileSync(join(root, folder, path), 'utf8')
        writeFileSync(join(stagedFolder, path), text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n'))
      } else copyFileSync(join(root, folder, path), join(stagedFolder, path))
    }
    writeFileSync(join(stagedFolder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    return { folder, manifest, stagedFolder, paths: [...paths, 'package.json'] }
  })

/**
 * Packs packages.
 *
 * @param {string} target - The folder for the tarballs.
 * @param {string[]} [folders] - Folders of packages, relative to the repository; default: all published ones.
 * @returns {{ folder: string, manifest: object, tarball: string, files: { path: string, size: number }[], size: number }[]}
 */
export function pack(target, folders = listPublishedFolders()) {
  const staging = mkdtempSync(join(tmpdir(), 'aw-pack-'))
  try {
    const staged = stage(staging, folders)
    const stagedFolders = staged.map(({ stagedFolder }) => stagedFolder)
    const packed = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', target, ...stagedFolders], {
        ...options,
        cwd: staging,
      }),
    )
    return staged.map(({ folder, manifest }, index) => {
      const { filename, files, size } = packed[index]
      return { folder, manifest, tarball: join(target, filename), files, size }
    })
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [target, ...folders] = process.argv.slice(2)
  if (target === undefined) throw new Error('Usage: node .ci/pack.mjs FOLDER [PACKAGE …]')
  mkdirSync(target, { recursive: true })
  for (const { tarball, files, size } of pack(resolve(target), folders.length > 0 ? folders : undefined))
    console.log(`${tarball}: ${files.length} files, ${(size / 1e6).toFixed(2)} MB`)
}
