import { message } from '@aw-flow/messages'
import { name, sql } from '@aw-flow/engine'
import type { DeepFinding, ProfileSample } from '@aw-flow/schema'
import { comparableColumns, ofSample, sampled, type DeepSource, type PlacedColumn } from './deep-source.ts'
import { countsOf, jointCounts, type JointCounts } from './joint-counts.ts'
import { withLeftOut } from './with-left-out.ts'

type Dependency = Extract<DeepFinding, { kind: 'dependency' }>

/** A dependency holds for so many rows at least, and μ⁺ says that it is none by chance. */
const maxViolations = 0.05
const minStrength = 0.6
const maxExamples = 3
const maxReported = 60

/**
 * Columns whose values follow from another column's, but for a few rows. Judged by μ⁺ (Parciak et al., ICDE 2024), which
 * left sides that are nearly unique and right sides that are nearly constant do not deceive. The strongest first.
 */
export async function* findDependencies(source: DeepSource): AsyncGenerator<DeepFinding> {
  const columns = comparableColumns(source).filter(
    ({ family, numbers }) => family !== 'number' || (numbers?.fractions ?? 0) === 0,
  )
  const codes = await source.codes()
  const found = new Map<string, Judged>()
  for (const from of columns) {
    if (from.distinct > 0.9 * (source.profile.rows - from.nulls)) continue
    await source.breathe()
    for (const to of columns) {
      if (to === from || to.distinct > from.distinct * 1.2 + 3) continue
      // What two columns tell of one another is one finding.
      if (found.has(`${to.index} ${from.index}`) && to.distinct >= from.distinct) continue
      const judged = judge(jointCounts(codes.values[from.index]!, codes.values[to.index]!))
      if (judged) found.set(`${from.index} ${to.index}`, { ...judged, from, to })
    }
  }
  const sorted = [...found.values()].toSorted((a, b) => b.strength - a.strength)
  const told: Dependency[] = []
  for (const one of sorted.slice(0, maxReported)) told.push(await dependencyOf(source, one, codes.sample))
  yield* withLeftOut(told, sorted.length - told.length)
}

interface Strength {
  rows: number
  violations: number
  strength: number
}
interface Judged extends Strength {
  from: PlacedColumn
  to: PlacedColumn
}

function judge({ rows, cells }: JointCounts): Strength | undefined {
  const sizes = countsOf(cells, 'x')
  const most = new Map<number, number>()
  let within = 0
  for (const { x, count } of cells) {
    most.set(x, Math.max(most.get(x) ?? 0, count))
    within += (count * count) / sizes.get(x)!
  }
  const violations = rows - [...most.values()].reduce((sum, count) => sum + count, 0)
  // A value that is there once agrees with itself.
  const grouped = [...sizes.values()].reduce((sum, size) => sum + (size > 1 ? size : 0), 0)
  if (rows < 20 || grouped < 0.3 * rows || violations > maxViolations * grouped) return undefined
  const alone = [...countsOf(cells, 'y').values()].reduce((sum, count) => sum + (count / rows) ** 2, 0)
  if (alone >= 0.999 || rows <= sizes.size) return undefined
  const strength = Number((1 - ((1 - within / rows) / (1 - alone)) * ((rows - 1) / (rows - sizes.size))).toFixed(3))
  return strength < minStrength ? undefined : { rows, violations, strength }
}

async function dependencyOf(
  source: DeepSource,
  { from, to, rows, violations, strength }: Judged,
  sample: ProfileSample | undefined,
): Promise<Dependency> {
  const names = { from: from.name, to: to.name }
  const text =
    violations === 0
      ? message('profile.dependency', { ...names, rows })
      : message('profile.dependency-violated', { ...names, violations, rows, share: violations / rows })
  return {
    kind: 'dependency',
    from: [from.name],
    to: to.name,
    violations,
    rows,
    strength,
    examples: violations === 0 ? [] : await examplesOf(source, from, to),
    message: ofSample(text, sample),
    ...sampled(sample),
  }
}

async function examplesOf(source: DeepSource, from: PlacedColumn, to: PlacedColumn): Promise<Dependency['examples']> {
  const [x, y] = [name(from.name), name(to.name)]
  const rows = await source.rows(
    sql`WITH c AS (SELECT ${x} AS x, ${y} AS y, count(*) AS n FROM ${source.whole} WHERE ${x} IS NOT NULL AND ${y} IS NOT NULL GROUP BY ALL),
    b AS (SELECT x FROM c GROUP BY x HAVING count(*) > 1 ORDER BY sum(n) - max(n) DESC, x LIMIT ${maxExamples})
    SELECT left(CAST(c.x AS VARCHAR), 100) AS v, left(CAST(c.y AS VARCHAR), 100) AS w, c.n AS n FROM c JOIN b ON c.x = b.x ORDER BY c.x, n DESC, c.y LIMIT 30`,
  )
  const examples: Dependency['examples'] = []
  for (const { v, w, n } of rows) {
    const last = examples.at(-1)
    const value = { value: String(w), count: Number(n) }
    if (last?.from === String(v)) {
      if (last.to.length < 4) last.to.push(value)
    } else examples.push({ from: String(v), to: [value] })
  }
  return examples
}
