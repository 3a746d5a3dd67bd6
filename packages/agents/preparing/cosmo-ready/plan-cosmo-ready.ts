import {
  info,
  warning,
  type Column,
  type ColumnProfile,
  type CosmoRoles,
  type Operation,
  type PointLayout,
  type PreparationPlan,
  type Problem,
  type TableProfile,
} from '@aw-flow/schema'
import { chooseCoordinates, missing, whyNoMeasure, type ChosenCoordinates } from './choose-coordinates.ts'
import { chooseId, type ChosenId } from './choose-id.ts'
import { chooseRoles } from './choose-roles.ts'
import type { FoundLinks } from '../links/detect-links.ts'
import { drawProjection } from './draw-projection.ts'
import { planLinks, planPointsOfLinks } from '../links/plan-links.ts'

export interface CosmoPlanOptions {
  /** False: no coordinates, whatever the columns are. What a second attempt does when the first was not valid. */
  coordinates?: boolean
  /** `projection` works coordinates out of all measures where none are named; `simulation` asks for none. */
  layout?: PointLayout
  /** What the weights of a projection are drawn by. */
  seed?: number
  /** Roles that points do not get, because an attempt before was not valid with them. */
  without?: readonly (keyof CosmoRoles)[]
  /** True: the profile is that of a sample, and blanks around ids may have been missed. */
  isSampled?: boolean
  /** Links that were found in the table. */
  links?: FoundLinks
  /** Links that were given as a table of their own: its columns, its ends, and the column that they name. */
  linkTable?: { columns: readonly Column[]; ends: readonly [string, string]; id: ColumnProfile | undefined }
}

/**
 * Plans what makes a table points that Cosmograph takes: a unique text id, an index 0 to n-1, and, where there is evidence
 * for them, finite coordinates, size, colour, label, time and cluster. The point columns are called `id`, `index`, `x` and `y` and
 * stand first; where the table has another column of that name, `point_id` and so on. All columns are kept. The table
 * must have rows.
 */
export function planCosmoReady(profile: TableProfile, options: CosmoPlanOptions = {}): PreparationPlan {
  const names = new PointNames(profile.columns.map(({ name }) => name))
  const linked = options.linkTable?.id
  const id: ChosenId = linked
    ? { column: linked, reason: `\`${linked.name}\` identifies the rows: the links refer to it.` }
    : chooseId(profile)
  const found =
    options.coordinates === false || options.layout === 'simulation'
      ? { reason: 'No coordinates: Cosmograph lays the points out itself.', excluded: [] }
      : chooseCoordinates(profile, id.column)
  const { links } = options
  if (links?.kind === 'edges' && !options.linkTable && (links.isSure || !(found.x && found.y)))
    return planPointsOfLinks(links, profile)
  const isProjected = options.layout === 'projection' && !hasNamedPair(found)
  const coordinates: ChosenCoordinates = isProjected ? { reason: '', excluded: found.excluded } : found
  const used = [id.column, coordinates.x, coordinates.y].filter((column) => column !== undefined)
  const looks = chooseRoles(profile, used)
  const operations: Operation[] = []
  const roles: CosmoRoles = { id: idOperations(id, names, operations, options.isSampled ?? false), index: 'index' }
  if (coordinates.x && coordinates.y) {
    roles.x = coordinateOperations(coordinates.x, 'x', names, operations)
    roles.y = coordinateOperations(coordinates.y, 'y', names, operations)
    const lost = [coordinates.x, coordinates.y].some((column) => missing(column) > 0)
    if (lost)
      operations.push({
        op: 'drop-null-rows',
        reason: 'A point without both coordinates cannot be placed; the contract asks for two finite numbers.',
        columns: [roles.x, roles.y],
      })
  }
  const projected = isProjected
    ? projectionOperation(profile, id, options.seed ?? 1, names, operations, roles)
    : undefined
  for (const role of looked) if (options.without?.includes(role)) delete looks[role]
  for (const column of [looks.size, looks.color]) {
    if (column && (column.numbers?.infinite ?? 0) > 0)
      operations.push({ op: 'finite', reason: 'What gives size or colour must be finite.', column: column.name })
  }
  roles.index = indexOperation(profile, operations, names)
  for (const column of profile.columns.filter((one) => isMadeUpAndEmpty(one, profile.rows)))
    operations.push({ op: 'drop-column', reason: 'It has neither a name nor a value in any row.', column: column.name })
  const first = [roles.id, roles.index, roles.x, roles.y].filter((name) => name !== undefined)
  operations.push({ op: 'order-columns', reason: 'The columns that make the points stand first.', first })
  for (const role of looked) {
    const column = looks[role]
    if (column) roles[role] = column.name
  }
  const told = projected ? { ...coordinates, reason: projected } : coordinates
  const plan: PreparationPlan = {
    target: 'cosmo-ready',
    operations,
    roles,
    notes: notesOf(id, roles, told, profile),
  }
  if (options.linkTable)
    return planLinks(plan, {
      ends: options.linkTable.ends,
      columns: options.linkTable.columns,
      table: 'links',
      reason: 'The links are given as a table of their own.',
    })
  if (links?.kind === 'parents')
    return planLinks(plan, {
      ends: [links.source.name, links.target.name],
      columns: profile.columns,
      reason: links.reason,
    })
  return plan
}

