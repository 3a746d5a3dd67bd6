import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** The files that each source file of the repository imports and reads. Paths are relative to the root, with `/`. */
export interface ImportGraph {
  /** All source files. */
  readonly files: readonly string[]
  /**
   * Files and packages that `file` loads at run time, directly or indirectly: the file itself, source files, `node:`
   * modules and names of npm packages.
   */
  reach(file: string): ReadonlySet<string>
  /**
   * Number of imports between `file` and the nearest of `changed`; 0 if the file itself changed, `undefined` if none of
   * them can affect it. Files and folders in string literals count as imported.
   */
  distance(file: string, changed: ReadonlySet<string>): number | undefined
}

interface Edges {
  /** Files and packages that are loaded. */
  loads: string[]
  /** Files and folders in string literals, which can be read. */
  names: string[]
}

const { dirname, join, normalize } = posix
const ignoredFolders = new Set(['node_modules', 'dist', '.git', '.aw', 'storybook-static', 'test-results'])
const isSource = (path: string): boolean => /\.(?:ts|mts|js|mjs)$/.test(path) && !path.endsWith('.d.ts')

/** Reads the import graph of the repository at `root`. Takes about a second for 2,500 files. */
export function readImportGraph(root: string): ImportGraph {
  const paths = new Set(listPaths(root))
  const files = [...paths].filter(isSource)
  const packages = readWorkspacePackages(root, paths)
  const edges = new Map(
    files.map((file) => [file, readEdges(file, readFileSync(join(root, file), 'utf8'), { paths, packages })]),
  )
  return {
    files,
    reach(file) {
      const reached = new Set([file])
      // A set also iterates over items that are added during the iteration.
      for (const item of reached) for (const next of edges.get(item)?.loads ?? []) reached.add(next)
      return reached
    },
    distance(file, changed) {
      const isChanged = (path: string): boolean =>
        changed.has(path) || (path.endsWith('/') && [...changed].some((item) => item.startsWith(path)))
      const visited = new Set([file])
      for (let level = [file], steps = 0; level.length > 0; steps++) {
        if (level.some(isChanged)) return steps
        const next = level.flatMap((item) => {
          const { loads, names } = edges.get(item) ?? { loads: [], names: [] }
          return [...loads, ...names]
        })
        level = [...new Set(next)].filter((item) => !visited.has(item))
        for (const item of level) visited.add(item)
      }
      return undefined
    },
  }
}

/** Lists all files and folders below `root`. Folders end with `/`. */
function listPaths(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name
    if (!entry.isDirectory()) return [path]
    return ignoredFolders.has(entry.name) ? [] : [`${path}/`, ...listPaths(root, `${path}/`)]
  })
}

const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm
const typeImports = /^(?:import|export) type [^'"]*?from\s*['"][^'"]*['"]/gm
const imports = /(?:^import\s*|\bfrom\s*|\bimport\s*\(\s*|\bresolve\s*\(\s*)['"]([^'"\n]+)['"]/gm
const literals = /['"`]([\w@./ -]+)/g

interface KnownFiles {
  paths: ReadonlySet<string>
  /** Source files by the names under which workspace packages export them. */
  packages: ReadonlyMap<string, string>
}

function readEdges(file: string, source: string, { paths, packages }: KnownFiles): Edges {
  const text = source.replace(comments, '').replace(typeImports, '')
  const loads = new Set<string>()
  const names = new Set<string>()
  const findExisting = (path: string): string | undefined =>
    [path, `${path.replace(/\/$/, '')}/`].find((item) => paths.has(item))
  for (const [, name = ''] of text.matchAll(imports)) if (!name.startsWith('.')) loads.add(packages.get(name) ?? name)
  for (const [, literal = ''] of text.matchAll(literals)) {
    const path = literal.trim()
    // `..` and `../..` are the start of a path that is joined elsewhere, not folders that are read.
    if (!/\w/.test(path)) continue
    const sibling = findExisting(join(dirname(file), path))
    if (sibling) (sibling.endsWith('/') ? names : loads).add(sibling)
    const fromRoot = path.includes('/') && findExisting(normalize(path))
    if (fromRoot) names.add(fromRoot)
  }
  return { loads: [...loads], names: [...names] }
}

function readWorkspacePackages(root: string, paths: ReadonlySet<string>): Map<string, string> {
  const byName = new Map<string, string>()
  for (const path of paths) {
    if (!path.endsWith('/package.json')) continue
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      name: string
      exports?: Record<string, string | Record<string, string>>
    }
    for (const [entry, target] of Object.entries(exports)) {
      const source = typeof target === 'string' ? target : target['aw-source']
      if (source) byName.set(join(name, entry), join(dirname(path), source))
    }
  }
  return byName
}
