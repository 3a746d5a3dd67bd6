import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules', '.bin', name)

/** Digests of the sources that were built last, by step. */
const stamps = join(root, 'node_modules', '.aw-built')

/** Whether tests of the quick or daily level use the build. They compress it faster. */
const isForTests = ['quick', 'daily'].includes(process.env.AW_TEST_LEVEL)

/** Sources of the programs: the server and the command line, with the packages that they use. */
const programSources = [
  ...['agents', 'data', 'engine', 'messages', 'nodes', 'outside', 'sandbox', 'schema'].map(
    (name) => `packages/${name}`,
  ),
  'server',
  '.ci/bundle-programs.mjs',
  '.ci/precompute.mjs',
]

/**
 * Build steps with their sources, in order. A step runs if its sources or the tools have changed, after the steps in
 * `after`. `seconds` is the usual duration, for the time left.
 */
const steps = [
  {
    // Literal types of the English texts, which are not committed.
    name: 'message-types',
    seconds: 1,
    sources: ['packages/messages/english', '.ci/message-types.mjs'],
    outputs: ['packages/messages/english-texts.ts'],
    command: [process.execPath, '.ci/message-types.mjs'],
  },
  {
    // Types of the server's routes for the client, which are not committed.
    name: 'api-types',
    seconds: 5,
    needs: ['message-types'],
    sources: ['server', 'packages/schema', 'packages/engine', 'packages/messages'],
    outputs: ['packages/client/server/api-types.ts'],
    command: [process.execPath, '--conditions=aw-source', '--import', 'tsx', 'server/docs/write-client-types.ts'],
  },
  {
    // Packages that others import, and all type declarations.
    name: 'packages',
    seconds: 60,
    needs: ['message-types', 'api-types'],
    after: ['message-types', 'api-types'],
    sources: ['packages', 'server', 'tsconfig.base.json', 'tsconfig.json'],
    outputs: ['packages/schema/dist/index.js', 'packages/cli/dist/main.d.ts', 'server/dist/main.d.ts'],
    // Every checker checks the shared types itself, so four checkers take twice as much processor time as one.
    command: [bin('tsc'), '-b', '--checkers', '1'],
  },
  {
    name: 'server',
    seconds: 5,
    needs: ['api-viewers'],
    sources: programSources,
    outputs: ['server/dist/main.js', 'server/dist/processes/run-child.js'],
    command: [process.execPath, '.ci/bundle-programs.mjs', 'server'],
  },
  {
    name: 'cli',
    seconds: 5,
    sources: [...programSources, 'packages/client', 'packages/cli'],
    outputs: ['packages/cli/dist/main.js'],
    command: [process.execPath, '.ci/bundle-programs.mjs', 'packages/cli'],
  },
  {
    // Copies the guides: their code samples become the files of new projects.
    name: 'create',
    seconds: 1,
    sources: ['docs/embedding', 'packages/create/copy-guides.mjs'],
    isSource: () => true,
    outputs: ['packages/create/dist/guides/react.md'],
    command: [process.execPath, 'packages/create/copy-guides.mjs'],
  },
  {
    name: 'embed',
    seconds: 22,
    sources: ['packages', 'vite.config.ts', '.ci/precompute.mjs'],
    outputs: ['packages/embed/dist/aw.js'],
    command: [bin('vite'), 'build', '--config', 'packages/embed/vite.embed.config.ts', '--logLevel', 'warn'],
  },
  {
    // Runs after each build of the embed package, which empties the folder.
    name: 'declarations',
    seconds: 32,
    after: ['packages', 'embed'],
    sources: ['packages', '.ci/api.mjs', '.ci/declarations.mjs'],
    outputs: ['packages/embed/dist/aw.d.ts'],
    command: [process.execPath, '--import', 'tsx', '.ci/declarations.mjs'],
  },
  {
    name: 'studio',
    seconds: 15,
    // Contains the page from which HTML files are exported.
    after: ['embed'],
    sources: ['packages', 'examples/studio', 'examples/workflows', 'vite.config.ts', '.ci/precompute.mjs'],
    outputs: ['examples/studio/dist/index.html'],
    command: [bin('vite'), 'build', '--logLevel', 'warn'],
    compresses: true,
  },
  {
    // API reference pages of the documentation site.
    name: 'reference',
    seconds: 20,
    after: ['declarations'],
    isOptional: true,
    sources: ['packages', '.ci/tools/reference.mjs', '.ci/tools/element-reference.mjs'],
    outputs: ['docs/reference/api/embed-elements.md'],
    command: [process.execPath, '.ci/tools/reference.mjs'],
  },
  {
    // Swagger UI and Redoc, which the server shows.
    name: 'api-viewers',
    seconds: 1,
    sources: ['.ci/copy-api-viewers.mjs'],
    outputs: ['server/docs/dist/redoc.standalone.js'],
    command: [process.execPath, '.ci/copy-api-viewers.mjs'],
  },
  {
    // The documentation site, built by `npm run docs` and by tests.
    name: 'docs',
    seconds: 60,
    after: ['reference'],
    isOptional: true,
    sources: ['docs', 'packages', 'examples/docs/nodes', 'server/README.md', 'server/deploy/runbook.md'],
    isSource: (path) => !/\.test\.ts$|\.tsbuildinfo$/.test(path),
    outputs: ['docs/dist/index.html'],
    needs: ['message-types', 'api-types', 'packages', 'embed', 'declarations', 'reference', 'api-viewers'],
    command: [bin('vitepress'), 'build', 'docs'],
  },
  {
    // The Storybook within the documentation site, built by `npm run docs` after the site, whose build empties the
    // folder.
    name: 'catalog',
    seconds: 60,
    after: ['docs'],
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
/** Generated files next to sources. They follow from sources, and appear after the stale steps have been listed. */
const generated = new Set(steps.flatMap(({ outputs }) => outputs.map((file) => join(root, file))))
const isCode = (path) => !/\.(test|stories)\.ts$|\.md$|\.tsbuildinfo$/.test(path)

function* listFiles(path, isSource) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return
  if (stats.isFile()) {
    if (isSource(path) && !generated.has(path)) yield { path, stats }
    return
  }
  for (const entry of readdirSync(path).sort()) if (!ignored.has(entry)) yield* listFiles(join(path, entry), isSource)
}

/**
 * Returns digests of a step's sources: of their sizes and times, which is fast, and of their content, for files that
 * have new times, such as those of another branch and back.
 */
function readFingerprint({ sources, command, isSource = isCode }) {
  const files = ['package-lock.json', ...sources].flatMap((source) => [
    ...listFiles(join(root, source), source === 'package-lock.json' ? () => true : isSource),
  ])
  const digest = (describe) => {
    const hash = createHash('sha256').update(command.slice(1).join(' ').replaceAll(root, ''))
    for (const file of files) hash.update(file.path.slice(root.length)).update(describe(file))
    return hash.digest('hex')
  }
  return {
    times: digest(({ stats: { size, mtimeMs } }) => `${size} ${mtimeMs}`),
    readContent: () => digest(({ path }) => readFileSync(path)),
  }
}

/**
 * Lists the steps whose sources have changed. A quick build, which compresses less, is good enough for `npm start` and
 * for tests.
 */
function listStaleSteps(only, isQuick) {
  const selectedNames =
    only && new Set(steps.flatMap(({ name, needs = [] }) => (only.includes(name) ? [name, ...needs] : [])))
  return steps
    .filter(({ name, isOptional }) => (selectedNames ? selectedNames.has(name) : !isOptional))
    .flatMap((step) => {
      const stamp = join(stamps, step.name)
      const quality = isQuick && step.compresses ? 'quick' : 'full'
      const { times, readContent } = readFingerprint(step)
      const isBuilt = step.outputs.every((file) => existsSync(join(root, file)))
      const [content, oldTimes, oldQuality] =
        isBuilt && existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : []
      const isGoodEnough = oldQuality === 'full' || oldQuality === quality
      if (isGoodEnough && oldTimes === times) return []
      const writeStamp = (newQuality) => writeFileSync(stamp, [readContent(), times, newQuality].join('\n'))
      if (isGoodEnough && content === readContent()) {
        writeStamp(oldQuality)
        return []
      }
      return [{ ...step, onBuilt: () => writeStamp(quality) }]
    })
}

/**
 * Runs the steps whose sources have changed. Idempotent; prints nothing if there is nothing to do. Steps that do not
 * depend on each other run at the same time.
 *
 * @param {string[]} [only] - Names of the steps to run; default: all except optional ones.
 * @param {{ isQuick?: boolean }} [options]
 */
export async function build(only, { isQuick = isForTests } = {}) {
  mkdirSync(stamps, { recursive: true })
  const pending = listStaleSteps(only, isQuick)
  const progress = createProgress(pending.map(({ name, seconds }) => [`Building ${name}`, seconds]))
  const running = new Map()
  const limit = Math.min(2, availableParallelism())
  while (pending.length > 0 || running.size > 0) {
    const unfinished = new Set([...pending.map(({ name }) => name), ...running.keys()])
    const next = pending.findIndex(({ after = [] }) => !after.some((name) => unfinished.has(name)))
    if (next >= 0 && running.size < limit) {
      const [step] = pending.splice(next, 1)
      running.set(step.name, runStep(step, isQuick, progress))
      continue
    }
    running.delete(await Promise.race(running.values()))
  }
  progress.end()
}

async function runStep({ name, command: [command, ...args], onBuilt }, isQuick, progress) {
  const task = progress.start(`Building ${name}`)
  const env = { ...process.env, ...(isQuick ? { AW_QUICK_BUILD: '1' } : {}) }
  const code = await runCommand(command, args, { cwd: root, env, onOutput: progress.print })
  if (code !== 0) {
    progress.end()
    console.error(`Building ${name} failed (see above).`)
    process.exit(1)
  }
  task.finish()
  onBuilt()
  return name
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { install } = await import('./install.mjs')
  await install()
  const names = process.argv.slice(2)
  await build(names.length > 0 ? names : undefined)
}
