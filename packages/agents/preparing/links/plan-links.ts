import { message, type Message } from '@aw-flow/messages'
import { info, typeFamily, type Column, type LinkRoles, type PreparationPlan } from '@aw-flow/schema'
import { nameWords } from '../../column-meaning.ts'
import type { FoundLinks } from './detect-links.ts'
import type { TableProfile } from '@aw-flow/schema'

/** The name by which operations on links read the prepared points. */
export const pointsTable = 'points'

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

/** Plans a table of links: its ends become points, and its rows the links between them. */
export function planPointsOfLinks(links: FoundLinks, profile: TableProfile): PreparationPlan {
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
  return planLinks(plan, { ends: [source.name, target.name], columns: profile.columns, reason })
}

/** Adds links to a plan: resolves both ends among its points, by id and index. */
export function planLinks(
  plan: PreparationPlan,
  {
    ends,
    columns,
    table,
    reason,
  }: { ends: readonly [string, string]; columns: readonly Column[]; table?: string; reason: Message },
): PreparationPlan {
  const [source, target] = ends
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()))
  const free = (wanted: string): string => {
    let name = wanted
    while (taken.has(name.toLowerCase())) name = `link_${name}`
    taken.add(name.toLowerCase())
    return name
  }
  const [sourceIndex, targetIndex] = [free('source_index'), free('target_index')]
  const width = columns.find(
    ({ name, type }) =>
      !ends.includes(name) && typeFamily(type) === 'number' && nameWords(name).some((word) => weightWords.has(word)),
  )
  const roles: LinkRoles = {
    source,
    target,
    sourceIndex,
    targetIndex,
    ...(table && width
      ? { width: width.name }
      : !table && width && plan.operations[0]?.op === 'points-of-links'
        ? { width: width.name }
        : {}),
  }
  return {
    ...plan,
    links: {
      ...(table === undefined ? {} : { table }),
      operations: [
        {
          op: 'resolve-links',
          reason: message('prepare.reason-resolve-links', { reason }),
          source,
          target,
          points: pointsTable,
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
