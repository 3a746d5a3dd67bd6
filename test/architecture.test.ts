import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * The import table: what each folder may import in addition to its own files. A folder in a package may be restricted
 * further than the package (`client/worker`); the longest matching path applies. `types:` allows type imports only.
 */
const table: Record<string, string[]> = {
  'packages/messages': ['messageformat'],
  'packages/schema': ['@aw-flow/messages', 'zod'],
  // Readers for exports of other tools, which pages load on demand.
  'packages/schema/foreign': ['@aw-flow/messages', 'zod'],
  'packages/schema/foreign/files': ['@aw-flow/messages', '@lezer/common', '@lezer/python', '@zip.js/zip.js', 'saxes'],
  'packages/schema/yaml': ['@aw-flow/messages', 'yaml'],
  'packages/engine': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    'zod',
    '@exodus/bytes',
    '@noble/hashes',
    'fastest-levenshtein',
  ],
  'packages/engine/schedules': ['@aw-flow/messages', 'croner'],
  'packages/engine/expressions': ['@aw-flow/messages', '@aw-flow/schema', 'jsonata', 're2js'],
  'packages/engine/outside': ['@aw-flow/messages', '@aw-flow/schema', 'ipaddr.js', 'tldts'],
  'packages/agents': ['@aw-flow/messages', '@aw-flow/schema', '@aw-flow/engine', 'chardet'],
  'packages/agents/memory': ['@aw-flow/schema', '@aw-flow/engine', 'zod'],
  // All of its requests go through the egress broker.
  'packages/agents/language-model': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    'openai',
    'eventsource-parser',
    'zod',
  ],
  'packages/nodes': ['@aw-flow/messages', '@aw-flow/schema', '@aw-flow/engine', '@aw-flow/agents', 'zod'],
  'packages/nodes/integration': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    '@aw-flow/agents',
    'zod',
    '@cfworker/json-schema',
  ],
  // Shared by server and command line, which may not import each other. Not part of the page.
  // QuickJS and its threads: untrusted code runs in a thread that can be terminated.
  'packages/sandbox': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    'quickjs-emscripten-core',
    '@jitl/quickjs-wasmfile-release-sync',
  ],
  'packages/sandbox/node': ['@aw-flow/messages', '@aw-flow/schema', '@aw-flow/engine', 'node:'],
  // The public API for node types of other packages.
  'packages/node-kit': ['@aw-flow/messages', '@aw-flow/schema', '@aw-flow/engine', '@aw-flow/data/node', 'zod'],
  'packages/outside': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    'undici',
    'pg',
    'nodemailer',
    'node:',
  ],
  'packages/data': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    '@uwdata/flechette',
    '@noble/hashes',
    '@zip.js/zip.js',
    'fflate',
    'fzstd',
    'parquet-wasm',
    'sql.js',
    '@e965/xlsx',
    'parse5',
    'saxes',
  ],
  'packages/data/browser': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    '@uwdata/flechette',
    '@duckdb/duckdb-wasm',
  ],
  'packages/data/node': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    '@uwdata/flechette',
    '@noble/hashes',
    '@duckdb/node-api',
    'node:',
  ],
  'packages/client': ['@aw-flow/messages', '@aw-flow/schema', 'types:@aw-flow/engine', 'zod'],
  'packages/client/storage': ['@aw-flow/messages', '@aw-flow/schema', 'types:@aw-flow/engine', 'zod', 'idb'],
  'packages/client/worker': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/engine',
    '@aw-flow/agents',
    '@aw-flow/nodes',
    '@aw-flow/data/browser',
    '@aw-flow/sandbox/browser',
    'comlink',
    'd3-dag',
    'zod',
    '@noble/hashes',
  ],
  'packages/canvas': ['@aw-flow/schema', 'litegraph.js'],
  'packages/editor': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/canvas',
    'types:@aw-flow/client',
    'lit',
    '@lit/context',
    '@lit/task',
    'lucide',
    '@uwdata/flechette',
  ],
  // `edit-code.ts` and its imports are loaded with the first code field.
  'packages/editor/forms': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    'types:@aw-flow/client',
    'lit',
    '@lit/task',
    '@codemirror/autocomplete',
    '@codemirror/commands',
    '@codemirror/lang-javascript',
    '@codemirror/lang-json',
    '@codemirror/lang-sql',
    '@codemirror/language',
    '@codemirror/state',
    '@codemirror/view',
    '@lezer/highlight',
  ],
  'packages/editor/views': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    // What a wheel and a pinch do, which is the same on the canvas, the map and the graph.
    '@aw-flow/canvas',
    'types:@aw-flow/client',
    'lit',
    '@lit/task',
    '@uwdata/flechette',
    '@observablehq/plot',
    '@cosmos.gl/graph',
    'd3-force',
    'd3-geo',
    'topojson-client',
    'us-atlas/states-10m.json',
    'world-atlas/countries-50m.json',
  ],
  'packages/editor/canvas': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/canvas',
    'types:@aw-flow/client',
    'lit',
    'lucide',
  ],
  // Run by the build: generates the manifest and the published declarations.
  'packages/embed/manifest': [
    '@custom-elements-manifest/analyzer',
    'node:',
    // Occurs only in generated text.
    '@lit/react',
    '@aw-flow/embed',
  ],
  'packages/embed': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/client',
    '@aw-flow/editor',
    '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm',
    'parquet-wasm/esm/parquet_wasm_bg.wasm',
    'sql.js/dist/sql-wasm-browser.wasm',
    'lit',
    'vite',
    'node:',
  ],
  'packages/create': ['@clack/prompts', 'node:'],
  'packages/cli': [
    '@aw-flow/messages',
    '@aw-flow/schema',
    // The client of the API, without the parts of a page.
    '@aw-flow/client',
    '@aw-flow/canvas/text-formats',
    '@aw-flow/schema/foreign',
    '@aw-flow/schema/yaml',
    '@aw-flow/engine',
    '@aw-flow/agents',
    '@aw-flow/nodes',
    '@aw-flow/data/node',
    '@aw-flow/outside',
    '@aw-flow/sandbox/node',
    '@aw-flow/server',
    'commander',
    'node:',
  ],
  server: [
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/schema/foreign',
    '@aw-flow/schema/yaml',
    '@aw-flow/engine',
    '@aw-flow/agents',
    '@aw-flow/nodes',
    '@aw-flow/data/node',
    '@aw-flow/outside',
    '@aw-flow/sandbox/node',
    'hono',
    '@hono/node-server',
    'ipaddr.js',
    '@hono/zod-openapi',
    '@electric-sql/pglite',
    // Loaded on demand: the client of MCP servers.
    '@modelcontextprotocol/client',
    '@modelcontextprotocol/server',
    '@fastify/busboy',
    '@node-rs/argon2',
    'dataloader',
    'jose',
    '@simplewebauthn/server',
    'openid-client',
    'kysely',
    'nodemailer',
    'p-limit',
    'pg',
    'pidusage',
    'prom-client',
    's3mini',
    'tar-stream',
    'web-push',
    'ws',
    'zod',
    'node:',
  ],
  // Run by the build: writes the service worker.
  'examples/studio/offline': ['vite', 'node:'],
  'examples/studio': [
    // Charts read their values as Arrow.
    '@uwdata/flechette',
    // Loaded with the first connection to an MCP server.
    '@modelcontextprotocol/client',
    '@aw-flow/messages',
    '@aw-flow/schema',
    '@aw-flow/client',
    '@aw-flow/editor',
    '@aw-flow/embed',
    'lit',
    'lucide',
  ],
}

