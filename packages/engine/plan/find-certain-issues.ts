import type { z } from 'zod'
import type { Template } from '../expressions/template.ts'

type Issue = z.core.$ZodIssue

/**
 * Returns the issues of settings that their placeholders cannot resolve, whatever values they have in a run. A string
 * that is a single placeholder can become any value, and a string that contains one remains a string. All other
 * settings are checked like settings without placeholders.
 *
 * @param issues The issues of the settings as written, before placeholders are evaluated.
 */
export function findCertainIssues(issues: readonly Issue[], template: Template | undefined): readonly Issue[] {
  return template ? issues.filter((issue) => isCertain(issue, [], template)) : issues
}

function isCertain(issue: Issue, parentPath: readonly string[], template: Template): boolean {
  // Placeholders are values, never property names.
  if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_key') return true
  const path = [...parentPath, ...issue.path.map(String)]
  const placeholder = template.findPlaceholder(path)
  if (placeholder === 'value') return false
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return issue.errors.every((alternative) => alternative.some((inner) => isCertain(inner, path, template)))
  if (placeholder === 'text') return excludesStrings(issue)
  // A refinement of an object or a list reads all of its values.
  return !(issue.code === 'custom' && placeholder === 'inside')
}

/** Returns whether an issue of a string occurs for every string. */
function excludesStrings(issue: Issue): boolean {
  // `received` is set if the schema converts strings, for example to a number.
  if (issue.code === 'invalid_type') return issue.expected !== 'string' && !('received' in issue)
  return issue.code === 'invalid_value' && !issue.values.some((value) => typeof value === 'string')
}
