import { typeFamily, type Column, type ColumnRule, type CosmoRoles, type TableSchema } from '@aw-flow/schema'
import { maxCategories } from './choose-roles.ts'

/**
 * What a table must be so that Cosmograph takes its rows as points, as a schema: the id unique and there, the index 0 to
 * n-1, the coordinates (where there are any) finite, not constant, and neither the id nor the index, size finite and not negative, colour a number or
 * few categories, label a text. `columns` tell the types, since a colour's rule depends on it.
 */
export function cosmoReadySchema(roles: CosmoRoles, columns: readonly Column[]): TableSchema {
  const typeOf = (column: string): string => columns.find(({ name }) => name === column)?.type ?? 'unknown'
  const rules: ColumnRule[] = [
    { name: roles.id, type: 'text', nullable: false, unique: true },
    { name: roles.index, type: 'integer', nullable: false, sequence: true },
  ]
  for (const coordinate of [roles.x, roles.y]) {
    if (coordinate !== undefined)
      rules.push({
        name: coordinate,
        type: 'number',
        nullable: false,
        finite: true,
        notConstant: true,
        notCopyOf: [roles.id, roles.index],
      })
  }
  if (roles.size !== undefined) rules.push({ name: roles.size, type: 'number', finite: true, min: 0 })
  if (roles.color !== undefined)
    rules.push(
      typeFamily(typeOf(roles.color)) === 'number'
        ? { name: roles.color, type: 'number', finite: true }
        : { name: roles.color, maxDistinct: maxCategories },
    )
  if (roles.label !== undefined) rules.push({ name: roles.label, type: 'text' })
  for (const role of [roles.time, roles.cluster]) if (role !== undefined) rules.push({ name: role })
  return { columns: rules, minRows: 1 }
}

/**
 * The roles of a prepared table by the names that preparing gives: `id`, `index`, `x`, `y`, or `point_id` and so on where
 * the source had such a column. Point columns stand first, so the first match is the one that was made. Size, colour,
 * label and time have no names of their own; they are known only from the plan.
 */
export function rolesByName(columns: readonly Column[]): CosmoRoles {
  const find = (role: string): string | undefined => {
    const rule = new RegExp(`^(?:${role}|point_${role}(?:_\\d+)?)$`, 'i')
    return columns.find(({ name }) => rule.test(name))?.name
  }
  const [x, y] = [find('x'), find('y')]
  return {
    id: find('id') ?? 'id',
    index: find('index') ?? 'index',
    ...(x === undefined || y === undefined ? {} : { x, y }),
  }
}