interface Import {
  file: string
  name: string
  typeOnly: boolean
  /** Loaded on demand by `import()`. */
  later: boolean
}

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder)) {
    // Tests may use processes and sockets; they are not part of the product.
    if (entry === 'dist' || entry === 'node_modules' || entry === 'testing') continue
    const path = join(folder, entry)
    // Files of created projects.
    if (path === join(root, 'packages/create/projects')) continue
    if (statSync(path).isDirectory()) yield* sourceFiles(path)
    else if (entry.endsWith('.ts') && !/\.(test|stories|config)\.ts$|^test-/.test(entry)) yield path
  }
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(statement)].map((match) => ({
    file: relative(root, file).split(sep).join('/'),
    name: (match[2] ?? match[3])!.replace(/\?.*$/, ''),
    typeOnly: match[1] !== undefined,
    later: match[3] !== undefined,
  }))
}

const places = Object.keys(table).sort((a, b) => b.length - a.length)
const placeOf = (file: string): string | undefined => places.find((place) => file.startsWith(`${place}/`))
const covers = (allowed: string, name: string): boolean =>
  name === allowed || name.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`)

const files = ['packages', 'server', 'examples/studio'].flatMap((folder) => [...sourceFiles(join(root, folder))])
const imports = files.flatMap(importsOf)

describe('the import table', () => {
  it('covers every source file', () => {
    const uncovered = files.map((file) => relative(root, file).split(sep).join('/')).filter((file) => !placeOf(file))
    expect(uncovered.filter((file) => file.split('/').length > 2)).toEqual([])
    expect(imports.length).toBeGreaterThan(100)
  })

  it.each(places)('%s imports only what it may', (place) => {
    const wrong = imports
      .filter(({ file, name }) => placeOf(file) === place && !name.startsWith('.'))
      .filter(({ name, typeOnly }) => {
        const allowed = table[place]!
        return !allowed.some((entry) =>
          entry.startsWith('types:') ? typeOnly && covers(entry.slice(6), name) : covers(entry, name),
        )
      })
    expect(wrong.map(({ file, name }) => `${file} imports ${name}`)).toEqual([])
  })

  it('imports no other package by a relative path', () => {
    const packageOf = (file: string): string =>
      file
        .split('/')
        .slice(0, file.startsWith('server') ? 1 : 2)
        .join('/')
    const wrong = imports.filter(({ file, name }) => {
      if (!name.startsWith('.')) return false
      const target = relative(root, resolve(root, dirname(file), name))
        .split(sep)
        .join('/')
      return packageOf(target) !== packageOf(file) && !name.endsWith('.json')
    })
    expect(wrong.map(({ file, name }) => `${file} imports ${name}`)).toEqual([])
  })

  it('has no import cycles except of types', () => {
    const importedBy = new Map<string, string[]>()
    for (const { file, name, typeOnly, later } of imports) {
      if (typeOnly || later || !name.startsWith('.')) continue
      const target = relative(root, resolve(root, dirname(file), name))
        .split(sep)
        .join('/')
      importedBy.set(file, [...(importedBy.get(file) ?? []), target])
    }
    const circles: string[] = []
    const done = new Set<string>()
    const visit = (file: string, way: readonly string[]): void => {
      const at = way.indexOf(file)
      if (at >= 0) circles.push([...way.slice(at), file].join(' imports '))
      if (at >= 0 || done.has(file)) return
      for (const next of importedBy.get(file) ?? []) visit(next, [...way, file])
      done.add(file)
    }
    for (const file of importedBy.keys()) visit(file, [])
    expect(circles).toEqual([])
    expect(importedBy.size).toBeGreaterThan(500)
  })

  it('requires extensions in relative imports, so that source runs untransformed', () => {
    const wrong = imports.filter(({ name }) => name.startsWith('.') && !/\.(ts|js|mjs|json|css|csv)$/.test(name))
    expect(wrong.map(({ file, name }) => `${file} imports ${name}`)).toEqual([])
  })
})

describe('the routes, stores and pages of a domain', () => {
  const sources = files.map((file) => relative(root, file).split(sep).join('/'))
  const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1, -'.ts'.length)
  const isDirectlyIn = (folder: string, file: string): boolean => dirname(file) === folder

  it.each([
    // The server itself: its manual, state and settings.
    ['server/routes', /^(?:docs|health|metrics|configuration)$/],
    // What the stores of several domains share. The folders contain the database, and the stores of runs and data.
    ['server/store', /^(?:open-store|workspace-state|idempotency|purge(?:-hourly|-policy)?)$/],
    // The pages of no domain, and the loading of all.
    ['examples/studio/pages', /^(?:home|help|tour|not-found)-page$|^(?:page-loaders|render-page)$|\.styles$/],
  ])('are in its folder, not in %s', (folder, shared) => {
    const found = sources.filter((file) => isDirectlyIn(folder, file)).map(nameOf)
    expect(found.filter((name) => !shared.test(name))).toEqual([])
  })

  it('have no new folder in server/store', () => {
    const folders = readdirSync(join(root, 'server/store'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    const domains = ['datasets', 'runs', 'workflows']
    const shared = ['concurrency', 'database', 'folder', 'migrations']
    expect(folders.map(({ name }) => name).sort()).toEqual([...domains, ...shared].sort())
  })

  it('are named for what they are', () => {
    const routes = sources.filter(
      (file) =>
        file.startsWith('server/') &&
        /= (?:dependencies\.)?create(?:Workspace|Account)?Routes\(/.test(readFileSync(join(root, file), 'utf8')),
    )
    // An endpoint of another protocol.
    const others = routes.filter((file) => !file.startsWith('server/routes/') && !file.endsWith('-routes.ts'))
    expect(others).toEqual(['server/mcp/mcp-endpoint.ts'])
    const pages = imports
      .filter(({ file, later }) => later && file === 'examples/studio/pages/page-loaders.ts')
      .map(({ name }) => name)
    expect(pages.filter((path) => !path.endsWith('-page.ts'))).toEqual([])
    expect(pages.length).toBeGreaterThan(20)
  })
})

/** Direct uses of the network, allowed in the brokers and in modules that load the product's own files only. */
const doors =
  /(?<![.\w])(?:fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon)\s*\(|\bglobalThis\.fetch\b/
const brokers = [
  // The port and its brokers.
  'packages/engine/outside/egress.ts',
  'packages/outside/egress/create-egress.ts',
  'packages/client/worker/outside/page-egress.ts',
  // Only our own files, from our own origin.
  'packages/client/engine/precompile.ts',
  'packages/data/browser/fetch-wasm.ts',
  'packages/data/browser/instantiate-duckdb.ts',
  'packages/embed/read-source.ts',
  'packages/client/data/export-page.ts',
  'packages/embed/page-file/start.js',
  // The server that the host configures.
  'packages/client/server/server-api.ts',
  // The server that a person names on the command line.
  'packages/cli/import/workflow-server.ts',
  // Traces of the server, sent to the operator's collector.
  'server/operation/tracing.ts',
  // Internal errors, sent to the project whose DSN the operator sets.
  'server/operation/error-tracking.ts',
]

describe('[35] the network', () => {
  const code = (path: string): string =>
    readFileSync(path, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*\/\/.*$/gm, '')
      .replace(/(['"`])(?:\\.|(?!\1)[^\\])*\1/g, '""')

  it('is used by the brokers only', () => {
    const pure = files.filter((file) =>
      /packages\/(schema|engine|agents|nodes|data|client|outside|cli|sandbox|embed|editor)\/|server\//.test(
        relative(root, file).split(sep).join('/'),
      ),
    )
    const found = pure.filter((file) => doors.test(code(file))).map((file) => relative(root, file).split(sep).join('/'))
    expect(found.filter((file) => !brokers.includes(file))).toEqual([])
    expect(pure.length).toBeGreaterThan(200)
  })

  it('is opened through Node’s modules only by the broker of server and command line', () => {
    const opened = imports
      .filter(
        ({ name, typeOnly }) =>
          !typeOnly && /^(?:node:)?(?:net|tls|dgram|http|https|http2|dns(?:\/promises)?)$/.test(name),
      )
      .map(({ file }) => file)
    // The server listens; it opens no connection.
    const listeners = ['server/start-server.ts']
    expect(opened.filter((file) => !file.startsWith('packages/outside/egress/'))).toEqual(listeners)
  })
})

