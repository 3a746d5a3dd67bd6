import type { Column, ColumnRule, TableSchema } from '@aw-flow/schema'
import { getTypeFamily, type CosmoRoles } from '@aw-flow/schema/internal'
import { maxCategories } from './choose-roles.ts'

/**
 * Creates the schema of points for Cosmograph. It requires a unique ID without nulls and an index from 0 to n-1.
 * Coordinates, if any, must be finite, must vary, and must not be copies of the ID or index. The size must be finite
 * and at least 0, the color must be a number or have few categories, and the label must be text.
 *
 * @param columns The table's columns. The color rule depends on the type of the color column.
 * @internal
 */
export function createCosmoReadySchema(roles: CosmoRoles, columns: readonly Column[]): TableSchema {
  const findType = (column: string): string => columns.find(({ name }) => name === column)?.type ?? 'unknown'
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
      getTypeFamily(findType(roles.color)) === 'number'
        ? { name: roles.color, type: 'number', finite: true }
        : { name: roles.color, maxDistinct: maxCategories },
    )
  if (roles.label !== undefined) rules.push({ name: roles.label, type: 'text' })
  for (const role of [roles.time, roles.cluster]) if (role !== undefined) rules.push({ name: role })
  return { columns: rules, minRows: 1 }
}

/**
 * Derives the roles of a prepared table's columns from their names. The names are `id`, `index`, `x` and `y`, or
 * `point_id` etc. if the source already had a column with that name. Point columns come first, so the first match is
 * correct. Size, color, label, time and cluster have no fixed names and are known only from the plan.
 *
 * @internal
 */
export function findRolesByName(columns: readonly Column[]): CosmoRoles {
  const findColumn = (role: string): string | undefined => {
    const pattern = new RegExp(`^(?:${role}|point_${role}(?:_\\d+)?)$`, 'i')
    return columns.find(({ name }) => pattern.test(name))?.name
  }
  const [x, y] = [findColumn('x'), findColumn('y')]
  return {
    id: findColumn('id') ?? 'id',
    index: findColumn('index') ?? 'index',
    ...(x === undefined || y === undefined ? {} : { x, y }),
  }
}
