import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minUrlShare = 0.9
const minCanonicalShare = 0.6
const minCells = 3
const urlPattern = /^(?:(https?):\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?(\/\S*)?$/i

/**
 * Finds URLs without a scheme, and URLs with an unusual scheme ("http" instead of "https") if the same host also occurs
 * with the usual scheme. A host that never occurs with the usual scheme may not support it.
 */
export function findUrlInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  const urls = values.flatMap((entry) => {
    const [, scheme = '', host = ''] = urlPattern.exec(entry.text) ?? []
    return host === '' ? [] : [{ ...entry, scheme: scheme.toLowerCase(), host: host.toLowerCase() }]
  })
  if (countCells(urls) < minUrlShare * total) return undefined
  const [mainGroup] = groupValues(urls, (text) => urlPattern.exec(text)?.[1]?.toLowerCase())
  if (!mainGroup || mainGroup.cellCount < minCanonicalShare * total) return undefined
  const hosts = new Set(urls.flatMap(({ scheme, host }) => (scheme === mainGroup.key ? [host] : [])))
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, scheme, host, cellCount } of urls) {
    if (scheme === mainGroup.key || (scheme !== '' && !hosts.has(host))) continue
    rewrites.set(text, { replacement: `${mainGroup.key}://${text.replace(/^https?:\/\//i, '')}`, logOdds: 3 })
    changedCellCount += cellCount
  }
  const [example] = rewrites
  if (!example || changedCellCount < minCells) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: example[1].replacement ?? '' }, rewrites }
}
