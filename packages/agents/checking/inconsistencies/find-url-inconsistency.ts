import { countCells, groupTexts, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minUrlShare = 0.9
const minCanonicalShare = 0.6
const minCells = 3
const urlPattern = /^(?:(https?):\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?(\/\S*)?$/i

/**
 * Finds URLs that lack the column's usual scheme, and URLs with another scheme ("http" instead of "https") if the same
 * host also occurs with the usual one. A host that always has another scheme may not support the usual one.
 */
export function findUrlInconsistency(texts: readonly DistinctText[]): Inconsistency | undefined {
  const total = countCells(texts)
  const urls = texts.flatMap((entry) => {
    const [, scheme = '', host = ''] = urlPattern.exec(entry.text) ?? []
    return host === '' ? [] : [{ ...entry, scheme: scheme.toLowerCase(), host: host.toLowerCase() }]
  })
  if (countCells(urls) < minUrlShare * total) return undefined
  const [main] = groupTexts(urls, (text) => urlPattern.exec(text)?.[1]?.toLowerCase())
  if (!main || main.cells < minCanonicalShare * total) return undefined
  const hosts = new Set(urls.flatMap(({ scheme, host }) => (scheme === main.key ? [host] : [])))
  const rewrites = new Map<string, Rewrite>()
  let changedCells = 0
  for (const { text, scheme, host, cells } of urls) {
    if (scheme === main.key || (scheme !== '' && !hosts.has(host))) continue
    rewrites.set(text, { to: `${main.key}://${text.replace(/^https?:\/\//i, '')}`, logOdds: 3 })
    changedCells += cells
  }
  const [example] = rewrites
  if (!example || changedCells < minCells) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: example[1].to ?? '' }, rewrites }
}
