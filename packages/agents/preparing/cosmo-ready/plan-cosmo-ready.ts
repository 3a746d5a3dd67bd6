import { message, type Message } from '@aw-flow/messages'
import { info, warning, type Column, type PreparationPlan, type Problem, type TableProfile } from '@aw-flow/schema'
import type { ColumnProfile, CosmoRoles, Operation, PointLayout } from '@aw-flow/schema/internal'
import {
  chooseCoordinates,
  countMissing,
  findNonMeasurementReason,
  type ChosenCoordinates,
} from './choose-coordinates.ts'
import { chooseId, type ChosenId } from './choose-id.ts'
import { chooseRoles } from './choose-roles.ts'
import type { DetectedLinks } from '../links/detect-links.ts'
import { createRandomProjection } from './create-random-projection.ts'
import { planLinks, planPointsFromLinks } from '../links/plan-links.ts'

/**
 * Options for planning points for Cosmograph.
 *
 * @internal
 */
export interface CosmoPlanOptions {
  /**
   * Whether to plan coordinates. Set to `false` if the coordinates of a previous attempt were invalid. Default: `true`.
   */
  coordinates?: boolean
  /**
   * How point coordinates are determined. `projection` computes them from all measurements, unless columns are named as
   * coordinates. `simulation` plans no coordinates.
   */
  layout?: PointLayout
  /** Seed for the projection weights. Default: 1. */
  seed?: number
  /** Roles to leave out because they were invalid in a previous attempt. */
  excludedRoles?: readonly (keyof CosmoRoles)[]
  /** Whether the profile is based on a sample, which may miss whitespace around IDs. */
  isSampled?: boolean
  /** Links detected in the table. */
  links?: DetectedLinks
  /** A separate link table: its columns, its endpoint columns, and the point column that the endpoints refer to. */
  linkTable?: { columns: readonly Column[]; endpoints: readonly [string, string]; id: ColumnProfile | undefined }
}

/**
 * Plans points for Cosmograph. The points have a unique text ID, an index from 0 to n-1 and, if the table has suitable
 * columns, finite coordinates, size, color, label, time and cluster. The point columns come first and are named `id`,
 * `index`, `x` and `y`, or `point_id` etc. if the table already has a column with that name. All other columns are
 * kept, except unnamed empty ones. The table must have rows.
 *
 * @internal
 */
export function planCosmoReady(profile: TableProfile, options: CosmoPlanOptions = {}): PreparationPlan {
  const pointNames = new PointNames(profile.columns.map(({ name }) => name))
  const linkedId = options.linkTable?.id
  const chosenId: ChosenId = linkedId
    ? { column: linkedId, reason: message('prepare.id-linked', { column: linkedId.name }) }
    : chooseId(profile)
  const detectedCoordinates =
    options.coordinates === false || options.layout === 'simulation'
      ? { reason: message('prepare.layout-simulation', {}), excluded: [] }
      : chooseCoordinates(profile, chosenId.column)
  const { links } = options
  if (
    links?.kind === 'edges' &&
    !options.linkTable &&
    (links.isUnambiguous || !(detectedCoordinates.x && detectedCoordinates.y))
  )
    return planPointsFromLinks(links, profile)
  const isProjected = options.layout === 'projection' && detectedCoordinates.basis !== 'names'
  const chosenCoordinates: ChosenCoordinates = isProjected
    ? { reason: detectedCoordinates.reason, excluded: detectedCoordinates.excluded }
    : detectedCoordinates
  const usedColumns = [chosenId.column, chosenCoordinates.x, chosenCoordinates.y].filter(
    (column) => column !== undefined,
  )
  const chosenRoles = chooseRoles(profile, usedColumns)
  const operations: Operation[] = []
  const roles: CosmoRoles = {
    id: addIdOperations(chosenId, pointNames, operations, options.isSampled ?? false),
    index: 'index',
  }
  if (chosenCoordinates.x && chosenCoordinates.y) {
    roles.x = addCoordinateOperations(chosenCoordinates.x, 'x', pointNames, operations)
    roles.y = addCoordinateOperations(chosenCoordinates.y, 'y', pointNames, operations)
    const hasMissingCoordinates = [chosenCoordinates.x, chosenCoordinates.y].some((column) => countMissing(column) > 0)
    if (hasMissingCoordinates)
      operations.push({
        op: 'drop-null-rows',
        reason: message('prepare.reason-both-coordinates', {}),
        columns: [roles.x, roles.y],
      })
  }
  const projectionReason = isProjected
    ? addProjection(profile, chosenId, options.seed ?? 1, pointNames, operations, roles)
    : undefined
  for (const role of appearanceRoles) if (options.excludedRoles?.includes(role)) delete chosenRoles[role]
  for (const column of [chosenRoles.size, chosenRoles.color]) {
    if (column && (column.numbers?.infinite ?? 0) > 0)
      operations.push({ op: 'finite', reason: message('prepare.reason-finite-appearance', {}), column: column.name })
  }
  roles.index = addIndexOperation(profile, operations, pointNames)
  for (const column of profile.columns.filter((candidate) => isUnnamedAndEmpty(candidate, profile.rows)))
    operations.push({ op: 'drop-column', reason: message('prepare.reason-unnamed-column', {}), column: column.name })
  const pointColumns = [roles.id, roles.index, roles.x, roles.y].filter((name) => name !== undefined)
  operations.push({ op: 'order-columns', reason: message('prepare.reason-points-first', {}), first: pointColumns })
  for (const role of appearanceRoles) {
    const column = chosenRoles[role]
    if (column) roles[role] = column.name
  }
  const finalCoordinates = projectionReason ? { ...chosenCoordinates, reason: projectionReason } : chosenCoordinates
  const plan: PreparationPlan = {
    target: 'cosmo-ready',
    operations,
    roles,
    notes: collectNotes(chosenId, roles, finalCoordinates, profile),
  }
  if (options.linkTable)
    return planLinks(plan, {
      endpoints: options.linkTable.endpoints,
      columns: options.linkTable.columns,
      table: 'links',
      reason: message('prepare.reason-links-table', {}),
    })
  if (links?.kind === 'parents')
    return planLinks(plan, {
      endpoints: [links.source.name, links.target.name],
      columns: profile.columns,
      reason: links.reason,
    })
  return plan
}

/** Roles that determine the appearance of points. Their columns are not copied. */
const appearanceRoles = ['size', 'color', 'label', 'time', 'cluster'] as const

/**
 * Adds operations that compute coordinates as a random projection of all measurements.
 *
 * @returns The reason for the coordinates, or for having none.
 */
function addProjection(
  profile: TableProfile,
  chosenId: ChosenId,
  seed: number,
  names: PointNames,
  operations: Operation[],
  roles: CosmoRoles,
): Message {
  const measurementColumns = profile.columns.filter(
    (column) =>
      column !== chosenId.column && column.numbers && findNonMeasurementReason(column, profile.rows) === undefined,
  )
  if (measurementColumns.length < 2)
    return message('prepare.projection-too-few', { measures: measurementColumns.length })
  roles.x = names.makeUnique('x')
  roles.y = names.makeUnique('y')
  for (const { name, numbers } of measurementColumns)
    if ((numbers?.infinite ?? 0) > 0)
      operations.push({ op: 'finite', reason: message('prepare.reason-finite-coordinate', {}), column: name })
  operations.push({
    op: 'project',
    reason: message('prepare.reason-projection', {}),
    terms: createRandomProjection(measurementColumns, seed),
    x: roles.x,
    y: roles.y,
    seed,
  })
  return message('prepare.coordinates-projected', { x: roles.x, y: roles.y, measures: measurementColumns.length, seed })
}

/**
 * Creates unused names for point columns. Like column names in DuckDB, they are compared case-insensitively.
 */
class PointNames {
  private readonly usedNames: Set<string>
  constructor(names: readonly string[]) {
    this.usedNames = new Set(names.map((name) => name.toLowerCase()))
  }
  makeUnique(preferredName: string): string {
    let name = preferredName
    for (let suffix = 1; this.usedNames.has(name.toLowerCase()); suffix++)
      name = suffix === 1 ? `point_${preferredName}` : `point_${preferredName}_${suffix}`
    this.usedNames.add(name.toLowerCase())
    return name
  }
}