/** Roles of columns as they are. */
const looked = ['size', 'color', 'label', 'time', 'cluster'] as const

const hasNamedPair = ({ x, reason }: ChosenCoordinates): boolean =>
  x !== undefined && reason.includes('their names say so')

/** Coordinates out of all measures by weights that a seed draws; the reason, in words. */
function projectionOperation(
  profile: TableProfile,
  id: ChosenId,
  seed: number,
  names: PointNames,
  operations: Operation[],
  roles: CosmoRoles,
): string {
  const measures = profile.columns.filter(
    (column) => column !== id.column && column.numbers && whyNoMeasure(column, profile.rows) === undefined,
  )
  if (measures.length < 2)
    return `A projection needs two measures, and there ${measures.length === 1 ? 'is one' : 'are none'}: Cosmograph lays the points out itself.`
  roles.x = names.free('x')
  roles.y = names.free('y')
  for (const { name, numbers } of measures)
    if ((numbers?.infinite ?? 0) > 0)
      operations.push({ op: 'finite', reason: 'What gives coordinates must be finite.', column: name })
  operations.push({
    op: 'project',
    reason:
      'A projection was asked for: points that are alike in their measures lie near one another. It is drawn by a seed, and measures nothing itself.',
    terms: drawProjection(measures, seed),
    x: roles.x,
    y: roles.y,
    seed,
  })
  return `\`${roles.x}\` and \`${roles.y}\` are a projection of ${measures.length} measures, drawn by the seed ${seed}.`
}

/** Names of point columns that no other column has; DuckDB does not tell capitals from small letters. */
class PointNames {
  private readonly taken: Set<string>
  constructor(names: readonly string[]) {
    this.taken = new Set(names.map((name) => name.toLowerCase()))
  }
  free(wanted: string): string {
    let name = wanted
    for (let number = 1; this.taken.has(name.toLowerCase()); number++)
      name = number === 1 ? `point_${wanted}` : `point_${wanted}_${number}`
    this.taken.add(name.toLowerCase())
    return name
  }
}

