import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql } from '@aw-flow/engine'
import type { DeepFinding, ProfileSample } from '@aw-flow/schema/internal'
import {
  findComparableColumns,
  addSampleInfo,
  toSampleField,
  type DeepSource,
  type IndexedColumn,
} from './deep-source.ts'
import { countMarginals, createContingencyTable, type ContingencyTable } from './contingency-table.ts'
import { addOmittedCount } from './add-omitted-count.ts'

type Dependency = Extract<DeepFinding, { kind: 'dependency' }>

/** Maximum fraction of rows that violate a reported dependency. */
const maxViolationFraction = 0.05
/** Minimum strength (μ⁺) of a reported dependency. */
const minStrength = 0.6
const maxExamples = 3
const maxFindings = 60

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
  for (const determinant of columns) {
    if (determinant.distinct > 0.9 * (source.profile.rows - determinant.nulls)) continue
    await source.yieldToEventLoop()
    for (const dependent of columns) {
      if (dependent === determinant || dependent.distinct > determinant.distinct * 1.2 + 3) continue
      // If two columns determine each other, only one dependency is reported.
      if (dependencies.has(`${dependent.index} ${determinant.index}`) && dependent.distinct >= determinant.distinct)
        continue
      const measurement = measureStrength(
        createContingencyTable(codes.values[determinant.index]!, codes.values[dependent.index]!),
      )
      if (measurement)
        dependencies.set(`${determinant.index} ${dependent.index}`, { ...measurement, determinant, dependent })
    }
  }
  const sortedDependencies = [...dependencies.values()].toSorted((a, b) => b.strength - a.strength)
  const reportedDependencies: Dependency[] = []
  for (const dependency of sortedDependencies.slice(0, maxFindings))
    reportedDependencies.push(await createDependency(source, dependency, codes.sample))
  yield* addOmittedCount(reportedDependencies, sortedDependencies.length - reportedDependencies.length)
}

interface DependencyStrength {
  rows: number
  violations: number
  strength: number
}
interface StrongDependency extends DependencyStrength {
  determinant: IndexedColumn
  dependent: IndexedColumn
}

function measureStrength({ rows, cells }: ContingencyTable): DependencyStrength | undefined {
  const groupSizes = countMarginals(cells, 'x')
  const majorities = new Map<number, number>()
  let withinGroupSum = 0
  for (const { x, count } of cells) {
    majorities.set(x, Math.max(majorities.get(x) ?? 0, count))
    withinGroupSum += (count * count) / groupSizes.get(x)!
  }
  const violations = rows - [...majorities.values()].reduce((sum, count) => sum + count, 0)
  // A determinant value that occurs only once cannot violate a dependency.
  const groupedRowCount = [...groupSizes.values()].reduce((sum, size) => sum + (size > 1 ? size : 0), 0)
  if (rows < 20 || groupedRowCount < 0.3 * rows || violations > maxViolationFraction * groupedRowCount) return undefined
  const baseline = [...countMarginals(cells, 'y').values()].reduce((sum, count) => sum + (count / rows) ** 2, 0)
  if (baseline >= 0.999 || rows <= groupSizes.size) return undefined
  const strength = Number(
    (1 - ((1 - withinGroupSum / rows) / (1 - baseline)) * ((rows - 1) / (rows - groupSizes.size))).toFixed(3),
  )
  return strength < minStrength ? undefined : { rows, violations, strength }
}

async function createDependency(
  source: DeepSource,
  { determinant, dependent, rows, violations, strength }: StrongDependency,
  sample: ProfileSample | undefined,
): Promise<Dependency> {
  const names = { from: determinant.name, to: dependent.name }
  const text =
    violations === 0
      ? message('profile.dependency', { ...names, rows })
      : message('profile.dependency-violated', { ...names, violations, rows, share: violations / rows })
  return {
    kind: 'dependency',
    from: [determinant.name],
    to: dependent.name,
    violations,
    rows,
    strength,
    examples: violations === 0 ? [] : await findExamples(source, determinant, dependent),
    message: addSampleInfo(text, sample),
    ...toSampleField(sample),
  }
}

async function findExamples(
  source: DeepSource,
  determinant: IndexedColumn,
  dependent: IndexedColumn,
): Promise<Dependency['examples']> {
  const [x, y] = [quoteIdentifier(determinant.name), quoteIdentifier(dependent.name)]
  const rows = await source.queryRows(
    sql`WITH c AS (SELECT ${x} AS x, ${y} AS y, count(*) AS n FROM ${source.relation} WHERE ${x} IS NOT NULL AND ${y} IS NOT NULL GROUP BY ALL),
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
