import type { RunView } from './fold-run.ts'

/**
 * Returns the combined result of all validations in a run: false if any failed, `undefined` if there were none.
 *
 * @internal
 */
export function getRunValidity({ nodes }: RunView): boolean | undefined {
  const verdicts = Object.values(nodes).flatMap(({ report }) => {
    const validation = report?.kind === 'validate' ? report.report : undefined
    return typeof validation === 'object' && validation !== null && 'valid' in validation
      ? [validation.valid === true]
      : []
  })
  return verdicts.length === 0 ? undefined : verdicts.every(Boolean)
}
