import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { listPublishedFolders } from '../../.ci/pack.mjs'
import { createTestFolder } from '../../server/testing/test-resources.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly exports?: unknown
}
const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
const { version: current } = manifestIn(root)

const folder = createTestFolder()

/** Sources with the version. */
const sources = ['packages/cli/product-version.ts', 'server/product-version.ts']

describe('a new version', () => {
  it('starts from one that all packages and sources have', () => {
    for (const path of listPublishedFolders())
      expect([path, manifestIn(join(root, path)).version]).toEqual([path, current])
    for (const path of sources) expect(readFileSync(join(root, path), 'utf8')).toContain(`'${current}'`)
  })

  it('is the same for all packages, and takes the texts of changesets', async () => {
    const workspace = join(folder, 'workspace')
    const samples = ['examples/12-node-package/package.json', 'packages/embed/README.md']
    const copied = ['package.json', 'package-lock.json', '.npmrc', 'CHANGELOG.md', '.changeset', ...sources, ...samples]
    const manifests = [...listPublishedFolders(), 'examples/studio'].map((path) => `${path}/package.json`)
    for (const path of [...copied, ...manifests]) cpSync(join(root, path), join(workspace, path), { recursive: true })
    const changeset = "---\n'@aw-flow/schema': minor\n---\n\n- Edges can have labels.\n"
    writeFileSync(join(workspace, '.changeset/labels-of-edges.md'), changeset)

    const { stdout } = await run(process.execPath, [join(root, '.ci/release/version.mjs'), workspace], {
      env: { ...process.env, npm_config_offline: 'true' },
    })

    const [major, minor] = current.split('.').map(Number)
    const next = `${major}.${minor! + 1}.0`
    expect(stdout).toContain(`Version ${next}: `)
    for (const path of ['package.json', ...manifests]) {
      const { name, version, dependencies = {} } = manifestIn(join(workspace, path, '..'))
      expect([name, version]).toEqual([name, next])
      for (const [dependency, range] of Object.entries(dependencies))
        if (dependency.startsWith('@aw-flow/'))
          expect([name, dependency, range.replace('^', '')]).toEqual([name, dependency, next])
    }
    for (const path of sources) expect(readFileSync(join(workspace, path), 'utf8')).toContain(`'${next}'`)
    const changelog = readFileSync(join(workspace, 'CHANGELOG.md'), 'utf8')
    expect(changelog).toContain(`\n## [${next}] - `)
    expect(changelog).toContain('- Edges can have labels.')
    const lock = JSON.parse(readFileSync(join(workspace, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string; resolved?: string }>
    }
    expect(lock.packages['packages/schema']!.version).toBe(next)
    const resolved = Object.values(lock.packages).map((locked) => locked.resolved ?? '')
    expect(resolved.filter((address) => address.includes('://'))).toEqual([])
  })
})

/** A package as an npm client sends it to the registry. */
interface Upload {
  readonly name: string
  readonly 'dist-tags': Readonly<Record<string, string>>
  readonly versions: Readonly<Record<string, Manifest>>
}

const order = ['packages/messages', 'packages/schema', 'packages/engine']

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}

/** Packages that are published, dependents first. Each takes seconds. */
const folders = listPublishedFolders().toSorted((left, right) => order.indexOf(right) - order.indexOf(left))

describe('publishing', () => {
  it('sends every package after its dependencies, and skips those that the registry has', async () => {
    const uploads = new Map<string, Upload>()
    const registry = createServer(async (request, response) => {
      const name = decodeURIComponent(request.url!.slice(1).split('?')[0]!)
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      }
      if (request.method === 'PUT') {
        uploads.set(name, JSON.parse(await bodyOf(request)) as Upload)
        answer(201, { ok: true })
      } else if (uploads.has(name)) answer(200, uploads.get(name))
      else answer(404, { error: 'not_found' })
    })
    await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done))
    const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`
    const npmrc = join(folder, 'npmrc')
    writeFileSync(npmrc, `registry=http://${host}/\n//${host}/:_authToken=test\n`)
    const env = {
      ...process.env,
      npm_config_registry: `http://${host}/`,
      npm_config_userconfig: npmrc,
      npm_config_fetch_retries: '0',
    }
    const publish = (): Promise<{ stdout: string }> =>
      run(process.execPath, [join(root, '.ci/release/publish.mjs'), '--provenance=false', ...folders], {
        env,
        cwd: folder,
      })
    try {
      const { stdout } = await publish()
      const names = folders.map((path) => manifestIn(join(root, path)).name)
      expect([...uploads.keys()].sort()).toEqual(names.sort())
      expect(stdout.match(/ published$/gm)).toHaveLength(names.length)

      const published = [...uploads.keys()]
      for (const [index, name] of published.entries()) {
        const { versions, 'dist-tags': tags } = uploads.get(name)!
        expect([name, tags]).toEqual([name, { latest: current }])
        const { dependencies = {}, exports } = versions[current]!
        expect(JSON.stringify(exports ?? ''), name).not.toContain('aw-source')
        for (const dependency of Object.keys(dependencies).filter((one) => one.startsWith('@aw-flow/')))
          expect(published.indexOf(dependency), `${name} after ${dependency}`).toBeLessThan(index)
      }

      uploads.delete(published.at(-1)!)
      const repeated = await publish()
      expect(repeated.stdout.match(/ is already published$/gm)).toHaveLength(names.length - 1)
      expect(repeated.stdout).toContain(`${published.at(-1)}@${current} published`)
    } finally {
      registry.closeAllConnections()
      registry.close()
    }
  })
})
