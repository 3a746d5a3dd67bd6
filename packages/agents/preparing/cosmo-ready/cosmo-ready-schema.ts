import { typeFamily, type Column, type ColumnRule, type CosmoRoles, type TableSchema } from '@aw-flow/schema'
import { maxCategories } from './choose-roles.ts'

/**
 * Creates the schema of points for Cosmograph: a unique id without nulls, an index from 0 to n-1, coordinates (if any)
 * that are finite, not constant and not a copy of id or index, a finite size of at least 0, a color that is a number or
 * has few categories, and a text label.
 *
 * @param columns - The columns of the table; the color rule depends on the type of its column.
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
      typeFamily(findType(roles.color)) === 'number'
        ? { name: roles.color, type: 'number', finite: true }
        : { name: roles.color, maxDistinct: maxCategories },
    )
  if (roles.label !== undefined) rules.push({ name: roles.label, type: 'text' })
  for (const role of [roles.time, roles.cluster]) if (role !== undefined) rules.push({ name: role })
  return { columns: rules, minRows: 1 }
}

/**
 * Derives the roles of a prepared table from its column names: `id`, `index`, `x`, `y`, or `point_id` and so on if the
 * source had a column of that name. Point columns come first, so the first match is correct. Size, color, label and
 * time have no fixed names and are known only from the plan.
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
