import type { PreparationPlan } from './preparation-plan.ts'

/** The configuration of Cosmograph for prepared points and links, for both of its interfaces. */
export interface CosmographConfig {
  /** `new Cosmograph(div, {points, links, ...javascript})`, of `@cosmograph/cosmograph` 2.4. */
  javascript: Record<string, string | string[]>
  /** `cosmo(points=…, links=…, **python)`, of the Python package `cosmograph` 1.0. */
  python: Record<string, string | string[]>
  /** The setting of `CosmographTimeline`, where points have a time. */
  timeline?: { accessor: string }
}

const pointNames = {
  id: 'pointIdBy',
  index: 'pointIndexBy',
  x: 'pointXBy',
  y: 'pointYBy',
  size: 'pointSizeBy',
  color: 'pointColorBy',
  label: 'pointLabelBy',
  cluster: 'pointClusterBy',
} as const

const linkNames = {
  source: 'linkSourceBy',
  target: 'linkTargetBy',
  sourceIndex: 'linkSourceIndexBy',
  targetIndex: 'linkTargetIndexBy',
  width: 'linkWidthBy',
} as const

/**
 * What Cosmograph is told of prepared tables: which column is what, by the names that its interfaces have now. Points
 * without coordinates are laid out by its simulation, which it turns on by itself.
 */
export function cosmographConfig({ roles, links }: Pick<PreparationPlan, 'roles' | 'links'>): CosmographConfig {
  const told: [string, string | string[]][] = []
  for (const [role, name] of Object.entries(pointNames)) {
    const column = roles?.[role as keyof typeof pointNames]
    if (column !== undefined) told.push([name, column])
  }
  for (const [role, name] of Object.entries(linkNames)) {
    const column = links?.roles[role as keyof typeof linkNames]
    if (column !== undefined) told.push([name, column])
  }
  told.push(['pointIncludeColumns', ['*']])
  if (links) told.push(['linkIncludeColumns', ['*']])
  const python = told.map(([name, value]) => [inPython(name), value] as const)
  const time = roles?.time
  if (time !== undefined) python.push(['point_timeline_by', time])
  return {
    javascript: Object.fromEntries(told),
    python: Object.fromEntries(python),
    ...(time === undefined ? {} : { timeline: { accessor: time } }),
  }
}

/** Python's names are those of JavaScript in small letters, with lines between the words. */
const inPython = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
