import type { RunView } from './fold-run.ts'

/** What a run's validations say together: false when one found failing rows, `undefined` where there was none. */
export function runValidity({ nodes }: RunView): boolean | undefined {
  const verdicts = Object.values(nodes).flatMap(({ report }) => {
    const checked = report?.kind === 'validate' ? report.report : undefined
    return typeof checked === 'object' && checked !== null && 'valid' in checked ? [checked.valid === true] : []
  })
  return verdicts.length === 0 ? undefined : verdicts.every(Boolean)
}
