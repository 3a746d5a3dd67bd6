import { message, type Message } from '@aw-flow/messages'
import { info, defined, type Column, type PreparationPlan } from '@aw-flow/schema'
import { getTypeFamily, type LinkRoles } from '@aw-flow/schema/internal'
import { splitNameWords } from '../../column-meaning.ts'
import type { DetectedLinks } from './detect-links.ts'
import type { TableProfile } from '@aw-flow/schema'

/** Name under which link operations refer to the table of prepared points. */
export const pointsTableName = 'points'

const weightWords = new Set([
  'weight',
  'value',
  'count',
  'amount',
  'strength',
  'total',
  'n',
  'freq',
  'frequency',
  'volume',
])

/** Plans points and links for a link table. Each distinct endpoint becomes a point, and each row becomes a link. */
export function planPointsFromLinks(links: DetectedLinks, profile: TableProfile): PreparationPlan {
  const { source, target, reason } = links
  const roles = { id: 'id', index: 'index', size: 'degree' }
  const plan: PreparationPlan = {
    target: 'cosmo-ready',
    operations: [
      {
        op: 'points-of-links',
        reason: message('prepare.reason-points-of-links', { reason }),
        source: source.name,
        target: target.name,
        to: roles.id,
        degree: roles.size,
      },
      { op: 'number-rows', reason: message('prepare.reason-index', {}), to: roles.index },
      {
        op: 'order-columns',
        reason: message('prepare.reason-points-first', {}),
        first: [roles.id, roles.index],
      },
    ],
    roles,
    notes: [
      info('prepare.points-of-links', { reason, degree: roles.size }),
      info('prepare.no-coordinates', { reason: message('prepare.layout-by-links', {}) }),
    ],
  }
  return planLinks(plan, { endpoints: [source.name, target.name], columns: profile.columns, reason })
}

/** Adds links to a plan. Both endpoints of each link are resolved to the IDs and indexes of points. */
export function planLinks(
  plan: PreparationPlan,
  {
    endpoints,
    columns,
    table,
    reason,
  }: { endpoints: readonly [string, string]; columns: readonly Column[]; table?: string; reason: Message },
): PreparationPlan {
  const [source, target] = endpoints
  const usedNames = new Set(columns.map(({ name }) => name.toLowerCase()))
  const makeUniqueName = (preferredName: string): string => {
    let name = preferredName
    while (usedNames.has(name.toLowerCase())) name = `link_${name}`
    usedNames.add(name.toLowerCase())
    return name
  }
  const [sourceIndex, targetIndex] = [makeUniqueName('source_index'), makeUniqueName('target_index')]
  const widthColumn = columns.find(
    ({ name, type }) =>
      !endpoints.includes(name) &&
      getTypeFamily(type) === 'number' &&
      splitNameWords(name).some((word) => weightWords.has(word)),
  )
  const roles: LinkRoles = {
    source,
    target,
    sourceIndex,
    targetIndex,
    ...(table && widthColumn
      ? { width: widthColumn.name }
      : !table && widthColumn && plan.operations[0]?.op === 'points-of-links'
        ? { width: widthColumn.name }
        : {}),
  }
  return {
    ...plan,
    links: {
      ...defined({ table }),
      operations: [
        {
          op: 'resolve-links',
          reason: message('prepare.reason-resolve-links', { reason }),
          source,
          target,
          points: pointsTableName,
          pointId: plan.roles?.id ?? 'id',
          pointIndex: plan.roles?.index ?? 'index',
          toSource: sourceIndex,
          toTarget: targetIndex,
        },
        {
          op: 'order-columns',
          reason: message('prepare.reason-links-first', {}),
          first: [source, target, sourceIndex, targetIndex],
        },
      ],
      roles,
    },
    notes: [...plan.notes, info('prepare.links', { source, target, reason })],
  }
}
