import { parseValidator } from '@aw-flow/agents'
import {
  editPlan,
  error,
  parseJson,
  preparationPlanSchema,
  preparationTargetSchema,
  type PreparationPlan,
  type PreparationTarget,
  type TableSchema,
  type Validator,
  withIds,
} from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { wrongUse } from '../command-error.ts'
import { readText } from './read-text.ts'

/** Reads a preparation plan that `--plan` wrote. */
export async function readPlan(path: string): Promise<PreparationPlan> {
  const { json, problem } = parseJson(await readText(path))
  if (problem) throw wrongUse({ ...problem, where: { file: path, ...problem.where } })
  const plan = preparationPlanSchema.safeParse(json)
  if (plan.success) return plan.data
  const [first] = plan.error.issues
  throw wrongUse(
    error(
      'plan.invalid.command-line',
      { path, place: first?.path.join('.') ?? '', reason: first?.message ?? '' },
      { where: { file: path } },
    ),
  )
}

/**
 * Rejects operations of a plan by id or by number. Numbers continue with the operations of the links.
 *
 * @throws {CommandError} For an unknown operation.
 */
export function withoutRejected(plan: PreparationPlan, rejected: readonly string[]): PreparationPlan {
  const named = withIds(plan)
  const all = [...named.operations, ...(named.links?.operations ?? [])]
  const ids = rejected.map((wanted) => {
    const found = all.find(({ id }) => id === wanted) ?? all[Number(wanted) - 1]
    if (found) return found.id as string
    const operations = all.map(({ id }, index) => `${index + 1} ${id}`)
    throw wrongUse(error('plan.no-such-operation', { operation: wanted, operations }))
  })
  return ids.length === 0 ? plan : editPlan(named, { type: 'decide', ids, state: 'rejected' }).plan
}

/** Reads a target: a name, or a file with a schema or validator. */
export async function readTarget(
  wanted: string,
): Promise<{ target: PreparationTarget; schema?: TableSchema; validator?: Validator }> {
  const names = preparationTargetSchema.exclude(['own'])
  const named = names.safeParse(wanted)
  if (named.success) return { target: named.data }
  const isFile = await stat(wanted).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isFile) throw wrongUse(error('use.target', { target: wanted, targets: names.options }))
  const { validator, problems } = parseValidator(await readText(wanted))
  if (validator)
    return 'schema' in validator
      ? { target: 'own', schema: validator.schema as TableSchema }
      : { target: 'own', validator }
  const first = problems[0] ?? error('schema.not-a-schema', { path: wanted })
  throw wrongUse({ ...first, where: { file: wanted, ...first.where } })
}