describe('[21, 29] code', () => {
  it('is neither evaluated from text nor installed at run time', () => {
    const made = files.filter((file) =>
      /\beval\s*\(|\bnew Function\b|(?<![.\w])Function\s*\(|set(?:Timeout|Interval)\s*\(\s*['"`]/.test(
        readFileSync(file, 'utf8')
          .replace(/\/\*[\s\S]*?\*\//g, '')
          .replace(/^\s*\/\/.*$/gm, ''),
      ),
    )
    expect(made.map((file) => relative(root, file))).toEqual([])
    const spawns = imports
      .filter(({ name }) => /^(?:node:)?(?:child_process|vm|cluster)$/.test(name))
      .map(({ file }) => file)
    // They start our own scripts only: one executes the runs of commands, one ends a command that uses too much memory,
    // one removes temporary folders of a killed process, and DuckDB has processes that can be terminated without the
    // server. One gets the garbage collector of V8, which frees results of DuckDB.
    expect(spawns.map((file) => relative(root, file)).sort()).toEqual([
      'packages/cli/supervise-command.ts',
      'packages/cli/watch-memory.ts',
      'packages/data/node/free-results.ts',
      'packages/data/node/temporary-folder.ts',
      'server/processes/fork-child.ts',
    ])
  })
})

describe('folders', () => {
  it('hold at most 40 files each', () => {
    const counts = new Map<string, number>()
    const count = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.name === 'dist' || entry.name === 'node_modules') continue
        if (entry.isDirectory()) count(join(folder, entry.name))
        else counts.set(folder, (counts.get(folder) ?? 0) + 1)
      }
    }
    for (const folder of ['packages', 'server', 'examples', 'stories']) count(join(root, folder))
    expect(
      [...counts].filter(([, size]) => size > 40).map(([folder, size]) => `${relative(root, folder)}: ${size}`),
    ).toEqual([])
  })
})
