import { parseValidator } from '@aw-flow/agents'
import { error, parseJson, type PreparationPlan, type TableSchema } from '@aw-flow/schema'
import {
  editPlan,
  preparationPlanSchema,
  preparationTargetSchema,
  type PreparationTarget,
  type Validator,
  assignOperationIds,
} from '@aw-flow/schema/internal'
import { stat } from 'node:fs/promises'
import { createUsageError } from '../command-error.ts'
import { readText } from './read-text.ts'

/** Reads a preparation plan written by `--plan`. */
export async function readPlan(path: string): Promise<PreparationPlan> {
  const parsedJson = parseJson(await readText(path))
  if (!parsedJson.ok) {
    const { problem } = parsedJson
    throw createUsageError({ ...problem, where: { file: path, ...problem.where } })
  }
  const plan = preparationPlanSchema.safeParse(parsedJson.value)
  if (plan.success) return plan.data
  const [first] = plan.error.issues
  throw createUsageError(
    error(
      'plan.invalid.command-line',
      { path, place: first?.path.join('.') ?? '', reason: first?.message ?? '' },
      { where: { file: path } },
    ),
  )
}

/**
 * Rejects operations of a plan, each selected by its id or number. Link operations are numbered after point operations.
 *
 * @throws {CommandError} If an operation does not exist.
 */
export function rejectOperations(plan: PreparationPlan, selectors: readonly string[]): PreparationPlan {
  const planWithIds = assignOperationIds(plan)
  const allOperations = [...planWithIds.operations, ...(planWithIds.links?.operations ?? [])]
  const ids = selectors.map((selector) => {
    const operation = allOperations.find(({ id }) => id === selector) ?? allOperations[Number(selector) - 1]
    if (operation) return operation.id as string
    const operations = allOperations.map(({ id }, index) => `${index + 1} ${id}`)
    throw createUsageError(error('plan.no-such-operation', { operation: selector, operations }))
  })
  return ids.length === 0 ? plan : editPlan(planWithIds, { type: 'decide', ids, state: 'rejected' }).plan
}

/** Resolves a target from its name, or from the path of a file with a schema or validator. */
export async function readTarget(
  nameOrPath: string,
): Promise<{ target: PreparationTarget; schema?: TableSchema; validator?: Validator }> {
  const targetNameSchema = preparationTargetSchema.exclude(['own'])
  const targetName = targetNameSchema.safeParse(nameOrPath)
  if (targetName.success) return { target: targetName.data }
  const isFile = await stat(nameOrPath).then(
    (stats) => stats.isFile(),
    () => false,
  )
  if (!isFile)
    throw createUsageError(error('target.unknown', { target: nameOrPath, targets: targetNameSchema.options }))
  const { validator, problems } = parseValidator(await readText(nameOrPath))
  if (validator)
    return 'schema' in validator
      ? { target: 'own', schema: validator.schema as TableSchema }
      : { target: 'own', validator }
  const first = problems[0] ?? error('schema.not-a-schema', { path: nameOrPath })
  throw createUsageError({ ...first, where: { file: nameOrPath, ...first.where } })
}
