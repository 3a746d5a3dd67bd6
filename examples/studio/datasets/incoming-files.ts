import type { Problem } from '@aw-flow/schema'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { watchBlockedOrigins } from '../shell/reachability.ts'

/** Returns the pasted files. Pasted text that looks like a table is returned as a CSV, TSV or JSON file. */
export function getPastedFiles(data: DataTransfer | null): File[] {
  const files = [...(data?.files ?? [])]
  if (files.length > 0) return files
  const text = data?.getData('text/plain') ?? ''
  if (text.trim() === '' || !/[\n\t,;|{[]/.test(text)) return []
  const extension = /^\s*[[{]/.test(text) ? 'json' : text.includes('\t') ? 'tsv' : 'csv'
  return [new File([text], `pasted.${extension}`, { type: 'text/plain' })]
}

/** Downloads the file at a URL. Both the page's content security policy and the server's CORS headers must allow it. */
export async function fetchFile(address: string): Promise<File | { problem: Problem }> {
  const strings = getStrings().fetching
  let url: URL
  try {
    url = new URL(address, location.href)
  } catch {
    return {
      problem: createStudioProblem('fetch.address', strings.invalidUrl(address), { hint: strings.invalidUrlHint }),
    }
  }
  if (!/^https?:$/.test(url.protocol)) {
    return {
      problem: createStudioProblem('fetch.address', strings.invalidUrl(address), { hint: strings.invalidUrlHint }),
    }
  }
  const blockedOrigins = watchBlockedOrigins()
  try {
    const response = await fetch(url, { credentials: 'omit', redirect: 'error' })
    if (!response.ok) {
      const hint = strings.errorStatusHint
      return {
        problem: createStudioProblem('fetch.error-status', strings.errorStatus(url.host, response.status), { hint }),
      }
    }
    const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.host
    return new File([await response.blob()], name)
  } catch {
    return (await blockedOrigins.has(url.href))
      ? {
          problem: createStudioProblem('fetch.not-allowed', strings.notAllowed(url.host), {
            hint: strings.notAllowedHint(url.origin),
          }),
        }
      : { problem: createStudioProblem('fetch.failed', strings.failed(url.host), { hint: strings.failedHint }) }
  } finally {
    blockedOrigins.stop()
  }
}
