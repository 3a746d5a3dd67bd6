import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** @typedef {{ product: number, data: number, tests: number, bench: number, files: number }} Lines */

const findPackage = (path) =>
  path.startsWith('packages/') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]
const isBench = (path) => /^test\/(?:bench|labels)\//.test(path)
const isTest = (path) =>
  /\.(test|stories|spec)\.ts$|\/test-[^/]+$|\/testing\//.test(path) || /^(?:test|stories)\//.test(path)
/** Manifests and configurations are neither product code nor data. */
const isConfiguration = (path) => /(^|\/)(package|tsconfig[^/]*|[^/]*\.config)\.json$/.test(path)

/** Returns the kind of lines that a file contains. */
function findKind(path) {
  if (path.endsWith('.json')) return isTest(path) || isConfiguration(path) ? undefined : 'data'
  if (isBench(path)) return 'bench'
  if (isTest(path)) return 'tests'
  return path.endsWith('.ts') ? 'product' : undefined
}

/**
 * Measures a checkout: lines by package, files by folder, the functions with more than 40 lines, and the circles of
 * imports, also of types.
 *
 * Product code is TypeScript in `packages`, `server` and `examples/studio` that is not a test, test support, a story or a
 * fixture. Data files, such as translations and tables in JSON, and benchmarks with their labels are counted separately.
 *
 * @param {string} root
 */
export function measureCheckout(root) {
  const files = execFileSync('git', ['ls-files', 'packages', 'server', 'examples/studio', 'test', 'stories'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .split('\n')
    .filter((path) => /\.(ts|mjs|json)$/.test(path) && !/\/fixtures\/|^packages\/create\/projects\//.test(path))
  /** @type {Map<string, Lines>} */
  const lines = new Map()
  /** @type {Map<string, number>} */
  const folders = new Map()
  const functions = []
  /** @type {Map<string, string[]>} */
  const imports = new Map()
  for (const path of files) {
    const kind = findKind(path)
    if (!kind) continue
    const text = readFileSync(join(root, path), 'utf8')
    const sum = lines.get(findPackage(path)) ?? { product: 0, data: 0, tests: 0, bench: 0, files: 0 }
    sum[kind] += text.split('\n').length - 1
    sum.files++
    lines.set(findPackage(path), sum)
    folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1)
    if (kind !== 'product') continue
    const parsed = parseSync(path, text)
    const { module } = parsed
    // Reading the program takes most of the time.
    if (text.split('\n').length > 40) functions.push(...findLongFunctions(parsed.program, path, text))
    const targets = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)].flatMap(
      ({ moduleRequest }) => moduleRequest?.value ?? [],
    )
    imports.set(
      path,
      targets.flatMap((target) => (target.startsWith('.') ? posix.join(posix.dirname(path), target) : [])),
    )
  }
  functions.sort((left, right) => right.length - left.length)
  return { lines, folders, functions, circles: findCircles(imports) }
}

function findLongFunctions(program, path, text) {
  const longFunctions = []
  const names = []
  const countLines = (start, end) => text.slice(start, end).split('\n').length
  const visit = (node) => {
    // A function that is only a table, such as the texts of a page; the functions in it are counted by themselves.
    if ((node.body?.expression ?? node.body)?.type === 'ObjectExpression') return
    const length = countLines(node.start, node.end)
    if (length > 40)
      longFunctions.push({ path, line: countLines(0, node.start), length, name: node.id?.name ?? names.at(-1) ?? '' })
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

/** Returns the groups of files that import each other: the strongly connected components (Tarjan 1972). */
function findCircles(imports) {
  const circles = []
  const indices = new Map()
  const lowLinks = new Map()
  const stack = []
  const visit = (file) => {
    indices.set(file, indices.size)
    lowLinks.set(file, indices.get(file))
    stack.push(file)
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue
      if (!indices.has(next)) visit(next)
      if (stack.includes(next)) lowLinks.set(file, Math.min(lowLinks.get(file), lowLinks.get(next)))
    }
    if (lowLinks.get(file) !== indices.get(file)) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1) circles.push(circle.sort())
  }
  for (const file of imports.keys()) if (!indices.has(file)) visit(file)
  return circles.sort((left, right) => right.length - left.length)
}

/** `node .ci/measure.mjs [FOLDER]` prints the measurements. */
if (import.meta.filename === resolve(process.argv[1] ?? '')) {
  const { lines, folders, functions, circles } = measureCheckout(resolve(process.argv[2] ?? '.'))
  const total = { product: 0, data: 0, tests: 0, bench: 0, files: 0 }
  for (const sum of lines.values()) for (const kind of Object.keys(total)) total[kind] += sum[kind]
  const sums = [...lines].map(([name, sum]) => ({ package: name, ...sum }))
  console.table([...sums.sort((left, right) => right.product - left.product), { package: 'all', ...total }])
  const counts = [...folders].map(([folder, count]) => ({ folder, files: count }))
  console.table(counts.sort((left, right) => right.files - left.files).slice(0, 10))
  console.table(functions.filter(({ length }) => length > 120))
  console.table(circles.slice(0, 10).map((circle) => ({ files: circle.length, first: circle[0] })))
}
