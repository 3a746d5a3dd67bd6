import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import { getOwn, isObject, listObjects, toObject, toText, type ForeignSettings } from '../foreign-workflow.ts'
import type { SettingsReader } from '../settings-reader.ts'
import comparisonData from './n8n-comparisons.json' with { type: 'json' }

/** JSONata for each comparison of n8n, with `a` and `b` for the two sides. */
const comparisons: Readonly<Record<string, string>> = comparisonData

/** Returns one comparison as JSONata. A comparison without a counterpart is false and reported. */
function compare(reader: SettingsReader, left: Json | undefined, operation: string, right: Json | undefined): string {
  if (operation === 'regex' || operation === 'notRegex') {
    const pattern =
      typeof right === 'string' && !right.startsWith('=') ? right.replace(/^\/|\/[a-z]*$/g, '') : undefined
    if (pattern !== undefined && pattern !== '') {
      const test = `$contains($string(${reader.expression(left)}), /${pattern.replaceAll(/(?<!\\)\//g, '\\/')}/)`
      return operation === 'regex' ? test : `$not(${test})`
    }
  }
  if (!Object.hasOwn(comparisons, operation)) {
    reader.approximate(message('foreign.comparison-unknown', { comparison: operation }))
    return 'false'
  }
  const sides = { a: reader.expression(left), b: reader.expression(right) }
  return comparisons[operation]!.replaceAll(/\b[ab]\b/g, (side) => sides[side as 'a' | 'b'])
}

const join = (conditions: readonly string[], combinator: Json | undefined): string =>
  conditions.length === 0
    ? 'true'
    : conditions
        .map((condition) => (conditions.length > 1 ? `(${condition})` : condition))
        .join(combinator === 'or' || combinator === 'any' ? ' or ' : ' and ')

/**
 * Translates the conditions of If, Filter and Switch: version 2 lists sides and operators, version 1 has a list for each
 * type of value.
 */
export function translateConditions(
  reader: SettingsReader,
  conditions: Json | undefined,
  combinator: Json | undefined,
): string {
  const settings = toObject(conditions)
  if (Array.isArray(settings.conditions)) {
    const list = listObjects(settings.conditions).map(({ leftValue, rightValue, operator }) => {
      const { operation, type } = toObject(operator)
      const name = toText(operation) ?? 'equals'
      const isNumber =
        type === 'number' &&
        typeof rightValue === 'string' &&
        rightValue.trim() !== '' &&
        Number.isFinite(Number(rightValue))
      return compare(reader, leftValue, name, isNumber ? Number(rightValue) : rightValue)
    })
    return join(list, settings.combinator)
  }
  const lists = Object.entries(settings).filter((entry): entry is [string, Json[]] => Array.isArray(entry[1]))
  const defaults: Readonly<Record<string, string>> = { number: 'smaller', dateTime: 'after' }
  const list = lists.flatMap(([type, items]) =>
    items
      .filter(isObject)
      .map(({ value1, value2, operation }) =>
        compare(
          reader,
          value1,
          toText(operation) ?? getOwn(defaults, type) ?? 'equal',
          type === 'boolean' ? (value2 ?? false) : type === 'string' ? (value2 ?? '') : value2,
        ),
      ),
  )
  return join(list, combinator)
}

/** Returns the rules of a Switch: the condition of each output, and its name. */
export function readSwitchRules(settings: ForeignSettings): {
  rules: ForeignSettings[]
  names: string[]
  hasFallback: boolean
} {
  const { rules: rulesSetting, options, fallbackOutput } = settings
  const { values, rules } = toObject(rulesSetting)
  const list = listObjects(values ?? rules)
  const fallback = toObject(options).fallbackOutput ?? fallbackOutput
  const names = list.map(
    (rule, index) => (rule.renameOutput === true ? toText(rule.outputKey) : undefined) ?? String(index),
  )
  const isUnique =
    new Set(names).size === names.length && names.every((name) => name.trim() === name && !name.includes('\n'))
  return {
    rules: list,
    names: isUnique ? names : list.map((_, index) => String(index)),
    hasFallback: fallback !== undefined && fallback !== 'none' && fallback !== -1,
  }
}

/** A Switch evaluates its rules in order: the expression returns the name of the first that holds. */
export function readSwitch(reader: SettingsReader): ForeignSettings {
  const { names, rules } = readSwitchRules(reader.node.settings)
  for (const path of ['rules', 'options', 'fallbackOutput', 'dataType', 'mode']) reader.get(path)
  const value = reader.get('value1')
  const codes = rules.map((rule, index) => {
    const condition = isObject(rule.conditions)
      ? translateConditions(reader, rule.conditions, undefined)
      : compare(reader, value, toText(rule.operation) ?? 'equal', rule.value2 ?? '')
    return `${condition} ? ${JSON.stringify(names[index])} : `
  })
  return { expression: `${codes.join('')}"otherwise"`, cases: names.join('\n') }
}
