import { message } from '@aw-flow/messages'
import { name, sql } from '@aw-flow/engine'
import type { DeepFinding, ProfileSample } from '@aw-flow/schema'
import {
  findComparableColumns,
  addSampleInfo,
  toSampleField,
  type DeepSource,
  type IndexedColumn,
} from './deep-source.ts'
import { countMarginals, countJointly, type ContingencyTable } from './contingency-table.ts'
import { withOmittedCount } from './with-omitted-count.ts'

type Dependency = Extract<DeepFinding, { kind: 'dependency' }>

/** Maximum share of rows that violate a reported dependency. */
const maxViolationShare = 0.05
/** Minimum strength (μ⁺) of a reported dependency. */
const minStrength = 0.6
const maxExamples = 3
const maxReported = 60

/**
 * Finds approximate functional dependencies between pairs of columns, strongest first. Strength is measured as μ⁺ (M.
 * Parciak et al., "Measuring approximate functional dependencies: a comparative study", ICDE 2024), which is not biased
 * by nearly unique determinants or nearly constant dependents.
 */
export async function* findDependencies(source: DeepSource): AsyncGenerator<DeepFinding> {
  const columns = findComparableColumns(source).filter(
    ({ family, numbers }) => family !== 'number' || (numbers?.fractions ?? 0) === 0,
  )
  const codes = await source.getCodes()
  const dependencies = new Map<string, StrongDependency>()
  for (const from of columns) {
    if (from.distinct > 0.9 * (source.profile.rows - from.nulls)) continue
    await source.yieldToEventLoop()
    for (const to of columns) {
      if (to === from || to.distinct > from.distinct * 1.2 + 3) continue
      // If two columns determine each other, only one dependency is reported.
      if (dependencies.has(`${to.index} ${from.index}`) && to.distinct >= from.distinct) continue
      const measurement = measureStrength(countJointly(codes.values[from.index]!, codes.values[to.index]!))
      if (measurement) dependencies.set(`${from.index} ${to.index}`, { ...measurement, from, to })
    }
  }
  const sorted = [...dependencies.values()].toSorted((a, b) => b.strength - a.strength)
  const reported: Dependency[] = []
  for (const dependency of sorted.slice(0, maxReported))
    reported.push(await createDependency(source, dependency, codes.sample))
  yield* withOmittedCount(reported, sorted.length - reported.length)
}

interface Strength {
  rows: number
  violations: number
  strength: number
}
interface StrongDependency extends Strength {
  from: IndexedColumn
  to: IndexedColumn
}

function measureStrength({ rows, cells }: ContingencyTable): Strength | undefined {
  const sizes = countMarginals(cells, 'x')
  const majorities = new Map<number, number>()
  let withinGroups = 0
  for (const { x, count } of cells) {
    majorities.set(x, Math.max(majorities.get(x) ?? 0, count))
    withinGroups += (count * count) / sizes.get(x)!
  }
  const violations = rows - [...majorities.values()].reduce((sum, count) => sum + count, 0)
  // A determinant value that occurs only once cannot violate a dependency.
  const groupedRows = [...sizes.values()].reduce((sum, size) => sum + (size > 1 ? size : 0), 0)
  if (rows < 20 || groupedRows < 0.3 * rows || violations > maxViolationShare * groupedRows) return undefined
  const baseline = [...countMarginals(cells, 'y').values()].reduce((sum, count) => sum + (count / rows) ** 2, 0)
  if (baseline >= 0.999 || rows <= sizes.size) return undefined
  const strength = Number(
    (1 - ((1 - withinGroups / rows) / (1 - baseline)) * ((rows - 1) / (rows - sizes.size))).toFixed(3),
  )
  return strength < minStrength ? undefined : { rows, violations, strength }
}

async function createDependency(
  source: DeepSource,
  { from, to, rows, violations, strength }: StrongDependency,
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
    examples: violations === 0 ? [] : await findExamples(source, from, to),
    message: addSampleInfo(text, sample),
    ...toSampleField(sample),
  }
}

async function findExamples(
  source: DeepSource,
  from: IndexedColumn,
  to: IndexedColumn,
): Promise<Dependency['examples']> {
  const [x, y] = [name(from.name), name(to.name)]
  const rows = await source.queryRows(
    sql`WITH c AS (SELECT ${x} AS x, ${y} AS y, count(*) AS n FROM ${source.from} WHERE ${x} IS NOT NULL AND ${y} IS NOT NULL GROUP BY ALL),
    b AS (SELECT x FROM c GROUP BY x HAVING count(*) > 1 ORDER BY sum(n) - max(n) DESC, x LIMIT ${maxExamples})
    SELECT left(CAST(c.x AS VARCHAR), 100) AS v, left(CAST(c.y AS VARCHAR), 100) AS w, c.n AS n FROM c JOIN b ON c.x = b.x ORDER BY c.x, n DESC, c.y LIMIT 30`,
  )
  const examples: Dependency['examples'] = []
  for (const { v, w, n } of rows) {
    const lastExample = examples.at(-1)
    const value = { value: String(w), count: Number(n) }
    if (lastExample?.from === String(v)) {
      if (lastExample.to.length < 4) lastExample.to.push(value)
    } else examples.push({ from: String(v), to: [value] })
  }
  return examples
}
