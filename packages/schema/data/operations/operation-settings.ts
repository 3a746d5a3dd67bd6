import { z } from '../../wire/zod.ts'
import { operationSchema, type OperationName } from './operation.ts'

/**
 * An operation setting, for use in forms. `scalar` is a string, number or boolean, `list` a list of strings, and `json`
 * anything else.
 *
 * @internal
 */
export interface OperationSetting {
  key: string
  kind: 'text' | 'number' | 'boolean' | 'choice' | 'scalar' | 'list' | 'json'
  isRequired: boolean
  /** The options, if `kind` is `choice`. */
  choices?: readonly string[]
}

/** Properties that forms do not show: the operation's kind, id, state and confidence. */
const hiddenKeys = new Set(['op', 'id', 'state', 'confidence'])

/** All kinds of operations, in declaration order. @internal */
export const operationNames: readonly OperationName[] = operationSchema.options.map(({ shape }) => shape.op.value)

/** Returns the settings of an operation kind. The `reason` setting comes last. @internal */
export function listOperationSettings(op: OperationName): OperationSetting[] {
  const option = operationSchema.options.find(({ shape }) => shape.op.value === op)
  const entries = Object.entries(option?.shape ?? {}).filter(([key]) => !hiddenKeys.has(key) && key !== 'reason')
  return [
    ...entries.map(([key, schema]) => ({ key, ...describeSetting(schema as z.ZodType) })),
    { key: 'reason', kind: 'text', isRequired: true },
  ]
}

function describeSetting(schema: z.ZodType): Omit<OperationSetting, 'key'> {
  const isRequired = !(schema instanceof z.ZodOptional)
  const innerSchema = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  if (innerSchema instanceof z.ZodEnum) return { kind: 'choice', isRequired, choices: innerSchema.options.map(String) }
  if (innerSchema instanceof z.ZodString) return { kind: 'text', isRequired }
  if (innerSchema instanceof z.ZodNumber) return { kind: 'number', isRequired }
  if (innerSchema instanceof z.ZodBoolean) return { kind: 'boolean', isRequired }
  if (innerSchema instanceof z.ZodUnion && innerSchema.options.every(isScalarSchema))
    return { kind: 'scalar', isRequired }
  const isStringList = innerSchema instanceof z.ZodArray && innerSchema.element instanceof z.ZodString
  return { kind: isStringList ? 'list' : 'json', isRequired }
}

const isScalarSchema = (schema: unknown): boolean =>
  schema instanceof z.ZodString || schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean
