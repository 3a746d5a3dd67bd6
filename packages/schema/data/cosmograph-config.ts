import type { PreparationPlan } from './preparation-plan.ts'

/** The Cosmograph configuration for prepared points and links, for its JavaScript and Python interfaces. @internal */
export interface CosmographConfig {
  /** Options for `new Cosmograph(div, {points, links, ...javascript})` from `@cosmograph/cosmograph` 2.4. */
  javascript: Record<string, string | string[]>
  /** Arguments for `cosmo(points=…, links=…, **python)` from the Python package `cosmograph` 1.0. */
  python: Record<string, string | string[]>
  /** The configuration for `CosmographTimeline`. Absent if points have no time. */
  timeline?: { accessor: string }
}

const pointOptionNames = {
  id: 'pointIdBy',
  index: 'pointIndexBy',
  x: 'pointXBy',
  y: 'pointYBy',
  size: 'pointSizeBy',
  color: 'pointColorBy',
  label: 'pointLabelBy',
  cluster: 'pointClusterBy',
} as const

const linkOptionNames = {
  source: 'linkSourceBy',
  target: 'linkTargetBy',
  sourceIndex: 'linkSourceIndexBy',
  targetIndex: 'linkTargetIndexBy',
  width: 'linkWidthBy',
} as const

/**
 * Creates the Cosmograph configuration for prepared tables. It assigns a column to each role, using the option names
 * from the Cosmograph versions above. If points have no coordinates, Cosmograph lays them out with a simulation.
 *
 * @internal
 */
export function createCosmographConfig({ roles, links }: Pick<PreparationPlan, 'roles' | 'links'>): CosmographConfig {
  const options: [string, string | string[]][] = []
  for (const [role, name] of Object.entries(pointOptionNames)) {
    const column = roles?.[role as keyof typeof pointOptionNames]
    if (column !== undefined) options.push([name, column])
  }
  for (const [role, name] of Object.entries(linkOptionNames)) {
    const column = links?.roles[role as keyof typeof linkOptionNames]
    if (column !== undefined) options.push([name, column])
  }
  options.push(['pointIncludeColumns', ['*']])
  if (links) options.push(['linkIncludeColumns', ['*']])
  const python = options.map(([name, value]) => [toSnakeCase(name), value] as const)
  const time = roles?.time
  if (time !== undefined) python.push(['point_timeline_by', time])
  return {
    javascript: Object.fromEntries(options),
    python: Object.fromEntries(python),
    ...(time === undefined ? {} : { timeline: { accessor: time } }),
  }
}

/** Converts a JavaScript option name to snake case, as used in Python. */
const toSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
