import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/**
 * Prints the size of a checkout: lines by package, the folders with the most files, and the longest functions.
 *
 * Product code is TypeScript in `packages`, `server` and `examples/studio` that is not a test, test support, a story or a
 * fixture. Data files, such as translations and tables in JSON, are counted separately.
 *
 * `node .ci/measure.mjs [FOLDER]`
 */
const root = resolve(process.argv[2] ?? '.')
const files = execFileSync('git', ['ls-files', 'packages', 'server', 'examples/studio', 'test', 'stories'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
  .split('\n')
  .filter((path) => /\.(ts|mjs|json)$/.test(path) && !/\/fixtures\/|^packages\/create\/projects\//.test(path))

const findPackage = (path) =>
  path.startsWith('packages/') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]
const isTest = (path) =>
  /\.(test|stories|spec)\.ts$|\/test-[^/]+$|\/testing\//.test(path) || /^(?:test|stories)\//.test(path)
/** Manifests and configurations are neither product code nor data. */
const isConfiguration = (path) => /(^|\/)(package|tsconfig[^/]*|[^/]*\.config)\.json$/.test(path)

/** Returns the column of the table that counts a file. */
function findKind(path) {
  if (isTest(path)) return path.endsWith('.json') ? undefined : 'tests'
  if (path.endsWith('.json')) return isConfiguration(path) ? undefined : 'data'
  return path.endsWith('.ts') ? 'product' : undefined
}

const lines = new Map()
const folders = new Map()
const functions = []
for (const path of files) {
  const kind = findKind(path)
  if (!kind) continue
  const text = readFileSync(join(root, path), 'utf8')
  const count = text.split('\n').length - 1
  const sum = lines.get(findPackage(path)) ?? { product: 0, data: 0, tests: 0, files: 0 }
  sum[kind] += count
  sum.files++
  lines.set(findPackage(path), sum)
  folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1)
  if (kind === 'product') functions.push(...findLongFunctions(path, text))
}

function findLongFunctions(path, text) {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) return []
  const longFunctions = []
  const names = []
  const findLine = (offset) => text.slice(0, offset).split('\n').length
  const visit = (node) => {
    const length = findLine(node.end) - findLine(node.start) + 1
    if (length > 40)
      longFunctions.push({ path, line: findLine(node.start), length, name: node.id?.name ?? names.at(-1) ?? '' })
  }
  new Visitor({
    VariableDeclarator: (node) => void names.push(node.id.name ?? ''),
    MethodDefinition: (node) => void names.push(node.key.name ?? ''),
    FunctionDeclaration: visit,
    FunctionExpression: visit,
    ArrowFunctionExpression: visit,
  }).visit(program)
  return longFunctions
}

const printTable = (rows) => console.table(rows)
printTable(
  [...lines]
    .map(([name, sum]) => ({ package: name, ...sum }))
    .sort((left, right) => right.product - left.product)
    .concat(
      [...lines.values()].reduce(
        (total, sum) => ({
          package: 'all',
          product: total.product + sum.product,
          data: total.data + sum.data,
          tests: total.tests + sum.tests,
          files: total.files + sum.files,
        }),
        { product: 0, data: 0, tests: 0, files: 0 },
      ),
    ),
)
printTable(
  [...folders]
    .sort((left, right) => right[1] - left[1])
    .slice(0, 10)
    .map(([folder, count]) => ({ folder, files: count })),
)
printTable(functions.sort((left, right) => right.length - left.length).slice(0, 10))
