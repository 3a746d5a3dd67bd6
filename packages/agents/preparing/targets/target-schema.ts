import { defined, type Column, type ColumnRule, type PreparationPlan, type TableSchema } from '@aw-flow/schema'
import { getTypeFamily, type Validator } from '@aw-flow/schema/internal'
import { createCosmoReadySchema, findRolesByName } from '../cosmo-ready/cosmo-ready-schema.ts'

/**
 * Creates the validator that a prepared table must pass: the one of the plan, or the schema of its target.
 *
 * @internal
 */
export const createTargetValidator = (plan: PreparationPlan, columns: readonly Column[]): Validator =>
  plan.target === 'own' && plan.validator ? plan.validator : { schema: createTargetSchema(plan, columns) }

/** Creates the schema that a prepared table must conform to, depending on the plan's target. @internal */
export function createTargetSchema(plan: PreparationPlan, columns: readonly Column[]): TableSchema {
  switch (plan.target) {
    case 'cosmo-ready':
      return createCosmoReadySchema(plan.roles ?? findRolesByName(columns), columns)
    case 'ml-ready':
      return {
        columns: columns.map(({ name, type }) => ({
          name,
          type: 'number' as const,
          nullable: false,
          ...(getTypeFamily(type) === 'number' ? { finite: true } : {}),
        })),
        minRows: 1,
      }
    case 'own':
      return plan.schema ?? { columns: [] }
    case 'generic':
      return { columns: [], minRows: 1 }
  }
}

/**
 * Returns the rules of a schema that hold for every subset of the rows in a valid table: rules about individual rows
 * and upper limits.
 */
export const toSubsetSchema = ({ columns, strict, maxRows, keys, conditions }: TableSchema): TableSchema =>
  defined({
    columns: (columns as ColumnRule[]).map(
      ({ sequence: _sequence, notConstant: _constant, notCopyOf: _copy, ...rest }): ColumnRule => rest,
    ),
    strict,
    maxRows,
    keys,
    conditions,
  })

/**
 * Creates the schema of a plan's link table, which requires that both endpoints are present and refer to points.
 *
 * @param pointCount Number of points.
 */
export const createLinksSchema = ({ links }: PreparationPlan, pointCount: number): TableSchema => ({
  columns: links
    ? [
        { name: links.roles.source, type: 'text', nullable: false },
        { name: links.roles.target, type: 'text', nullable: false },
        { name: links.roles.sourceIndex, type: 'integer', nullable: false, min: 0, max: Math.max(0, pointCount - 1) },
        { name: links.roles.targetIndex, type: 'integer', nullable: false, min: 0, max: Math.max(0, pointCount - 1) },
      ]
    : [],
})