function idOperations(
  { column, reason }: ChosenId,
  names: PointNames,
  operations: Operation[],
  isSampled: boolean,
): string {
  if (!column) {
    const to = names.free('id')
    operations.push({
      op: 'generate-id',
      reason: `${reason} The id is generated from the row's number.`,
      to,
      prefix: 'row-',
    })
    return to
  }
  const isNamedId = /^id$/i.test(column.name)
  const target = isNamedId ? column.name : names.free('id')
  if (!isNamedId) operations.push({ op: 'copy', reason, column: column.name, to: target, type: 'VARCHAR' })
  else if (column.type !== 'VARCHAR')
    operations.push({
      op: 'cast',
      reason: `${reason} Ids are texts, so that none is rounded.`,
      column: target,
      type: 'VARCHAR',
    })
  if ((column.texts?.untrimmed ?? 0) > 0 || (column.texts && isSampled))
    operations.push({ op: 'trim', reason: 'Blanks around an id make links miss it.', column: target })
  return target
}

function coordinateOperations(
  column: ColumnProfile,
  role: 'x' | 'y',
  names: PointNames,
  operations: Operation[],
): string {
  const isNamed = column.name.toLowerCase() === role
  const target = isNamed ? column.name : names.free(role)
  if (!isNamed)
    operations.push({
      op: 'copy',
      reason: `\`${column.name}\` is the point's ${role}.`,
      column: column.name,
      to: target,
      type: 'DOUBLE',
    })
  if ((column.numbers?.infinite ?? 0) > 0)
    operations.push({ op: 'finite', reason: 'A coordinate must be finite.', column: target })
  return target
}

function indexOperation({ columns }: TableProfile, operations: Operation[], names: PointNames): string {
  const existing = columns.find(({ name }) => name.toLowerCase() === 'index')
  const dropsRows = operations.some(({ op }) => op === 'drop-null-rows')
  if (existing?.numbers?.rowOffset === 0 && !dropsRows) return existing.name
  const to = names.free('index')
  operations.push({ op: 'number-rows', reason: 'Cosmograph finds points by a number from 0 on.', to })
  return to
}

const isMadeUpAndEmpty = ({ name, nulls }: ColumnProfile, rows: number): boolean =>
  nulls === rows && /^column_\d+$/.test(name)

function notesOf(
  id: ChosenId,
  roles: CosmoRoles,
  coordinates: ChosenCoordinates,
  { columns }: TableProfile,
): Problem[] {
  const notes: Problem[] = []
  if (id.column)
    notes.push(info('prepare.id', `${id.reason} It is the point's id.`, { where: { column: id.column.name } }))
  else
    notes.push(
      warning(
        'prepare.id-generated',
        `${id.reason} \`${roles.id}\` is generated: row-1, row-2, … in the rows' order.`,
        {
          where: { column: id.repeats?.name ?? roles.id },
          hint: 'To have ids of your own, give the source a column in which every value is there and differs.',
        },
      ),
    )
  if (id.column && id.repeats)
    notes.push(
      info(
        'prepare.id-repeats',
        `\`${id.repeats.name}\` is named like an id, but repeats or is empty in places: it stays a column like others.`,
        {
          where: { column: id.repeats.name },
        },
      ),
    )
  notes.push(info(coordinates.x ? 'prepare.coordinates' : 'prepare.no-coordinates', coordinates.reason))
  if (coordinates.excluded.length > 0) {
    const list = coordinates.excluded.slice(0, 8).map(({ column, because }) => `\`${column.name}\` (${because})`)
    notes.push(
      info(
        'prepare.no-measure',
        `Numbers that are no coordinates: ${list.join(', ')}${coordinates.excluded.length > 8 ? ', …' : ''}.`,
      ),
    )
  }
  const looks = looked.filter((role) => roles[role] !== undefined)
  if (looks.length > 0) {
    const list = looks.map((role) => `${role === 'color' ? 'colour' : role} by \`${roles[role] as string}\``)
    notes.push(info('prepare.looks', `Points get their ${list.join(', ')}.`))
  }
  const ends = columns.filter(({ name }) => /^(?:source|target|from|to|origin|destination)$/i.test(name))
  if (ends.length === 2)
    notes.push(
      info(
        'prepare.looks-like-links',
        `\`${ends[0]?.name}\` and \`${ends[1]?.name}\` look like the ends of links; each row is prepared as a point.`,
      ),
    )
  return notes
}
