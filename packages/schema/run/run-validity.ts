import type { RunView } from './fold-run.ts'

/** The combined result of all validations of a run: false if one failed, `undefined` if there was none. @internal */
export function runValidity({ nodes }: RunView): boolean | undefined {
  const verdicts = Object.values(nodes).flatMap(({ report }) => {
    const checked = report?.kind === 'validate' ? report.report : undefined
    return typeof checked === 'object' && checked !== null && 'valid' in checked ? [checked.valid === true] : []
  })
  return verdicts.length === 0 ? undefined : verdicts.every(Boolean)
}
