import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkTarball } from '../../.ci/check-package.mjs'
import { pack, listPublishedFolders, stage, type StagedPackage } from '../../.ci/pack.mjs'
import budgets from './size-budgets.json' with { type: 'json' }
import { createTestFolder } from '../../server/testing/test-resources.ts'

const root = resolve(import.meta.dirname, '../..')

type Target = string | { readonly [condition: string]: Target }
interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, Target>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

const manifests = new Map<string, Manifest>()
for (const folder of listPublishedFolders()) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
  manifests.set(folder, manifest)
}

const target = createTestFolder()
let staged: StagedPackage[]
beforeAll(() => {
  staged = stage(join(target, 'staged'))
})

describe('the packed packages', () => {
  it('have no problem that publint or attw reports', async () => {
    for (const [index, { tarball, manifest, files }] of pack(target).entries()) {
      expect(await checkTarball(tarball), manifest.name).toEqual([])
      // The other tests read the files that are packed.
      expect(files.map(({ path }) => path).sort(), manifest.name).toEqual([...staged[index]!.paths].sort())
    }
  })

  it('contain a license and a manual, and no tests, source maps or build information', () => {
    for (const { paths, manifest } of staged) {
      expect(paths, manifest.name).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
      // The files of created projects are not our sources.
      const own = paths.filter((path) => manifest.name !== '@aw-flow/create' || !path.startsWith('projects/'))
      const wrong = own.filter((path) => /\.map$|\.tsbuildinfo$|\.test\.|(?:^|\/)test-|(?<!\.d)\.ts$/.test(path))
      expect(wrong, manifest.name).toEqual([])
    }
  })

  it('do not export sources or name development dependencies', () => {
    for (const { manifest } of staged) {
      expect(JSON.stringify(manifest.exports), manifest.name).not.toContain('aw-source')
      expect(manifest.devDependencies, manifest.name).toBeUndefined()
    }
  })

  it('name their repository, home page and license', () => {
    for (const [folder, manifest] of manifests) {
      expect(manifest, folder).toMatchObject({
        license: 'MIT',
        homepage: `https://github.com/aw-flow/aw/tree/main/${folder}#readme`,
        bugs: { url: 'https://github.com/aw-flow/aw/issues' },
        repository: { type: 'git', url: 'git+https://github.com/aw-flow/aw.git', directory: folder },
        publishConfig: { access: 'public', provenance: true },
        engines: { node: '>=20.19' },
      })
      expect(manifest.sideEffects, folder).toBeDefined()
      expect(manifest.keywords, folder).toContain('workflow')
      expect(readFileSync(join(root, folder, 'LICENSE'), 'utf8'), folder).toBe(
        readFileSync(join(root, 'LICENSE'), 'utf8'),
      )
    }
  })

  it('accept compatible versions of their dependencies', () => {
    // Development versions of DuckDB's WebAssembly build change their files.
    const exact = new Set(['@duckdb/duckdb-wasm'])
    for (const { name, dependencies = {}, peerDependencies = {} } of manifests.values())
      for (const [dependency, range] of Object.entries({ ...dependencies, ...peerDependencies }))
        expect(`${name}: ${dependency} ${range}`).toMatch(exact.has(dependency) ? / \d/ : / \^\d/)
  })

  it('install one build of DuckDB: WebAssembly for browsers, native for servers', () => {
    const byName = new Map([...manifests.values()].map((manifest) => [manifest.name, manifest]))
    const installed = (name: string, known = new Set<string>()): Set<string> => {
      for (const dependency of Object.keys(byName.get(name)?.dependencies ?? {})) {
        if (!known.has(dependency)) installed(dependency, known.add(dependency))
      }
      return known
    }
    for (const name of ['@aw-flow/client', '@aw-flow/editor', '@aw-flow/embed'])
      expect(installed(name), name).not.toContain('@duckdb/node-api')
    for (const name of ['@aw-flow/server', '@aw-flow/cli']) {
      expect(installed(name), name).toContain('@duckdb/node-api')
      expect(installed(name), name).not.toContain('@duckdb/duckdb-wasm')
    }
    expect(installed('@aw-flow/client')).toContain('@duckdb/duckdb-wasm')
  })

  it('of the embed depend on exactly the packages that its build for bundlers imports', () => {
    const folder = join(root, 'packages/embed/dist/modules')
    const bare = new Set<string>()
    for (const path of staged.find((one) => one.folder === 'packages/embed')!.paths) {
      const [, name] = /^dist\/modules\/(.+\.js)$/.exec(path) ?? []
      if (name === undefined) continue
      for (const [, from] of readFileSync(join(folder, name), 'utf8').matchAll(staticImport)) {
        const [, imported] = /^((?:@[^/]+\/)?[\w-]+)/.exec(from!) ?? []
        if (imported !== undefined) bare.add(imported)
      }
    }
    expect([...bare].sort()).toEqual(Object.keys(manifests.get('packages/embed')!.dependencies ?? {}).sort())
  })

  it('load no more code per entry than their budgets', () => {
    const measured = Object.fromEntries(
      staged.flatMap(({ stagedFolder, manifest }) =>
        Object.entries((manifest as Manifest).exports).flatMap(([path, exported]) => {
          const file = scriptOf(exported)
          return file === undefined || path.includes('*')
            ? []
            : [[join(manifest.name, path), loadedBytes(join(stagedFolder, file))]]
        }),
      ),
    )
    expect(Object.keys(budgets).sort()).toEqual(Object.keys(measured).sort())
    const exceeded = Object.entries(measured).filter(
      ([entry, bytes]) => bytes / 1000 > budgets[entry as keyof typeof budgets],
    )
    expect(exceeded, 'entries above their budgets in size-budgets.json (kB, gzip)').toEqual([])
  })
})

/** Static imports and exports with a source, in formatted and minified scripts. */
const staticImport = /(?<=^|[\s;}])(?:import|export)\s*(?:[\w*$\s{},]+?from\s*)?["']([^"'\n]+)["']/gm

/** The script that browsers and other environments import. */
function scriptOf(exported: Target): string | undefined {
  if (typeof exported === 'string') return exported.endsWith('.js') ? exported : undefined
  return exported.default === undefined ? undefined : scriptOf(exported.default)
}

/** Compressed size of a script and all its static imports within the package, in bytes. */
function loadedBytes(entry: string): number {
  const paths = new Set([entry])
  let bytes = 0
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    bytes += gzipSync(text, { level: 9 }).length
    for (const [, from] of text.matchAll(staticImport))
      if (from!.startsWith('.')) paths.add(resolve(dirname(path), from!))
  }
  return bytes
}
