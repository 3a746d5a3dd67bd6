/** Replaces a name in the JSON text of a schema. The rest of the text is unchanged. */
export const replaceInJson = (text: string, oldName: string, newName: string): string =>
  text.replaceAll(JSON.stringify(oldName), () => JSON.stringify(newName))

/**
 * Removes the rule for a column from the JSON text of a schema. Returns `undefined` if the text is not a schema with
 * column rules, the column has no rule, or no other rule would remain.
 */
export function removeColumnRule(text: string, column: string): string | undefined {
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof schema !== 'object' || schema === null || !('columns' in schema)) return undefined
  const { columns } = schema
  if (!Array.isArray(columns)) return undefined
  const getName = (rule: unknown): unknown =>
    typeof rule === 'object' && rule !== null && 'name' in rule ? rule.name : rule
  const remainingRules: unknown[] = columns.filter((rule) => getName(rule) !== column)
  if (remainingRules.length === 0 || remainingRules.length === columns.length) return undefined
  return JSON.stringify({ ...schema, columns: remainingRules }, null, text.includes('\n') ? 2 : undefined)
}
