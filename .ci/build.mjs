import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules', '.bin', name)

/** Whether tests of the daily level use the build. They compress it faster; any other use compresses it again. */
const isForTests = ['quick', 'daily'].includes(process.env.AW_TEST_LEVEL)

/** Build steps with their sources, in order. A step runs if its sources or the tools have changed. */
const steps = [
  {
    name: 'packages',
    sources: ['packages', 'server', 'tsconfig.base.json', 'tsconfig.json'],
    outputs: ['packages/schema/dist/index.js', 'packages/cli/dist/main.js', 'server/dist/main.js'],
    // Every checker checks the shared types itself, so four checkers take twice as much processor time as one.
    command: [bin('tsc'), '-b', '--checkers', '1'],
  },
  {
    // Copies the guides: their code samples become the files of new projects.
    name: 'create',
    sources: ['docs/embedding', 'packages/create/copy-guides.mjs'],
    isSource: () => true,
    outputs: ['packages/create/dist/guides/react.md'],
    command: [process.execPath, 'packages/create/copy-guides.mjs'],
  },
  {
    name: 'embed',
    sources: ['packages', 'vite.config.ts'],
    outputs: ['packages/embed/dist/aw.js'],
    command: [bin('vite'), 'build', '--config', 'packages/embed/vite.embed.config.ts', '--logLevel', 'warn'],
  },
  {
    // Runs after each build of the embed package, which empties the folder.
    name: 'declarations',
    sources: ['packages', '.ci/api.mjs', '.ci/declarations.mjs'],
    outputs: ['packages/embed/dist/aw.d.ts'],
    command: [process.execPath, '--import', 'tsx', '.ci/declarations.mjs'],
  },
  {
    // Programs and threads that tests start. They are built again with the scripts that they consist of.
    name: 'programs',
    isOptional: true,
    sources: ['packages', 'server', 'tsconfig.base.json', 'tsconfig.json', '.ci/bundle-programs.mjs'],
    outputs: ['node_modules/.aw-programs/server/dist/main.js'],
    command: [process.execPath, '.ci/bundle-programs.mjs'],
  },
  {
    name: 'studio',
    sources: ['packages', 'examples/studio', 'examples/workflows', 'vite.config.ts'],
    outputs: ['examples/studio/dist/index.html'],
    command: [bin('vite'), 'build', '--logLevel', 'warn'],
    compresses: true,
  },
  {
    // API reference pages of the documentation site.
    name: 'reference',
    isOptional: true,
    sources: ['packages', '.ci/tools/reference.mjs', '.ci/tools/element-reference.mjs'],
    outputs: ['docs/reference/api/embed-elements.md'],
    command: [process.execPath, '.ci/tools/reference.mjs'],
  },
  {
    // The documentation site, built by `npm run docs` and by tests.
    name: 'docs',
    isOptional: true,
    sources: ['docs', 'packages', 'examples/docs/nodes', 'server/README.md', 'server/deploy/runbook.md'],
    isSource: (path) => !/\.test\.ts$|\.tsbuildinfo$/.test(path),
    outputs: ['docs/dist/index.html'],
    needs: ['packages', 'embed', 'declarations', 'reference'],
    command: [bin('vitepress'), 'build', 'docs'],
  },
  {
    // The Storybook within the documentation site, built by `npm run docs` after the site, whose build empties the
    // folder.
    name: 'catalog',
    isOptional: true,
    sources: ['packages', 'stories'],
    isSource: (path) => !/\.test\.ts$|\.spec\.ts$|\.md$|\.tsbuildinfo$/.test(path),
    outputs: ['docs/dist/catalog/index.html'],
    command: [
      bin('storybook'),
      'build',
      '--quiet',
      '--disable-telemetry',
      '--config-dir',
      'stories/.storybook',
      '--output-dir',
      'docs/dist/catalog',
    ],
  },
]

const ignored = new Set(['dist', 'node_modules', '.aw'])
const isCode = (path) => !/\.(test|stories)\.ts$|\.md$|\.tsbuildinfo$/.test(path)

function* listFiles(path, isSource) {
  if (!existsSync(path)) return
  if (statSync(path).isFile()) {
    if (isSource(path)) yield path
    return
  }
  for (const entry of readdirSync(path).sort()) if (!ignored.has(entry)) yield* listFiles(join(path, entry), isSource)
}

function fingerprint({ sources, command, isSource = isCode }) {
  const hash = createHash('sha256')
    .update(command.slice(1).join(' '))
    .update(readFileSync(join(root, 'package-lock.json')))
  for (const source of sources) {
    for (const file of listFiles(join(root, source), isSource))
      hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/**
 * Runs the steps whose sources have changed. Idempotent; prints nothing if there is nothing to do. `only` lists the
 * steps to run; by default, all except optional ones.
 */
export async function build(only) {
  const folder = join(root, 'node_modules', '.aw-built')
  mkdirSync(folder, { recursive: true })
  const selectedNames =
    only && new Set(steps.flatMap(({ name, needs = [] }) => (only.includes(name) ? [name, ...needs] : [])))
  for (const step of steps.filter(({ name, isOptional }) => (selectedNames ? selectedNames.has(name) : !isOptional))) {
    const stamp = join(folder, step.name)
    const key = fingerprint(step)
    const isBuilt = step.outputs.every((file) => existsSync(join(root, file)))
    const testKey = `${key} for tests`
    const usableKeys = isForTests ? [key, testKey] : [key]
    if (isBuilt && existsSync(stamp) && usableKeys.includes(readFileSync(stamp, 'utf8'))) continue
    console.error(`Building ${step.name} …`)
    const [command, ...args] = step.command
    const { status } = spawnSync(command, args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (status !== 0) {
      console.error(`Building ${step.name} failed (see above).`)
      process.exit(1)
    }
    writeFileSync(stamp, isForTests && step.compresses ? testKey : key)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { install } = await import('./install.mjs')
  await install()
  const names = process.argv.slice(2)
  await build(names.length > 0 ? names : undefined)
}
