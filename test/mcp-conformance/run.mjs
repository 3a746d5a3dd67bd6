import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { build } from 'vite'

/**
 * Runs the conformance suite of the Model Context Protocol, `--suite all`, under Node 24: against the endpoint
 * `/api/v1/mcp`, to which `server.ts` adds the tools, resources and prompts of the suite, and with the MCP client of the
 * server in `client.ts`. Exits with 1 if the number of passed and failed checks of a scenario differs from
 * `expected.json`, which has a reason for each scenario that fails; `--write` writes the numbers. Installs the suite
 * and Node 24 from npm into a temporary folder.
 */
const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const suite = '@modelcontextprotocol/conformance'
const packages = [`${suite}@0.2.0-alpha.12`, `node-${process.platform}-${process.arch}@24.21.0`]
const expectedPath = join(import.meta.dirname, 'expected.json')
const folder = await mkdtemp(join(tmpdir(), 'aw-conformance-'))
const buffer = { maxBuffer: 1 << 26 }

/** Returns a free port. */
async function findPort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

/** Starts a server, and resolves when its API responds. */
async function startServer(port) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const server = spawn(
    process.execPath,
    [tsx, '--conditions=aw-source', join(import.meta.dirname, 'server.ts'), folder],
    {
      env: { ...process.env, PORT: String(port) },
      stdio: 'inherit',
    },
  )
  for (;;) {
    const response = await fetch(`http://localhost:${port}/health/ready`).catch(() => undefined)
    if (response?.ok) return server
    if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}.`)
    await delay(200)
  }
}

/** Runs all scenarios, and returns the number of passed and failed checks of each. */
async function runSuite(role, options) {
  const output = join(folder, role)
  const program = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  const script = join(folder, `node_modules/${suite}/dist/index.js`)
  const common = ['--suite', 'all', '--timeout', '60000', '-o', output]
  // It exits with 1, because scenarios fail.
  await run(program, [script, role, ...common, ...options], { cwd: folder, ...buffer }).catch((cause) => {
    if (cause.code !== 1) throw cause
  })
  const results = {}
  for (const path of (await readdir(output, { recursive: true })).sort()) {
    const [, name] = /^(?:server-)?(.+)-\d{4}-\d\d-\d\dT[\d-]+Z\/checks\.json$/.exec(path) ?? []
    if (name === undefined) continue
    const checks = JSON.parse(await readFile(join(output, path), 'utf8'))
    const count = (status) => checks.filter((check) => check.status === status).length
    results[name] = { passed: count('SUCCESS'), failed: count('FAILURE') }
  }
  return results
}

const total = (results, name) => Object.values(results).reduce((sum, result) => sum + result[name], 0)

try {
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict=false']
  await run('npm', ['install', ...flags, ...packages], { cwd: folder, ...buffer })
  // All scenarios start at the same time; a bundle starts many times as fast as the sources.
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, resolve: { conditions: ['aw-source', 'node', 'import', 'default'] } },
    build: {
      ssr: join(import.meta.dirname, 'client.ts'),
      outDir: join(folder, 'client'),
      rolldownOptions: { output: { entryFileNames: 'client.mjs' } },
    },
  })
  const client = join(folder, 'client/client.mjs')
  const port = await findPort()
  const server = await startServer(port)
  const measured = {}
  try {
    measured.server = await runSuite('server', ['--url', `http://localhost:${port}/api/v1/mcp`])
  } finally {
    server.kill()
    await once(server, 'exit')
  }
  measured.client = await runSuite('client', ['--command', `${process.execPath} ${client}`])
  for (const [role, results] of Object.entries(measured))
    console.log(`${role}: ${total(results, 'passed')} checks passed, ${total(results, 'failed')} failed`)
  const expected = JSON.parse(await readFile(expectedPath, 'utf8'))
  if (process.argv.includes('--write')) {
    for (const [role, results] of Object.entries(measured)) {
      expected[role] = Object.fromEntries(
        Object.entries(results).map(([name, result]) => {
          const reason = result.failed > 0 ? expected[role][name]?.reason : undefined
          return [name, { ...result, ...(reason === undefined ? {} : { reason }) }]
        }),
      )
    }
    await writeFile(expectedPath, `${JSON.stringify(expected, undefined, 2)}\n`)
  }
  const fail = (message) => {
    console.error(message)
    process.exitCode = 1
  }
  const describe = (result) => (result ? `${result.passed} passed, ${result.failed} failed` : 'absent')
  for (const role of ['server', 'client']) {
    const names = new Set([...Object.keys(measured[role]), ...Object.keys(expected[role])])
    for (const name of [...names].sort()) {
      const [found, known] = [measured[role][name], expected[role][name]]
      if (describe(found) !== describe(known)) fail(`${role} ${name}: ${describe(found)}; expected ${describe(known)}`)
      if (found?.failed > 0 && known?.reason === undefined) fail(`${role} ${name}: it fails without a reason`)
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