function addIdOperations(
  { column, reason }: ChosenId,
  names: PointNames,
  operations: Operation[],
  isSampled: boolean,
): string {
  if (!column) {
    const targetName = names.makeUnique('id')
    operations.push({
      op: 'generate-id',
      reason: message('prepare.reason-generate-id', { reason }),
      to: targetName,
      prefix: 'row-',
    })
    return targetName
  }
  const isNamedId = /^id$/i.test(column.name)
  const target = isNamedId ? column.name : names.makeUnique('id')
  if (!isNamedId) operations.push({ op: 'copy', reason, column: column.name, to: target, type: 'VARCHAR' })
  else if (column.type !== 'VARCHAR')
    operations.push({
      op: 'cast',
      reason: message('prepare.reason-id-text', { reason }),
      column: target,
      type: 'VARCHAR',
    })
  if ((column.texts?.untrimmed ?? 0) > 0 || (column.texts && isSampled))
    operations.push({ op: 'trim', reason: message('prepare.reason-untrimmed-id', {}), column: target })
  return target
}

function addCoordinateOperations(
  column: ColumnProfile,
  role: 'x' | 'y',
  names: PointNames,
  operations: Operation[],
): string {
  const isNamed = column.name.toLowerCase() === role
  const target = isNamed ? column.name : names.makeUnique(role)
  if (!isNamed)
    operations.push({
      op: 'copy',
      reason: message('prepare.reason-coordinate', { column: column.name, role }),
      column: column.name,
      to: target,
      type: 'DOUBLE',
    })
  if ((column.numbers?.infinite ?? 0) > 0)
    operations.push({ op: 'finite', reason: message('prepare.reason-finite-coordinate', {}), column: target })
  return target
}

function addIndexOperation({ columns }: TableProfile, operations: Operation[], names: PointNames): string {
  const existingIndex = columns.find(({ name }) => name.toLowerCase() === 'index')
  const dropsRows = operations.some(({ op }) => op === 'drop-null-rows')
  if (existingIndex?.numbers?.rowOffset === 0 && !dropsRows) return existingIndex.name
  const targetName = names.makeUnique('index')
  operations.push({ op: 'number-rows', reason: message('prepare.reason-index', {}), to: targetName })
  return targetName
}

const isUnnamedAndEmpty = ({ name, nulls }: ColumnProfile, rowCount: number): boolean =>
  nulls === rowCount && /^column_\d+$/.test(name)

function collectNotes(
  chosenId: ChosenId,
  roles: CosmoRoles,
  coordinates: ChosenCoordinates,
  profile: TableProfile,
): Problem[] {
  const notes: Problem[] = []
  if (chosenId.column)
    notes.push(info('prepare.id', { reason: chosenId.reason }, { where: { column: chosenId.column.name } }))
  else
    notes.push(
      warning(
        'prepare.id-generated',
        { reason: chosenId.reason, column: roles.id },
        { where: { column: chosenId.nonUniqueId?.name ?? roles.id } },
      ),
    )
  if (chosenId.column && chosenId.nonUniqueId)
    notes.push(
      info(
        'prepare.id-not-distinct',
        { column: chosenId.nonUniqueId.name },
        { where: { column: chosenId.nonUniqueId.name } },
      ),
    )
  notes.push(info(coordinates.x ? 'prepare.coordinates' : 'prepare.no-coordinates', { reason: coordinates.reason }))
  if (coordinates.excluded.length > 0) {
    const columns = coordinates.excluded.map(({ column, reason }) =>
      message('prepare.not-measure.column', { column: column.name, reason }),
    )
    notes.push(info('prepare.no-measure', { columns }))
  }
  const chosenRoles = appearanceRoles.filter((role) => roles[role] !== undefined)
  if (chosenRoles.length > 0) {
    const appearances = chosenRoles.map((role) =>
      message('prepare.point-appearance', { role, column: roles[role] as string }),
    )
    notes.push(info('prepare.appearance', { looks: appearances }))
  }
  const linkColumns = profile.columns.filter(({ name }) => /^(?:source|target|from|to|origin|destination)$/i.test(name))
  const [source, target] = linkColumns
  if (source && target && linkColumns.length === 2)
    notes.push(info('prepare.looks-like-links', { source: source.name, target: target.name }))
  return notes
}
